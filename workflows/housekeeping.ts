import type { HousekeepingInput, HousekeepingResult } from '../contracts/process.js';
import { addDays } from '../domain/calendar.js';
import { housekeepingInputOf } from '../domain/upcasts.js';
import { step } from './activity-proxies.js';
import { todayIn } from './clock.js';
import { atTheDoor } from './door.js';
import { ops, tellPage } from './ops.js';

/** A batch is one transaction (measured: 180 ms, out of 112,000 rows on a busy machine). */
const BATCH_ROWS = 5_000;
/** What a night deletes at most: 2.5 million keys; the next night goes on. */
const BATCHES = 500;

/**
 * What is kept for a time only is deleted when its time is over, batch by batch. Started each night by the schedule
 * `housekeeping`; a night that was missed leaves more for the next one.
 */
export async function housekeeping(input: HousekeepingInput): Promise<HousekeepingResult> {
  const { keyLifeDays } = atTheDoor(housekeepingInputOf, input);
  const before = addDays(todayIn('UTC'), -keyLifeDays);
  let rows = 0;
  for (let batch = 1; batch <= BATCHES; batch += 1) {
    const asked = { before, lifeDays: keyLifeDays, batch, limit: BATCH_ROWS };
    const deleted = await step('deleteOldKeys', asked);
    rows += deleted.rows;
    tellPage(ops.facts.housekeeping, [[ops.facts.keysDeleted, rows]]);
    if (deleted.rows < BATCH_ROWS) break;
  }
  return { idempotencyKeys: { before, deleted: rows } };
}
