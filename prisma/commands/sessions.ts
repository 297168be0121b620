import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import type { Session, SessionEnd } from '../../contracts/session.js';
import type { Actor, Role, SignInMethod } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { isActive } from '../queries/api-keys.js';
import { instant } from '../mappers.js';
import { matching, readPage, when, type Db, type PageRequest } from '../queries/page.js';
import { appendAudit } from '../repositories/audit.js';
import type { Moment } from '../rows.js';

/** What an issuer says of whom it names. */
export type Told = { readonly name: string; readonly role: Role; readonly seesAllCustomers: boolean };

export type NewSession = {
  readonly id: string;
  readonly principal: string;
  readonly at: Date;
  readonly endsAt: Date;
  readonly address: string;
  readonly agent: string;
} & (
  | { readonly method: Exclude<SignInMethod, 'oidc'>; readonly told?: undefined }
  | { readonly method: 'oidc'; readonly told: Told }
);

/** Opens a session. */
export async function openSession(db: Db, session: NewSession): Promise<void> {
  const { id, principal, method, at, endsAt, address, agent, told } = session;
  await db.$executeRaw`
    INSERT INTO session (id, principal_id, method, name, role, sees_all_customers, opened_at, last_seen_at, ends_at, address, agent)
    VALUES (${id}::uuid, ${principal}, ${method}, ${told?.name ?? null}, ${told?.role ?? null},
      ${told?.seesAllCustomers ?? null}, ${at}, ${at}, ${endsAt}, ${address}, ${agent})`;
}

/** A person who is signed in. */
export type SignedInPerson = {
  readonly session: string;
  readonly method: SignInMethod;
  readonly openedAt: Date;
  readonly endsAt: Date;
  readonly id: string;
  /** The person that it is, perhaps under other names too. */
  readonly person: string;
  readonly name: string;
  readonly role: Role;
  readonly seesAllCustomers: boolean;
  /** Their password was set by somebody else. */
  readonly mustChangePassword: boolean;
  /** A code is asked for beside their password. */
  readonly totp: boolean;
};

/** Neither ended, nor over, nor idle for too long, and nobody has put the person out of use. */
const isOpen = (at: Date, idleMinutes: number): Prisma.Sql => Prisma.sql`
  s.ended_at IS NULL AND s.ends_at > ${at} AND s.last_seen_at > ${at}::timestamptz - ${idleMinutes}::int * interval '1 minute'
  AND (s.method = 'oidc' OR p.id IS NOT NULL)
  AND ${isActive(Prisma.sql`s.principal_id`)}`;

/**
 * Who is signed in with a session; null: nobody is any more.
 * @param look.isUse notes that they were here, to the minute: what goes on by itself keeps no session open
 */
export async function seeSession(
  db: Db,
  id: string,
  { at, idleMinutes, isUse }: { readonly at: Date; readonly idleMinutes: number; readonly isUse: boolean },
): Promise<SignedInPerson | null> {
  const [signedIn] = await db.$queryRaw<SignedInPerson[]>`
    WITH live AS (
      SELECT s.id AS session, s.last_seen_at, s.method, s.opened_at, s.ends_at, s.principal_id AS id,
        coalesce(s.name, p.name) AS name, coalesce(s.role, p.role) AS role,
        coalesce(s.sees_all_customers, p.sees_all_customers) AS sees_all_customers,
        s.method = 'password' AND coalesce(w.must_change, true) AS must_change,
        EXISTS (SELECT FROM totp t WHERE t.principal_id = s.principal_id AND t.confirmed_at IS NOT NULL) AS totp
      FROM session s LEFT JOIN principal p ON p.id = s.principal_id LEFT JOIN password w ON w.principal_id = s.principal_id
      WHERE s.id = ${id}::uuid AND ${isOpen(at, idleMinutes)}
    ), seen AS (
      UPDATE session SET last_seen_at = ${at} FROM live
      WHERE ${isUse} AND session.id = live.session AND live.last_seen_at < ${at}::timestamptz - interval '1 minute'
    )
    SELECT session::text AS session, method, opened_at AS "openedAt", ends_at AS "endsAt", id, person_of(id) AS person, name,
      role, sees_all_customers AS "seesAllCustomers", must_change AS "mustChangePassword", totp FROM live`;
  return signedIn ?? null;
}

/** How a session ended; null: it goes on, or nothing is kept of it any more. */
export async function endOf(
  db: Db,
  id: string,
  { at, idleMinutes }: { readonly at: Date; readonly idleMinutes: number },
): Promise<SessionEnd | null> {
  const [found] = await db.$queryRaw<{ readonly end: SessionEnd | null }[]>`
    SELECT CASE
      WHEN NOT ${isActive(Prisma.sql`s.principal_id`)} THEN 'inactive'
      WHEN s.ended_at IS NOT NULL AND EXISTS (SELECT FROM audit_entry a WHERE a.entity = 'session' AND a.entity_id = s.id::text
        AND a.action = 'session.ended' AND person_of(a.actor) <> person_of(s.principal_id)) THEN 'by-somebody'
      WHEN s.ended_at IS NOT NULL THEN 'signed-out'
      WHEN s.ends_at <= ${at} THEN 'over'
      WHEN s.last_seen_at <= ${at}::timestamptz - ${idleMinutes}::int * interval '1 minute' THEN 'idle'
    END AS end FROM session s WHERE s.id = ${id}::uuid`;
  return found?.end ?? null;
}

