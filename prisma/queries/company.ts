import type { Company } from '../../contracts/company.js';
import type { DunningPolicy } from '../../contracts/policies.js';
import { calendarOf, type WorkingCalendar } from '../../domain/holidays.js';
import { invariant } from '../../domain/invariant.js';
import { localDateOf } from '../../domain/calendar.js';
import type { Db } from './page.js';

/** Our own company; null: it is not told yet. */
export async function findCompany(db: Db): Promise<Company | null> {
  const row = await db.company.findUnique({ where: { id: 1 } });
  return row === null ? null : (row.body as unknown as Company);
}

/** Our own company. @throws InvariantError on a database without one. */
export async function getCompany(db: Db): Promise<Company> {
  const company = await findCompany(db);
  invariant(company !== null, 'the database has no company: run the seed');
  return company;
}

/** Which days the company works: by its country, and by the calendar of its dunning policy where that is of the same country. */
export async function companyCalendar(db: Db, { address }: Pick<Company, 'address'>): Promise<WorkingCalendar> {
  const policy = await db.policy.findUnique({ where: { kind: 'dunning' } });
  const chosen = (policy?.body as unknown as DunningPolicy | undefined)?.sendingWindow.calendar ?? 'none';
  return calendarOf(address.countryCode, chosen);
}

/** Today's business date in the company's zone, at the given moment (milliseconds since 1970 UTC). */
export async function companyToday(db: Db, nowMs: number = Date.now()): Promise<string> {
  return localDateOf(nowMs, (await getCompany(db)).zone);
}
