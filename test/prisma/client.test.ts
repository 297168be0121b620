import { describe, expect, it } from 'vitest';
import { statementNames } from '../../prisma/client.js';

const runs = (name: (query: { readonly sql: string }) => string, sql: string, times: number): string[] =>
  Array.from({ length: times }, () => name({ sql }));

describe('a statement of the database', () => {
  it('has no name while it is rare, and one name from its eleventh run on', () => {
    const name = statementNames();
    const given = runs(name, 'SELECT 1', 12);
    expect(given.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => ''));
    expect(given[10]).toMatch(/^\w{1,63}$/);
    expect(given[11]).toBe(given[10]);
  });

  it('never shares its name with another: PostgreSQL would refuse it', () => {
    const name = statementNames();
    const given = Array.from({ length: 50 }, (_, index) => runs(name, `SELECT ${index}`, 11).at(-1));
    expect(new Set(given).size).toBe(50);
  });

  it('that only one request ever wrote takes no name away from the frequent ones', () => {
    const name = statementNames();
    for (let index = 0; index < 5_000; index += 1) name({ sql: `VALUES (${index})` });
    expect(runs(name, 'SELECT 1', 11).at(-1)).not.toBe('');
  });

  it('stays nameless when two hundred others have names, so that a connection does not grow for ever', () => {
    const name = statementNames();
    const frequent = Array.from({ length: 250 }, (_, index) => runs(name, `SELECT ${index}`, 11).at(-1));
    expect(frequent.filter((given) => given !== '')).toHaveLength(200);
  });
});
