import type { Capacity } from '../../contracts/capacity.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { workKinds, type WorkKind } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { localDate, wordOf } from '../mappers.js';
import type { Moment } from '../rows.js';
import { readPage, when, type Db, type PageRequest } from './page.js';

const nameThere = Prisma.sql`coalesce((SELECT p.name FROM principal AS p WHERE p.id = capacity.person), capacity.person)`;

export const capacityColumns = Prisma.sql`
  capacity.person, ${nameThere} AS name, capacity.work,
  capacity.valid_from AS "from", capacity.per_day AS "perDay", capacity.set_by AS "setBy"`;

export type CapacityRow = Omit<Capacity, 'work' | 'from'> & { readonly work: string; readonly from: Moment };

export const capacityOf = ({ person, name, work, from, perDay, setBy }: CapacityRow): Capacity => ({
  person,
  name,
  perDay,
  setBy,
  work: wordOf(workKinds, work),
  from: localDate(from),
});

export const capacitySorts = {
  from: { expression: Prisma.sql`capacity.valid_from`, type: 'date' },
  name: { expression: nameThere, type: 'text' },
  perDay: { expression: Prisma.sql`capacity.per_day`, type: 'number' },
} as const;
type CapacitySort = keyof typeof capacitySorts;

export type CapacityFilter = PageRequest<CapacitySort> & {
  readonly person?: string | undefined;
  readonly work?: WorkKind | undefined;
};

/** Dated capacities of persons, the latest first. */
export function listCapacities(db: Db, filter: CapacityFilter): Promise<Page<Capacity> | Refusal> {
  const list = {
    columns: capacityColumns,
    from: Prisma.sql`capacity`,
    where: [
      when(filter.person, (person) => Prisma.sql`capacity.person = ${person}`),
      when(filter.work, (work) => Prisma.sql`capacity.work = ${work}`),
    ],
    id: Prisma.sql`(capacity.person || ' ' || capacity.work || ' ' || capacity.valid_from)`,
    sorts: capacitySorts,
    defaultSort: '-from',
  } as const;
  return readPage<CapacityRow, Capacity, CapacitySort>(db, list, filter, capacityOf);
}
