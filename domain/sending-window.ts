import type { SendingWindow } from '../contracts/policies.js';
import { addDays, instantOf, isWorkingDay, localDateOf, type LocalDate } from './calendar.js';
import { invariant } from './invariant.js';

/** When letters may leave: from `from` up to but not at `to` (`'HH:MM'` in the zone), every day or working days only. */
export type { SendingWindow };

/** The first moment inside the window that is not before the given one; both in milliseconds since 1970 UTC. */
export function firstSendingMoment(window: SendingWindow, notBeforeEpochMs: number): number {
  invariant(window.from < window.to, `a sending window opens before it closes, not ${window.from} to ${window.to}`);
  let date = localDateOf(notBeforeEpochMs, window.zone);
  for (;;) {
    const moment = firstMomentOn(window, date, notBeforeEpochMs);
    if (moment !== null) return moment;
    date = addDays(date, 1);
  }
}

/** The opening of the window, in milliseconds since 1970 UTC, on the first day from the date on that has one. */
export function sendingMomentOn(window: SendingWindow, date: LocalDate): number {
  return firstSendingMoment(window, instantOf(date, '00:00', window.zone));
}

function firstMomentOn(window: SendingWindow, date: LocalDate, notBeforeEpochMs: number): number | null {
  if (window.workingDaysOnly && !isWorkingDay(date, window.calendar)) return null;
  const opensMs = instantOf(date, window.from, window.zone);
  const closesMs = instantOf(date, window.to, window.zone);
  const moment = Math.max(opensMs, notBeforeEpochMs);
  return moment < closesMs ? moment : null;
}
