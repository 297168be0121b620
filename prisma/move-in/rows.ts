import { createHash } from 'node:crypto';
import { moveInKinds, moveInRows, type MoveInKind } from '../../contracts/move-in.js';
import { textMistakes } from '../../contracts/text.js';
import type { MoveInSet, RefusedRow } from './door.js';

/** A row as it was read: its fields as text, or as JSON has them. */
export type RawRow = { readonly row: number; readonly fields: Readonly<Record<string, unknown>> };
export type RawTable = { readonly kind: MoveInKind; readonly file: string; readonly rows: readonly RawRow[] };

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
    for (const table of tables.filter((each) => each.kind === kind))
      for (const { row, fields } of table.rows) {
        const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
        if (Object.keys(filled).length === 0) continue;
        hash.update(JSON.stringify([kind, filled]));
        const found = mistakesIn(kind, filled);
        refused.push(...found.mistakes.map((mistake) => ({ kind, file: table.file, row, ...mistake })));
        if (found.mistakes.length === 0) (set[kind] ??= []).push({ ...found.data, file: table.file, row });
      }
  return { set: set as MoveInSet, refused, digest: hash.digest('hex') };
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';

type Mistake = Pick<RefusedRow, 'field' | 'fault' | 'value' | 'expected'>;

function mistakesIn(
  kind: MoveInKind,
  fields: Readonly<Record<string, unknown>>,
): { readonly data: object; readonly mistakes: readonly Mistake[] } {
  const parsed = moveInRows[kind].safeParse(fields);
  const shown = (field: string): string | null => {
    const value = fields[field];
    return typeof value === 'string' ? value : value === undefined ? null : JSON.stringify(value);
  };
  if (parsed.success) {
    const texts = textMistakes(parsed.data, 'documents');
    const mistakes = texts.map(({ path, message }): Mistake => {
      const field = path.join('.');
      return { field, fault: 'not-valid', value: shown(field), expected: message };
    });
    return { data: parsed.data, mistakes };
  }
  const mistakes = parsed.error.issues.flatMap((issue): readonly Mistake[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((field) => ({ field, fault: 'unknown-column', value: shown(field), expected: null }));
    const field = issue.path.join('.');
    return [{ field, fault: 'not-valid', value: shown(field), expected: issue.message }];
  });
  return { data: {}, mistakes };
}
