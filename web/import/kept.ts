import type { ImportFault, ImportKind } from '../../contracts/import.js';

/** What came of a row that was sent. */
export type Outcome =
  { readonly kind: 'taken' | 'there' } | { readonly kind: 'refused'; readonly faults: readonly ImportFault[] };

/** An import that is under way, kept in this browser until it is put away: a reload takes it up where it was. */
export type KeptImport = {
  readonly version: 1;
  readonly name: string;
  readonly kind: ImportKind | null;
  readonly text: string;
  /** Whether its rows are being sent. */
  readonly isSent: boolean;
  /** By the row's number. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
};

const placeOf = (person: string): string => `encours-import:${person}`;

/** What came of the rows changes often, and the table never: each has a place of its own. */
const outcomesOf = (person: string): string => `encours-import-outcomes:${person}`;

export function keptImport(person: string): KeptImport | null {
  try {
    const kept = JSON.parse(localStorage.getItem(placeOf(person)) ?? 'null') as Omit<KeptImport, 'outcomes'> | null;
    const outcomes = JSON.parse(localStorage.getItem(outcomesOf(person)) ?? '{}') as KeptImport['outcomes'];
    return kept?.version === 1 ? { ...kept, outcomes } : null;
  } catch {
    return null;
  }
}

/** Where there is no room for it, the import goes on without being kept. */
export function keepImport(person: string, kept: KeptImport | null): void {
  localStorage.removeItem(outcomesOf(person));
  if (kept === null) return localStorage.removeItem(placeOf(person));
  const { outcomes, ...table } = kept;
  try {
    localStorage.setItem(placeOf(person), JSON.stringify(table));
    keepOutcomes(person, outcomes);
  } catch {
    localStorage.removeItem(placeOf(person));
  }
}

export function keepOutcomes(person: string, outcomes: KeptImport['outcomes']): void {
  try {
    localStorage.setItem(outcomesOf(person), JSON.stringify(outcomes));
  } catch {
    localStorage.removeItem(outcomesOf(person));
  }
}
