import { createHash } from 'node:crypto';
import type { ImportKind } from '../../contracts/import.js';
import { nameOf, type Body } from './kinds.js';

/** JSON with its fields in alphabetical order: the same row gives the same text whatever the order of its columns. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/**
 * The Idempotency-Key of each row, made from what it says, so that a file sent again changes nothing while a row put
 * right is judged anew. Rows without a name of their own that say the same are counted: two of them are two.
 */
export function idempotencyKeys(kind: ImportKind, bodies: readonly Body[]): readonly string[] {
  const seen = new Map<string, number>();
  return bodies.map((body) => {
    const text = canonicalJson(body);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    const occurrence = nameOf(kind, body) === '' ? count : 1;
    return `import-${kind}-${createHash('sha256').update(`${occurrence}\n${text}`).digest('hex').slice(0, 40)}`;
  });
}
