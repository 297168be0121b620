import { z } from 'zod';
import { moveInRows, type MoveInKind } from './move-in.js';

/** How the cells of a column are written. */
export type MoveInFormat = 'text' | 'decimal' | 'number' | 'date' | 'moment' | 'choice';

export type MoveInColumn = {
  readonly field: string;
  readonly isRequired: boolean;
  readonly format: MoveInFormat;
  /** What a choice may be. */
  readonly values: readonly string[];
};

/** The columns of a kind as its contract has them. */
export function moveInColumns(kind: MoveInKind): readonly MoveInColumn[] {
  const shape: Readonly<Record<string, z.ZodType>> = moveInRows[kind].shape;
  return Object.entries(shape).map(([field, schema]) => {
    const values = valuesOf(schema);
    return {
      field,
      isRequired: !takes(schema, undefined),
      format: values.length > 0 ? 'choice' : formatOf(schema),
      values,
    };
  });
}

const takes = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

/** What the contract takes of each format, and no other; `A` is a text and nothing else. */
const samples: readonly (readonly [format: MoveInFormat, sample: string])[] = [
  ['decimal', '1.5'],
  ['number', '7'],
  ['date', '2026-01-31'],
  ['moment', '2026-01-31T08:30:00Z'],
];

const formatOf = (schema: z.ZodType): MoveInFormat =>
  takes(schema, 'A') ? 'text' : (samples.find(([, sample]) => takes(schema, sample))?.[0] ?? 'text');

type Choices = { readonly enum?: readonly string[]; readonly anyOf?: readonly Choices[] };

function valuesOf(schema: z.ZodType): readonly string[] {
  const { enum: values, anyOf = [] } = z.toJSONSchema(schema, { io: 'input' }) as Choices;
  return values ?? anyOf.flatMap((each) => each.enum ?? []);
}
