import { createHash } from 'node:crypto';
import { asFacts, mistakesOf, type FieldMistake } from '../../contracts/mistakes.js';
import {
  moveInKinds,
  moveInRows,
  placeOf,
  type FieldFault,
  type MoveInKind,
  type MoveInSet,
  type RawTable,
  type RefusedRow,
} from '../../contracts/move-in.js';
import { textMistakes } from '../../contracts/text.js';

export type ReadSet = {
  readonly set: MoveInSet;
  readonly refused: readonly RefusedRow[];
  /** SHA-256 over what was read, wherever it stood, hex. */
  readonly digest: string;
};

/** Rows in the shape of their contracts; those that are not are refused, field by field. */
export function shapedRows(tables: readonly RawTable[]): ReadSet {
  const refused: RefusedRow[] = [];
  const hash = createHash('sha256');
  const set: Record<string, object[]> = {};
  for (const kind of moveInKinds)
    for (const table of tables.filter((each) => each.kind === kind)) {
      const file = placeOf(table);
      for (const { row, fields, faults = [] } of table.rows) {
        const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
        if (Object.keys(filled).length === 0 && faults.length === 0) continue;
        hash.update(JSON.stringify([kind, filled]));
        const found = mistakesIn(kind, filled);
        const unread = new Set(faults.map(({ field }) => field));
        const mistakes = [...faults, ...found.mistakes.filter(({ field }) => !unread.has(field))];
        refused.push(...mistakes.map((mistake) => ({ kind, file, row, ...mistake })));
        if (mistakes.length === 0) (set[kind] ??= []).push({ ...found.data, file, row });
      }
    }
  return { set: set as MoveInSet, refused, digest: hash.digest('hex') };
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

function mistakesIn(
  kind: MoveInKind,
  fields: Readonly<Record<string, unknown>>,
): { readonly data: object; readonly mistakes: readonly FieldFault[] } {
  const parsed = moveInRows[kind].safeParse(fields, asFacts);
  const shown = (field: string): string | null => {
    const value = fields[field];
    return typeof value === 'string' ? value : value === undefined ? null : JSON.stringify(value);
  };
  const faultOf = ({ path, said: what }: FieldMistake): FieldFault => {
    const field = path.join('.');
    if (what.sentence === 'unknown-field')
      return { field, fault: 'unknown-column', value: shown(field), expected: null };
    return { field, fault: 'not-valid', value: shown(field), expected: null, said: what };
  };
  if (parsed.success) return { data: parsed.data, mistakes: textMistakes(parsed.data, 'documents').map(faultOf) };
  const mistakes = mistakesOf(parsed.error).map(faultOf);
  // The first of a field: what else its pattern says of the same value adds nothing.
  const first = mistakes.filter(({ field }, index) => mistakes.findIndex((each) => each.field === field) === index);
  return { data: {}, mistakes: first };
}
