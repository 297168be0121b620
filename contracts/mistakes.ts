import type { z } from 'zod';
import { said, type Said } from './said.js';

/** What is wrong with a field; the field of the whole is empty. */
export type FieldMistake = { readonly path: readonly PropertyKey[]; readonly said: Said };

type Issue = z.core.$ZodIssue;

/** How a value is checked whose mistakes are to be told: a schema of ours names its own, zod keeps to the facts. */
export const asFacts = { reportInput: true, error: () => '' } as const;

/**
 * What is wrong with a value that was checked `asFacts`, field by field.
 * @param names what may stand at its top; empty: nobody says
 */
export const mistakesOf = (error: z.ZodError, names: readonly string[] = []): readonly FieldMistake[] =>
  error.issues.flatMap((issue): readonly FieldMistake[] => {
    const { path } = issue;
    if (issue.code !== 'unrecognized_keys') return [{ path, said: mistakeOf(issue) }];
    const known = path.length > 0 ? [] : names;
    return issue.keys.map((key) => ({ path: [...path, key], said: said('unknown-field', { known }) }));
  });

function mistakeOf(issue: Issue): Said {
  const isOfType = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  if (isOfType && issue.input === undefined) return said('missing');
  return issue.message === '' ? foundByZod(issue) : ({ sentence: issue.message, values: {} } as Said);
}

function foundByZod(issue: Issue): Said {
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected] ?? said('not-valid', { what: 'input' });
    case 'invalid_value':
      return said('other-value', { values: issue.values.map(String) });
    case 'invalid_union':
      return choicesOf(issue);
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum));
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum));
    case 'invalid_format':
      return issue.format === 'uuid' ? said('not-uuid') : said('not-valid', { what: issue.format });
    default:
      return said('not-valid', { what: 'input' });
  }
}

/** Only a choice between shapes by one field of theirs says what it is between. */
function choicesOf(issue: Extract<Issue, { code: 'invalid_union' }>): Said {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
  if (options.length === 0) return said('not-valid', { what: 'input' });
  return said('one-of', { values: options.map(String) });
}

const types: Readonly<Record<string, Said | undefined>> = {
  string: said('not-text'),
  number: said('not-number'),
  int: said('not-whole-number'),
  boolean: said('not-boolean'),
  object: said('not-object'),
  array: said('not-list'),
};

function tooSmall(origin: string, least: number): Said {
  if (origin !== 'string' && origin !== 'array') return said('too-small', { least });
  if (least === 1) return said('empty');
  return origin === 'string' ? said('too-few-characters', { least }) : said('too-few-items', { least });
}

function tooBig(origin: string, most: number): Said {
  if (origin === 'string') return said('too-many-characters', { most });
  return origin === 'array' ? said('too-many-items', { most }) : said('too-large', { most });
}