type OpenSession = {
  readonly id: string;
  readonly principal: string;
  readonly person: string;
  readonly name: string;
  readonly role: Role;
  readonly method: SignInMethod;
  readonly openedAt: Moment;
  readonly lastSeenAt: Moment;
  readonly endsAt: Moment;
  readonly address: string;
  readonly agent: string;
};

const nameThere = Prisma.sql`coalesce(s.name, p.name)`;
const roleThere = Prisma.sql`coalesce(s.role, p.role)`;

export const sessionSorts = {
  lastSeenAt: { expression: Prisma.sql`s.last_seen_at`, type: 'moment' },
  openedAt: { expression: Prisma.sql`s.opened_at`, type: 'moment' },
  name: { expression: nameThere, type: 'text' },
} as const;
type SessionSort = keyof typeof sessionSorts;

export type SessionFilter = PageRequest<SessionSort> & {
  /** In the name, the address or the browser. */
  readonly search?: string | undefined;
  readonly role?: Role | undefined;
  readonly method?: SignInMethod | undefined;
};

/** Sessions that are open, the one seen last first. @param of.person null: of everybody */
export const openSessions = (
  db: Db,
  filter: SessionFilter,
  of: { readonly person: string | null; readonly at: Date; readonly idleMinutes: number },
): Promise<Page<Omit<Session, 'isThis'>> | Refusal> =>
  readPage<OpenSession, Omit<Session, 'isThis'>, SessionSort>(
    db,
    {
      columns: Prisma.sql`s.id::text AS id, s.principal_id AS principal, person_of(s.principal_id) AS person, ${nameThere} AS name,
        ${roleThere} AS role, s.method, s.opened_at AS "openedAt", s.last_seen_at AS "lastSeenAt",
        s.ends_at AS "endsAt", s.address, s.agent`,
      from: Prisma.sql`session s LEFT JOIN principal p ON p.id = s.principal_id`,
      where: [
        isOpen(of.at, of.idleMinutes),
        of.person === null ? null : Prisma.sql`person_of(s.principal_id) = ${of.person}`,
        matching(filter.search, [nameThere, Prisma.sql`s.address`, Prisma.sql`s.agent`]),
        when(filter.role, (role) => Prisma.sql`${roleThere} = ${role}`),
        when(filter.method, (method) => Prisma.sql`s.method = ${method}`),
      ],
      id: Prisma.sql`s.id::text`,
      sorts: sessionSorts,
      defaultSort: '-lastSeenAt',
    },
    filter,
    sessionOf,
  );

const sessionOf = (row: OpenSession): Omit<Session, 'isThis'> => ({
  id: row.id,
  principal: row.principal,
  person: row.person,
  name: row.name,
  role: row.role,
  method: row.method,
  openedAt: instant(row.openedAt),
  lastSeenAt: instant(row.lastSeenAt),
  endsAt: instant(row.endsAt),
  address: row.address,
  agent: row.agent,
});

/** Signs out for good: ends the session of who has its cookie. @returns false when it had ended before */
export async function signOut(db: Db, id: string, at: Date): Promise<boolean> {
  return (await db.$executeRaw`UPDATE session SET ended_at = ${at} WHERE id = ${id}::uuid AND ended_at IS NULL`) > 0;
}

type Ended = { readonly id: string; readonly principal: string };

/**
 * Ends a session for good, as somebody who is asked to be on record.
 * @param person whose it has to be; null: anybody's. @returns null when they have no such session
 */
export async function endSession(
  tx: Transaction,
  about: { readonly id: string; readonly person: string | null; readonly at: Date },
  actor: Actor,
): Promise<Ended | null> {
  const [ended] = await tx.$queryRaw<Ended[]>`
    UPDATE session s SET ended_at = ${about.at} WHERE s.id = ${about.id}::uuid AND s.ended_at IS NULL
      AND (${about.person}::text IS NULL OR person_of(s.principal_id) = ${about.person})
    RETURNING s.id::text AS id, s.principal_id AS principal`;
  if (ended === undefined) return null;
  await recordEnd(tx, [ended], about.at, actor);
  return ended;
}

/** Ends the open sessions of a person, but the one that is kept. @returns how many there were */
export async function endSessionsOf(
  tx: Transaction,
  about: { readonly person: string; readonly except?: string | undefined; readonly at: Date },
  actor: Actor,
): Promise<number> {
  const ended = await tx.$queryRaw<Ended[]>`
    UPDATE session s SET ended_at = ${about.at} WHERE s.ended_at IS NULL AND s.ends_at > ${about.at}
      AND ${about.person} IN (s.principal_id, person_of(s.principal_id)) AND s.id IS DISTINCT FROM ${about.except ?? null}::uuid
    RETURNING s.id::text AS id, s.principal_id AS principal`;
  await recordEnd(tx, ended, about.at, actor);
  return ended.length;
}

const recordEnd = (tx: Transaction, ended: readonly Ended[], at: Date, actor: Actor): Promise<void> =>
  appendAudit(
    tx,
    ended.map(({ id, principal }) => ({
      actor,
      action: 'session.ended' as const,
      entity: 'session',
      entityId: id,
      before: { principal, endedAt: null },
      after: { principal, endedAt: at.toISOString() },
    })),
  );

/** Addresses from which a principal has signed in, as far back as sessions are kept. */
export async function knownAddresses(db: Db, principal: string): Promise<readonly string[]> {
  const rows = await db.$queryRaw<{ readonly address: string }[]>`
    SELECT DISTINCT address FROM session WHERE principal_id = ${principal}`;
  return rows.map(({ address }) => address);
}
