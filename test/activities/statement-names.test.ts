import { describe, expect, it } from 'vitest';
import { createPrisma, plannedByValue, statementNames, unhurriedConnectMs } from '../../prisma/client.js';
import { createDatabase } from '../support/stack.js';

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

  it('that is run often is prepared once in its connection', async () => {
    const database = await createDatabase({ seeded: false });
    const prisma = createPrisma(database.url, { poolSize: 1, connectTimeoutMs: unhurriedConnectMs });
    try {
      for (let run = 0; run < 15; run += 1)
        await prisma.$queryRaw`SELECT number FROM customer WHERE number = ${`C${run}`}`;
      const prepared = await prisma.$queryRaw<{ statement: string }[]>`SELECT statement FROM pg_prepared_statements`;
      expect(prepared.map(({ statement }) => statement)).toEqual(['SELECT number FROM customer WHERE number = $1']);
    } finally {
      await prisma.$disconnect();
      await database.drop();
    }
  });

  it.each([
    ['once for any value, after five runs', '', 'once'],
    ['for its values each time, for who reads lists', plannedByValue, 'each time'],
  ])('is planned %s', async (_, sessionOptions, planned) => {
    const database = await createDatabase({ seeded: false });
    const prisma = createPrisma(database.url, { poolSize: 1, connectTimeoutMs: unhurriedConnectMs, sessionOptions });
    try {
      for (let run = 0; run < 20; run += 1)
        await prisma.$queryRaw`SELECT number FROM customer WHERE number LIKE ${`C${run}%`}`;
      const [prepared] = await prisma.$queryRaw<{ generic: number }[]>`
        SELECT generic_plans::int AS generic FROM pg_prepared_statements`;
      expect(prepared?.generic === 0 ? 'each time' : 'once').toBe(planned);
    } finally {
      await prisma.$disconnect();
      await database.drop();
    }
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
