import { z } from 'zod';
import type { UnreadableRow } from '../contracts/primitives.js';
import { issuesOf, whyNot } from '../contracts/rows.js';

/** An answer in the shape that is promised, with the rows that had to be left out of a page; or why it cannot be told. */
export type Tellable =
  | { readonly kind: 'told'; readonly body: unknown; readonly unreadable: readonly UnreadableRow[] }
  | { readonly kind: 'untellable'; readonly issues: readonly string[] };

/** Holds an answer against its shape, and a page that does not fit row by row. */
export function tellable(shape: z.ZodType, answer: unknown): Tellable {
  const item = itemOf(shape);
  if (item !== null && isPage(answer)) return tellablePage(shape, item, answer);
  const parsed = shape.safeParse(answer);
  if (parsed.success) return { kind: 'told', body: parsed.data, unreadable: [] };
  return { kind: 'untellable', issues: issuesOf(parsed.error) };
}

function tellablePage(shape: z.ZodType, item: z.ZodType, { unreadable = [], ...page }: PageLike): Tellable {
  const parsed = shape.safeParse(page);
  if (parsed.success) return { kind: 'told', body: parsed.data, unreadable };
  const strange = page.items.flatMap((row) => whyNot(item, row));
  const left = page.items.filter((row) => item.safeParse(row).success);
  const rest = shape.safeParse({ ...page, items: left });
  if (!rest.success) return { kind: 'untellable', issues: issuesOf(rest.error) };
  return { kind: 'told', body: rest.data, unreadable: [...unreadable, ...strange] };
}

type PageLike = { readonly items: readonly unknown[]; readonly unreadable?: readonly UnreadableRow[] };

const isPage = (answer: unknown): answer is PageLike =>
  typeof answer === 'object' && answer !== null && 'items' in answer && Array.isArray(answer.items);

function itemOf(shape: z.ZodType): z.ZodType | null {
  if (!(shape instanceof z.ZodObject)) return null;
  const items: unknown = shape.shape['items'];
  return items instanceof z.ZodArray ? (items.element as z.ZodType) : null;
}
