import { moveInKinds, type MoveInKind } from '../contracts/move-in.js';
import { moveInSheets } from '../words/move-in.js';

/** What each kind may be called, plain: its own name, and those of its sheet in French and in English. */
const names: readonly (readonly [name: string, kind: MoveInKind])[] = moveInKinds.flatMap((kind) =>
  [kind, moveInSheets.fr[kind], moveInSheets.en[kind]].map((name) => [plain(name), kind] as const),
);

/** Small letters without accents, its words joined by dashes. */
function plain(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** The kind that is called so; null: none. */
export const kindCalled = (name: string): MoveInKind | null =>
  names.find(([known]) => known === plain(name))?.[1] ?? null;

/** The kind of the longest name that is in this one: `03-order-lines.csv` is of order lines. */
export function kindIn(fileName: string): MoveInKind | null {
  const given = plain(fileName.replace(/\.[^.]+$/, ''));
  const found = names.filter(([name]) => given.includes(name));
  return found.toSorted(([a], [b]) => b.length - a.length)[0]?.[1] ?? null;
}
