import { createHash } from 'node:crypto';
import type { Books } from './rollups.js';

/**
 * Tells, by a hash, by which definition something is kept: of each thing, currency and zone it is worked out once in a process.
 * @param told what defines it, as plain JSON
 */
export function definitionBy<T extends string>(
  told: (what: T, books: Books) => unknown,
): (what: T, books: Books) => string {
  const known = new Map<string, string>();
  return (what, books) => {
    const key = JSON.stringify([what, books.currency, books.zone]);
    const definition = known.get(key) ?? hashOf(told(what, books));
    known.set(key, definition);
    return definition;
  };
}

/** @param told plain JSON */
export const hashOf = (told: unknown): string => createHash('sha256').update(JSON.stringify(told)).digest('hex');
