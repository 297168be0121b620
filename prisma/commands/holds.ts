import type { Refusal } from '../../contracts/problems.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { companyToday } from '../queries/company.js';
import type { Db } from '../queries/page.js';

/** Refuses a hold that would be over already, or never; null: its last day may be. */
export async function refuseHoldEnd(db: Db, until: string, nowMs: number): Promise<Refusal | null> {
  return refuseDate('holdEnd', { field: 'until', date: until }, await companyToday(db, nowMs));
}
