import { log, upsertSearchAttributes } from '@temporalio/workflow';
import { searchAttributes } from './search-attributes.js';

/** Why a person has to look at this run, by what raised it. Module state is a run's own: each run has its own sandbox. */
const reasons = new Map<string, string>();

/** Tells ops that a person has to look; the reason stays until its cause is gone. */
export function needsAttention(cause: string, why: string): void {
  log.warn(why, { cause });
  reasons.set(cause, why);
  tell();
}

/** The cause is gone; another reason that still holds is shown again. */
export function attended(cause: string): void {
  if (reasons.delete(cause)) tell();
}

/** A new run of the same process begins: what an earlier one had marked and did not hand over holds no more. */
export function forgetAttention(): void {
  reasons.clear();
  tell();
}

function tell(): void {
  const why = [...reasons.values()].at(-1);
  upsertSearchAttributes([{ key: searchAttributes.needsAttention, value: why?.slice(0, 200) ?? null }]);
}
