import type { z } from 'zod';
import { asFacts, mistakesOf, type FieldMistake } from '../contracts/mistakes.js';
import { said } from '../contracts/said.js';
import { composed, textMistakes } from '../contracts/text.js';
import { ProblemError } from './problem.js';

const MAX_ERRORS = 50;

/**
 * Checks what came in, its texts composed.
 * @param use where the texts go: what is only searched for need not be printable. @throws ProblemError 422 that names each
 * field at fault
 */
export function accept<T extends z.ZodType>(
  schema: T,
  value: unknown,
  use: 'documents' | 'search' = 'search',
): z.infer<T> {
  const parsed = schema.safeParse(composed(value), asFacts);
  if (!parsed.success) throw invalid(mistakesOf(parsed.error, namesOf(schema)));
  const mistakes = textMistakes(parsed.data, use);
  if (mistakes.length > 0) throw invalid(mistakes);
  return parsed.data;
}

function invalid(found: readonly FieldMistake[]): ProblemError {
  const errors = found.slice(0, MAX_ERRORS).map(({ path, said: what }) => ({ field: pathOf(path), said: what }));
  const { field, said: mistake } = errors[0] ?? { field: '', said: said('not-valid', { what: 'input' }) };
  return new ProblemError('invalid-request', said('of-field', { field, mistake }), { errors });
}

/** What may stand at the top, of an object; empty: it is none. */
const namesOf = (schema: z.ZodType): readonly string[] =>
  'shape' in schema && typeof schema.shape === 'object' && schema.shape !== null ? Object.keys(schema.shape) : [];

const pathOf = (path: readonly PropertyKey[]): string => path.map(String).join('.').slice(0, 200);
