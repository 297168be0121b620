import { workflowInfo } from '@temporalio/workflow';
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
/** Twenty times the longest that a transaction of ours may take. */
const LONGEST_TRANSACTION_MINUTES = 10;

/** What a schedule asks for: old keys deleted, each night; the audit sealed, each hour. A run that was missed leaves more for the next. */
export async function housekeeping(input: HousekeepingInput): Promise<HousekeepingResult> {
  const { keyLifeDays, seals } = atTheDoor(housekeepingInputOf, input);
  return {
    idempotencyKeys: keyLifeDays === null ? null : await deleteOldKeys(keyLifeDays),
    audit: seals ? await sealAudit() : null,
  };
}

/** What is kept for a time only is deleted when its time is over, batch by batch. */
async function deleteOldKeys(keyLifeDays: number) {
  const before = addDays(todayIn('UTC'), -keyLifeDays);
  let rows = 0;
  for (let batch = 1; batch <= BATCHES; batch += 1) {
    const asked = { before, lifeDays: keyLifeDays, batch, limit: BATCH_ROWS };
    const deleted = await step('deleteOldKeys', asked);
    rows += deleted.rows;
    tellPage(ops.facts.housekeeping, [[ops.facts.keysDeleted, rows]]);
    if (deleted.rows < BATCH_ROWS) break;
  }
  return { before, deleted: rows };
}

/** The last seal stays in this run's result: in another database than the rows it seals. */
async function sealAudit() {
  let sealed = 0;
  let last = null;
  for (let batch = 1; batch <= BATCHES; batch += 1) {
    const { seal } = await step('sealAudit', {
      key: `${workflowInfo().workflowId}:${batch}`,
      longestTransactionMinutes: LONGEST_TRANSACTION_MINUTES,
      limit: BATCH_ROWS,
    });
    if (seal === null) break;
    const { rows, ...kept } = seal;
    [sealed, last] = [sealed + rows, kept];
    tellPage(ops.facts.sealing, [[ops.facts.rowsSealed, sealed]]);
    if (rows < BATCH_ROWS) break;
  }
  return { sealed, seal: last };
}
