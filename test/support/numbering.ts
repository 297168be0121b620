import { withClient } from '../../cli/stack/postgres.js';
import { findViolation, readInvariants } from '../../prisma/queries/invariants.js';
import type { House } from './house.js';

const ofNumbers = ['invoice-numbers', 'invoice-dates', 'invoice-kind', 'invoice-chain'];

/** What `encours verify` finds wrong with the numbers of invoices, their dates, series and chains. */
export const brokenNumbers = (house: Pick<House, 'database'>): Promise<readonly string[]> =>
  withClient(house.database.adminUrl, async (client) => {
    const found: string[] = [];
    for (const invariant of readInvariants().filter(({ name }) => ofNumbers.includes(name))) {
      const violation = await findViolation(client, invariant);
      if (violation !== null) found.push(`${invariant.name} ${JSON.stringify(violation.rows)}`);
    }
    return found;
  });
