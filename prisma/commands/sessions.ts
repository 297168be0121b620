import type { ApiKeyOwner } from '../queries/api-keys.js';
import type { Db } from '../queries/page.js';
import { Prisma } from '../generated/client.js';

/** A sign-in to the pages. */
export type NewSession = {
  readonly id: string;
  readonly keyId: string;
  readonly at: Date;
  readonly endsAt: Date;
  readonly address: string;
  readonly agent: string;
};

const KEPT_DAYS = 30;

/** Opens a session; those that were over 30 days ago are forgotten. */
export async function openSession(db: Db, { id, keyId, at, endsAt, address, agent }: NewSession): Promise<void> {
  await db.$executeRaw`
    WITH old AS (DELETE FROM session WHERE ends_at < ${at}::timestamptz - ${KEPT_DAYS}::int * interval '1 day')
    INSERT INTO session (id, key_id, opened_at, last_seen_at, ends_at, address, agent)
    VALUES (${id}::uuid, ${keyId}::uuid, ${at}, ${at}, ${endsAt}, ${address}, ${agent})`;
}

type Holder = ApiKeyOwner['principal'] & Pick<ApiKeyOwner, 'scopes'>;

/** Neither ended, nor over, nor idle for too long, and its key still good. */
const isOpen = (at: Date, idleMinutes: number): Prisma.Sql => Prisma.sql`
  s.ended_at IS NULL AND s.ends_at > ${at} AND s.last_seen_at > ${at}::timestamptz - ${idleMinutes}::int * interval '1 minute'
  AND k.revoked_at IS NULL AND k.expires_at > ${at}`;

/** Who is signed in with a session, and notes that they were here, to the minute; null: nobody is any more. */
export async function seeSession(db: Db, id: string, at: Date, idleMinutes: number): Promise<Holder | null> {
  const [holder] = await db.$queryRaw<Holder[]>`
    WITH live AS (
      SELECT s.id AS session, s.last_seen_at, k.scopes, p.id, p.name, p.role, p.sees_all_customers
      FROM session s JOIN api_key k ON k.id = s.key_id JOIN principal p ON p.id = k.principal_id
      WHERE s.id = ${id}::uuid AND ${isOpen(at, idleMinutes)}
    ), seen AS (
      UPDATE session SET last_seen_at = ${at} FROM live
      WHERE session.id = live.session AND live.last_seen_at < ${at}::timestamptz - interval '1 minute'
    )
    SELECT id, person_of(id) AS person, name, role, sees_all_customers AS "seesAllCustomers", scopes FROM live`;
  return holder ?? null;
}

export type OpenSession = {
  readonly id: string;
  /** Id of the API key that it was opened with. */
  readonly key: string;
  readonly principal: string;
  readonly openedAt: Date;
  readonly lastSeenAt: Date;
  readonly address: string;
  readonly agent: string;
};

/** Sessions that are open, the one seen last first. @param person null: of everybody */
export const openSessions = (db: Db, person: string | null, at: Date, idleMinutes: number): Promise<OpenSession[]> =>
  db.$queryRaw<OpenSession[]>`
    SELECT s.id::text AS id, k.id::text AS key, p.id AS principal, s.opened_at AS "openedAt", s.last_seen_at AS "lastSeenAt", s.address, s.agent
    FROM session s JOIN api_key k ON k.id = s.key_id JOIN principal p ON p.id = k.principal_id
    WHERE ${isOpen(at, idleMinutes)} AND (${person}::text IS NULL OR person_of(p.id) = ${person})
    ORDER BY s.last_seen_at DESC, s.id LIMIT 200`;

/** Ends a session for good. @param person whose it has to be; null: of who has its cookie. @returns false when there was none */
export async function endSession(db: Db, id: string, at: Date, person: string | null): Promise<boolean> {
  const ended = await db.$executeRaw`
    UPDATE session s SET ended_at = ${at} FROM api_key k
    WHERE s.id = ${id}::uuid AND s.ended_at IS NULL AND k.id = s.key_id
      AND (${person}::text IS NULL OR person_of(k.principal_id) = ${person})`;
  return ended > 0;
}
