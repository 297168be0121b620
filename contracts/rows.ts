import type { z } from 'zod';
import type { UnreadableRow } from './primitives.js';

export type RowShape = z.ZodType;

/** Why a row of a list is not of the shape of its items; empty: it is. */
export function whyNot(item: RowShape, row: unknown): readonly UnreadableRow[] {
  const parsed = item.safeParse(row);
  return parsed.success ? [] : [{ id: nameOf(row), why: issuesOf(parsed.error).join('; ') }];
}

function nameOf(row: unknown): string {
  const names = ['number', 'id', 'reference', 'code', 'run'].map((name) => Reflect.get(Object(row), name) as unknown);
  const name = names.find((each) => typeof each === 'string' || typeof each === 'number');
  return name === undefined ? 'a row without a number' : String(name);
}

/** What is wrong, each with the path of its field. */
export const issuesOf = (error: z.ZodError): readonly string[] =>
  error.issues.map(({ path, message }) => `${path.map(String).join('.')} ${message}`);
