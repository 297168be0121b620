import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/**
 * The line of the worklist that says that the mail server takes nothing from us, or is not to be reached; while it is open,
 * mails wait. There is one for each time that it happened, by its number.
 */
const isOpenAlarm = Prisma.sql`kind = 'mail-channel' AND role = 'ops' AND status = 'open'`;

/** How long mails wait before one of them tries whether the server is mended. */
const restSeconds = 20;

/** How long a mail may find no server before that is an alarm: restarts and short cuts of the network are none. */
export const awayMinutes = 10;

/**
 * Puts the alarm on the worklist, once, with what the server said last, since when, and how many mails wait.
 * @param isAway no server was to be reached; else it takes nothing from us
 */
export async function pauseChannel(tx: Transaction, response: string, isAway: boolean): Promise<void> {
  await tx.$executeRaw`
    WITH waiting AS (
      SELECT count(*)::int AS mails, CASE WHEN ${isAway} THEN min(away_since) END AS since FROM outgoing WHERE status IN ('QUEUED', 'SENDING')
    ), said AS (
      SELECT jsonb_build_object('response', ${response}::text, 'isAway', ${isAway}::boolean, 'waiting', waiting.mails,
        'since', ${utc(Prisma.sql`coalesce(waiting.since, now())`)}, 'at', ${utc(Prisma.sql`now()`)}) AS facts FROM waiting
    ), known AS (
      UPDATE work_item SET facts = said.facts || CASE WHEN work_item.facts ? 'since' THEN jsonb_build_object('since', work_item.facts -> 'since') ELSE '{}' END
      FROM said WHERE ${isOpenAlarm} RETURNING id
    )
    INSERT INTO work_item (id, kind, role, status, facts)
    SELECT 'mail-channel:' || (SELECT count(*) + 1 FROM work_item WHERE kind = 'mail-channel'), 'mail-channel', 'ops', 'open', said.facts
    FROM said WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT (id) DO UPDATE SET facts = EXCLUDED.facts`;
}

const utc = (moment: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What the server said, for as long as nobody need try again; null: the channel is open, or to be tried. */
export const channelPaused: Prisma.Sql = Prisma.sql`(
  SELECT facts ->> 'response' FROM work_item
  WHERE ${isOpenAlarm} AND (facts ->> 'at')::timestamptz > now() - make_interval(secs => ${restSeconds}))`;

/** Ends the alarm, as a part of the statement that writes down an answer of the server about a mail. */
export const channelResumed: Prisma.Sql = Prisma.sql`
  UPDATE work_item SET status = 'done', done_at = now() WHERE ${isOpenAlarm}`;
