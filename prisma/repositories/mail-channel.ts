import type { InvoiceChannel } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';

/** Whose alarm it is: the mail server's, or the platform's, which has what goes by networks. */
type Alarm = 'mail-channel' | 'platform-channel';

const alarmOf = (channel: InvoiceChannel): Alarm =>
  channel === 'platform' || channel === 'peppol' ? 'platform-channel' : 'mail-channel';

const alarmIn = (channel: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`CASE WHEN ${channel} IN ('platform', 'peppol') THEN 'platform-channel' ELSE 'mail-channel' END`;

/**
 * The line of the worklist that says that the mail server, or the platform, takes nothing from us, or is not to be reached;
 * while it is open, what goes that way waits. There is one for each time that it happened, by its number.
 */
const isOpenAlarm = (alarm: Prisma.Sql): Prisma.Sql => Prisma.sql`kind = ${alarm} AND role = 'ops' AND status = 'open'`;

/** How long what goes that way waits before one of it tries whether the server is mended. */
const restSeconds = 20;

/** How long a mail may find no server before that is an alarm: restarts and short cuts of the network are none. */
export const awayMinutes = 10;

/**
 * Puts the alarm on the worklist, once, with what the server said last, since when, and how much waits.
 * @param isAway no server was to be reached; else it takes nothing from us
 */
export async function pauseChannel(
  tx: Transaction,
  channel: InvoiceChannel,
  response: string,
  isAway: boolean,
): Promise<void> {
  const kind = alarmOf(channel);
  await tx.$executeRaw`
    WITH waiting AS (
      SELECT count(*)::int AS mails, CASE WHEN ${isAway} THEN min(away_since) END AS since FROM outgoing
      WHERE status IN ('QUEUED', 'SENDING') AND ${alarmIn(Prisma.sql`channel`)} = ${kind}
    ), said AS (
      SELECT jsonb_build_object('response', ${response}::text, 'isAway', ${isAway}::boolean, 'waiting', waiting.mails,
        'since', ${utc(Prisma.sql`coalesce(waiting.since, now())`)}, 'at', ${utc(Prisma.sql`now()`)}) AS facts FROM waiting
    ), known AS (
      UPDATE work_item SET facts = said.facts || CASE WHEN work_item.facts ? 'since' THEN jsonb_build_object('since', work_item.facts -> 'since') ELSE '{}' END
      FROM said WHERE ${isOpenAlarm(Prisma.sql`${kind}`)} RETURNING id
    )
    INSERT INTO work_item (id, kind, role, status, facts)
    SELECT ${kind} || ':' || (SELECT count(*) + 1 FROM work_item WHERE kind = ${kind}), ${kind}, 'ops', 'open', said.facts
    FROM said WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT (id) DO UPDATE SET facts = EXCLUDED.facts`;
}

const utc = (moment: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** What was said, for as long as nobody need try again; null: the way is open, or to be tried. */
export const channelPaused = (channel: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT facts ->> 'response' FROM work_item
  WHERE ${isOpenAlarm(alarmIn(channel))} AND (facts ->> 'at')::timestamptz > now() - make_interval(secs => ${restSeconds}))`;

/** Ends the alarm, as a part of the statement that writes down an answer about something that went that way. */
export const channelResumed = (channel: InvoiceChannel): Prisma.Sql => Prisma.sql`
  UPDATE work_item SET status = 'done', done_at = now() WHERE ${isOpenAlarm(Prisma.sql`${alarmOf(channel)}`)}`;
