import { expect, it } from 'vitest';
import { nextMigrationSql } from '../../prisma/new-migration.js';
import { migrationNames } from '../../prisma/schema-engine.js';

it('numbers its migrations one after the other, so that all databases take them in one order', () => {
  const numbers = migrationNames().map((name) => /^(\d{4})_[a-z][a-z0-9_]*$/.exec(name)?.[1]);
  expect(numbers).toEqual(numbers.map((_, index) => String(index + 1).padStart(4, '0')));
});

it('keeps the schema that the last migration leads to: today’s differs from it by nothing', async () => {
  expect(await nextMigrationSql()).toBe('');
});
