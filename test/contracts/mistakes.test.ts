import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { asFacts, mistakesOf } from '../../contracts/mistakes.js';
import { mistake } from '../../contracts/said.js';

const found = (schema: z.ZodType, value: unknown, names: readonly string[] = []) => {
  const { error } = schema.safeParse(value, asFacts);
  return error === undefined ? [] : mistakesOf(error, names).map(({ path, said }) => [path.join('.'), said]);
};

describe('what is wrong with a value', () => {
  it.each([
    ['left out', z.string(), undefined, 'missing', {}],
    ['of another type', z.string(), 3, 'not-text', {}],
    ['a broken number', z.number().int(), 1.5, 'not-whole-number', {}],
    ['empty', z.string().min(1), '', 'empty', {}],
    ['too short', z.string().min(3), 'ab', 'too-few-characters', { least: 3 }],
    ['too long', z.string().max(3), 'abcd', 'too-many-characters', { most: 3 }],
    ['an empty list', z.array(z.string()).min(1), [], 'empty', {}],
    ['too long a list', z.array(z.string()).max(1), ['a', 'b'], 'too-many-items', { most: 1 }],
    ['too small', z.number().min(2), 1, 'too-small', { least: 2 }],
    ['too large', z.number().max(2), 3, 'too-large', { most: 2 }],
    ['no word of the vocabulary', z.enum(['a', 'b']), 'c', 'other-value', { values: ['a', 'b'] }],
    ['no UUID', z.uuid(), 'x', 'not-uuid', {}],
    ['against a rule of ours', z.string().regex(/^a$/, mistake('wrong-date')), 'b', 'wrong-date', {}],
    ['no address of a page', z.url(), 'x', 'not-valid', { what: 'url' }],
  ] as const)('that is %s is told as facts', (_what, schema, value, sentence, values) => {
    expect(found(schema, value)).toEqual([['', { sentence, values }]]);
  });

  it('names the field, and what may stand at the top', () => {
    const shape = z.strictObject({ line: z.strictObject({ no: z.number() }) });
    expect(found(shape, { line: { no: 'one', colour: 1 }, size: 2 }, ['line'])).toEqual([
      ['line.no', { sentence: 'not-number', values: {} }],
      ['line.colour', { sentence: 'unknown-field', values: { known: [] } }],
      ['size', { sentence: 'unknown-field', values: { known: ['line'] } }],
    ]);
  });
});

it('no contract holds a sentence about a mistake', () => {
  const folder = new URL('../../contracts/', import.meta.url);
  const spoken = readdirSync(folder).flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(SPOKEN)].map(([text]) => `${name}: ${text}`),
  );
  expect(spoken).toEqual([]);
  expect("z.string().regex(/a/, 'must be an a')").toMatch(SPOKEN);
});

/** What a schema would have zod say in words: as the message of a check, or as its error. */
const SPOKEN = /(?:, |(?:message|error): )['"`](?:must|is|each|codes|line|one|money|only)\b[^'"`\n]* [^'"`\n]*['"`]/g;
