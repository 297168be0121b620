import type { Capacity, CapacityInput } from '../../contracts/capacity.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { invariant } from '../../domain/invariant.js';
import type { Transaction } from '../client.js';
import { capacityColumns, capacityOf, type CapacityRow } from '../queries/capacities.js';
import { companyToday } from '../queries/company.js';
import { appendAudit } from '../repositories/audit.js';
import { refuse } from './refusals.js';

type Written = CapacityRow & { readonly before: number | null };

/** Sets what a person does of a kind of work in a working day, from a day on; said again for the same day, it is put right. */
export async function setCapacity(
  tx: Transaction,
  input: CapacityInput,
  actor: Actor,
  nowMs: number,
): Promise<Answer<Capacity>> {
  const { person, work, from, perDay } = input;
  const refused = refuseDate('capacity', { field: 'from', date: from }, await companyToday(tx, nowMs));
  if (refused) return refused;
  const known = await tx.$queryRaw<unknown[]>`SELECT 1 FROM principal WHERE id = ${person} AND person_of(id) = id`;
  if (known.length === 0) return refuse('invalid-request', said('person-unknown', { person }), { field: 'person' });
  const rows = await tx.$queryRaw<Written[]>`
    INSERT INTO capacity (person, work, valid_from, per_day, set_by)
    VALUES (${person}, ${work}, ${from}::date, ${perDay}::int, ${actor.principal})
    ON CONFLICT (person, work, valid_from) DO UPDATE SET per_day = EXCLUDED.per_day, set_by = EXCLUDED.set_by
    RETURNING ${capacityColumns}, old.per_day AS before`;
  const [row] = rows;
  invariant(row, `the capacity of ${person} from ${from} was not written`);
  const { before, ...written } = row;
  const set = capacityOf(written);
  await appendAudit(tx, [
    {
      actor,
      action: 'capacity.set',
      entity: 'capacity',
      entityId: `${person} ${work} ${from}`,
      ...(before === null ? {} : { before: { perDay: before } }),
      after: { person, work, from, perDay },
    },
  ]);
  return set;
}
