import type { RetentionInput, RetentionResult, RetentionTerms } from '../contracts/process.js';
import { dueBefore, retentionSteps } from '../domain/retention.js';
import { retentionInputOf } from '../domain/upcasts.js';
import { step } from './activity-proxies.js';
import { todayIn } from './clock.js';
import { atTheDoor } from './door.js';
import { ops, tellPage } from './ops.js';

/** A batch is one transaction. */
const BATCH_ROWS = 1_000;
/** What a night takes of a class at most; the next night goes on. */
const BATCHES = 500;

/** What a schedule asks for each night: what has served its time is reduced or deleted, class by class. */
export async function retention(input: RetentionInput): Promise<RetentionResult> {
  const { terms } = atTheDoor(retentionInputOf, input);
  const today = todayIn('UTC');
  const told: Told = new Map();
  return {
    mails: await take('mails', today, terms, told),
    worklist: await take('worklist', today, terms, told),
    sessions: await take('sessions', today, terms, told),
  };
}

type RetentionClass = keyof RetentionTerms;
/** Rows taken so far, for the page that ops read. */
type Told = Map<RetentionClass, number>;

async function take(what: RetentionClass, today: string, terms: RetentionTerms, told: Told) {
  const lifeDays = terms[what];
  const before = dueBefore(today, lifeDays);
  let rows = 0;
  for (let batch = 1; batch <= BATCHES; batch += 1) {
    const taken = await step(retentionSteps[what], { before, lifeDays, batch, limit: BATCH_ROWS });
    rows += taken.rows;
    told.set(what, rows);
    tellPage(
      ops.facts.retention,
      [...told].map(([each, count]) => [ops.retained[each], count]),
    );
    if (taken.rows < BATCH_ROWS) break;
  }
  return { before, rows };
}
