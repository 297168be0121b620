import { describe, expect, it } from 'vitest';
import { appRights, registrarRights, type TableRights } from '../../prisma/rights.js';
import { prismaFolder, schemaFile } from '../../prisma/schema-engine.js';

/** Columns of each table, as the schema names them. */
function tablesOfSchema(): ReadonlyMap<string, readonly string[]> {
  const { content: text } = schemaFile(prismaFolder);
  const models = [...text.matchAll(/^model \w+ \{\n([\s\S]*?)^\}/gm)].map(([, body = '']) => body);
  const names = new Set([...text.matchAll(/^model (\w+)/gm)].map(([, name]) => name));
  return new Map(models.map((body) => [/@@map\("(\w+)"\)/.exec(body)?.[1] ?? '', columnsOf(body, names)]));
}

const columnsOf = (body: string, models: ReadonlySet<string | undefined>): readonly string[] =>
  body
    .split('\n')
    .map((line) => /^ {2}(\w+) +(\w+)/.exec(line)?.slice(1).concat(line))
    .filter((field) => field !== undefined && !models.has(field[1]))
    .map((field) => /@map\("(\w+)"\)/.exec(field?.[2] ?? '')?.[1] ?? field?.[0] ?? '');

const named = (rights: TableRights): readonly string[] =>
  [rights.insert, rights.update].flatMap((columns) => {
    if (columns === undefined || columns === 'all') return [];
    return 'only' in columns ? columns.only : columns.but;
  });

const tables = tablesOfSchema();

describe('what each role of PostgreSQL may write', () => {
  it('is said of every table', () => {
    expect(Object.keys(appRights).toSorted()).toEqual([...tables.keys()].toSorted());
  });

  it.each([
    ['the application', appRights],
    ['the registrar', registrarRights],
  ])('names columns that are there: %s', (_role, rights) => {
    const unknown = Object.entries(rights).flatMap(([table, may]) =>
      named(may).filter((column) => !(tables.get(table) ?? []).includes(column)),
    );
    expect(unknown).toEqual([]);
  });

  it('is no table of both, but the audit, and what people do for themselves and others for them', () => {
    const writes = (rights: Readonly<Record<string, TableRights>>, table: string): boolean =>
      Object.keys(rights[table] ?? {}).length > 0;
    const both = [...tables.keys()].filter((table) => writes(appRights, table) && writes(registrarRights, table));
    expect(both).toEqual(['password', 'totp', 'recovery_code', 'session', 'idempotency_key', 'audit_entry']);
  });
});
