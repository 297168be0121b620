import type { z } from 'zod';

type Mistake = z.core.$ZodRawIssue;

/** What is wrong with a value, to be read after the field's name; undefined: in the words of the schema library. */
export function mistakeIn(issue: Mistake): string | undefined {
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
    return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected];
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return unionMistake(issue);
    case 'too_small':
      return `must ${least(issue.origin, Number(issue.minimum))}`;
    case 'too_big':
      return `must ${most(issue.origin, Number(issue.maximum))}`;
    case 'invalid_format':
      return issue.format === 'uuid' ? 'must be a UUID' : undefined;
    default:
      return undefined;
  }
}

/** Only a choice between shapes by one field of theirs says what it is between. */
function unionMistake(issue: Extract<Mistake, { code: 'invalid_union' }>): string | undefined {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
  return options.length === 0 ? undefined : `must be one of ${options.map(String).join(', ')}`;
}

const types: Readonly<Record<string, string | undefined>> = {
  string: 'must be text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  object: 'must be a JSON object',
  array: 'must be a list',
};

const units: Readonly<Record<string, string | undefined>> = { string: 'character', array: 'item' };

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

function least(origin: string, minimum: number): string {
  const unit = units[origin];
  if (unit === undefined) return `be at least ${minimum}`;
  return minimum === 1 ? 'not be empty' : `have at least ${counted(minimum, unit)}`;
}

function most(origin: string, maximum: number): string {
  const unit = units[origin];
  return unit === undefined ? `be at most ${maximum}` : `have at most ${counted(maximum, unit)}`;
}
