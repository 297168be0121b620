import { localDateOf, type TimeZone } from '../domain/calendar.js';

/** Workflow time: inside the sandbox `Date` follows the workflow's clock and replays the same. The only place that reads it. */

/** Milliseconds since 1970, UTC. */
export const nowMs = (): number => Date.now();

/** The moment as ISO 8601 in UTC. */
export const nowInstant = (): string => new Date().toISOString();

/** The business date in a zone; taken once per step. */
export const todayIn = (zone: TimeZone): string => localDateOf(nowMs(), zone);

/** A moment as Temporal's Datetime search attributes want it. */
export const moment = (epochMs: number): Date => new Date(epochMs);

/** An Instant as milliseconds since 1970, UTC. */
export const msOf = (instant: string): number => Date.parse(instant);
