import type { z } from 'zod';
import { composed, textMistakes } from '../contracts/text.js';
import { mistakeIn } from './mistakes.js';
import { detailOfField, ProblemError } from './problem.js';
import type { FieldError } from './problem.js';

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
  const parsed = schema.safeParse(composed(value), { reportInput: true, error: mistakeIn });
  if (!parsed.success) throw invalid(parsed.error.issues.flatMap((issue) => fieldErrors(issue, namesOf(schema))));
  const mistakes = textMistakes(parsed.data, use);
  if (mistakes.length > 0) throw invalid(mistakes.map(({ path, message }) => ({ field: pathOf(path), message })));
  return parsed.data;
}

function invalid(found: readonly FieldError[]): ProblemError {
  const errors = found.slice(0, MAX_ERRORS);
  const [first] = errors;
  const detail = first ? detailOfField(first, 'The request') : 'It is not valid.';
  return new ProblemError('invalid-request', detail, {
    errors,
    remedy: 'Correct the fields listed in errors; /docs shows what each may hold.',
  });
}

/** What may stand at the top, of an object; empty: it is none. */
const namesOf = (schema: z.ZodType): readonly string[] =>
  'shape' in schema && typeof schema.shape === 'object' && schema.shape !== null ? Object.keys(schema.shape) : [];

function fieldErrors(issue: z.core.$ZodIssue, names: readonly string[]): readonly FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.path.length > 0 || names.length === 0 ? '' : `: there are ${names.join(', ')}`;
    return issue.keys.map((key) => ({ field: pathOf([...issue.path, key]), message: `is not known here${known}` }));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined)
    return [{ field: pathOf(issue.path), message: 'is missing' }];
  return [{ field: pathOf(issue.path), message: issue.message }];
}

const pathOf = (path: readonly PropertyKey[]): string => path.map(String).join('.').slice(0, 200);
