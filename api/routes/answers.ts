import { z } from 'zod';
import { OptionalLine, PageQuery } from '../../contracts/primitives.js';
import type { Answer } from '../../contracts/process.js';
import type { Thing } from '../../contracts/said.js';
import { pathOf } from '../../domain/paths.js';
import { invoiceOwner } from '../../prisma/queries/account.js';
import type { Tagged } from '../../prisma/queries/tagged.js';
import type { Deps, ReadContext, Reply } from '../context.js';
import { etagOf } from '../etags.js';
import { isRefusal, notFound, refusalProblem } from '../problem.js';

/** The shapes and answers that reads and master data share. */

export const flag = z.enum(['true', 'false']);
export const isTrue = (value: z.infer<typeof flag> | undefined): boolean | undefined =>
  value === undefined ? undefined : value === 'true';

/** `name` ascending, `-name` descending. */
export function sortOf<S extends string>(sorts: Readonly<Record<S, unknown>>): z.ZodType<S | `-${S}`> {
  const names = Object.keys(sorts).flatMap((name) => [name, `-${name}`]);
  return z.enum(names as [S | `-${S}`]);
}

export const paging = PageQuery.shape;
export const search = OptionalLine(100).optional();

export const scopeOf = (ctx: ReadContext): { readonly salesperson: string | null } => ({
  salesperson: ctx.onlySalesperson,
});

/** Whose invoice or credit note it is. @throws ProblemError 404 when there is none, or it is of somebody else's customer */
export async function ownerOf(ctx: ReadContext, invoice: string): Promise<string> {
  const customer = await invoiceOwner(ctx.deps.prisma, invoice, scopeOf(ctx));
  if (customer === null) throw notFound('invoice');
  return customer;
}

/** The moment of the request, by which its dates are judged: milliseconds since 1970 UTC. */
export const nowMs = ({ deps }: Pick<ReadContext, 'deps'>): number => deps.now().getTime();

/** 200 with what was read. @throws ProblemError when the query was refused */
export function ok<T>(answer: Answer<T>): Reply<T> {
  if (isRefusal(answer)) throw refusalProblem(answer);
  return { status: 200, body: answer };
}

/** 200 with sentences in the language that the caller prefers. */
export const spoken = <T>({ language }: Pick<ReadContext, 'language'>, body: T): Reply<T> => ({
  status: 200,
  body,
  headers: { 'Content-Language': language, Vary: 'Accept-Language' },
});

/** 200 with the one asked for. @throws ProblemError 404 when there is none for this caller */
export function one<T>(found: T | null, what: Thing): Reply<T> {
  if (found === null) throw notFound(what);
  return { status: 200, body: found };
}

/** `one`, with the tag by which a write says what it was decided on. */
export const tagged = (kind: Tagged, found: object | null): Reply => {
  const { status, body } = one(found, kind);
  return { status, body, headers: etagOf(kind, body) };
};

/** 200 with what a command wrote; a refusal passes on, so that nothing is kept. */
export const changed = <T>(answer: Answer<T>): Answer<Reply<T>> =>
  isRefusal(answer) ? answer : { status: 200, body: answer };

/** 201 with what a command wrote and where it is to be found; a refusal passes on, so that nothing is kept. */
export const created = <T>(answer: Answer<T>, location: (made: T) => string): Answer<Reply<T>> =>
  isRefusal(answer) ? answer : { status: 201, body: answer, headers: { Location: location(answer) } };

/** Address of a workflow in the Temporal UI; null when no UI is configured. */
export function temporalUrlOf(deps: Deps, workflowId: string): string | null {
  const { uiUrl, namespace } = deps.config.temporal;
  if (uiUrl === '') return null;
  return `${uiUrl.replace(/\/+$/, '')}${pathOf('/namespaces', namespace, 'workflows', workflowId)}`;
}
