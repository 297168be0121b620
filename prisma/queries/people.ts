import type { ApiKey, Person } from '../../contracts/people.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { keyStates, roles, type KeyState, type Role } from '../../contracts/vocabulary.js';
import { Prisma } from '../generated/client.js';
import { instant, instantOrNull, wordOf } from '../mappers.js';
import type { Moment } from '../rows.js';
import { matching, readPage, when, type Db, type PageRequest } from './page.js';

type PersonRow = Omit<Person, 'role' | 'lastSeenAt' | 'createdAt'> & {
  readonly role: string;
  readonly lastSeenAt: Moment | null;
  readonly createdAt: Moment;
};

const personColumns = Prisma.sql`
  principal.id, principal.name, principal.role, principal.sees_all_customers AS "seesAllCustomers",
  principal.deactivated_at IS NULL AS active, person_of(principal.id) AS person,
  coalesce((SELECT json_agg(names.id ORDER BY names.id) FROM (
    SELECT link.principal AS id FROM person_link link WHERE link.person = person_of(principal.id)
    UNION SELECT link.person FROM person_link link WHERE link.person = person_of(principal.id)) AS names
    WHERE names.id <> principal.id), '[]') AS links,
  EXISTS (SELECT FROM password WHERE password.principal_id = principal.id) AS "hasPassword",
  EXISTS (SELECT FROM password WHERE password.principal_id = principal.id AND password.must_change) AS "mustChangePassword",
  EXISTS (SELECT FROM totp WHERE totp.principal_id = principal.id AND totp.confirmed_at IS NOT NULL) AS totp,
  (SELECT max(session.last_seen_at) FROM session WHERE session.principal_id = principal.id) AS "lastSeenAt",
  principal.created_at AS "createdAt"`;

const personOfRow = (row: PersonRow): Person => ({
  id: row.id,
  name: row.name,
  role: wordOf(roles, row.role),
  seesAllCustomers: row.seesAllCustomers,
  active: row.active,
  person: row.person,
  links: row.links,
  hasPassword: row.hasPassword,
  mustChangePassword: row.mustChangePassword,
  totp: row.totp,
  lastSeenAt: instantOrNull(row.lastSeenAt),
  createdAt: instant(row.createdAt),
});

export const personSorts = {
  id: { expression: Prisma.sql`principal.id`, type: 'text' },
  name: { expression: Prisma.sql`principal.name`, type: 'text' },
  createdAt: { expression: Prisma.sql`principal.created_at`, type: 'moment' },
} as const;
type PersonSort = keyof typeof personSorts;

type PeopleRequest = PageRequest<PersonSort> & {
  /** In the id or the name. */
  readonly search?: string | undefined;
  readonly role?: Role | undefined;
  readonly active?: boolean | undefined;
};

/** Everybody who may act, or might, by id. */
export const listPeople = (db: Db, page: PeopleRequest): Promise<Page<Person> | Refusal> =>
  readPage<PersonRow, Person, PersonSort>(
    db,
    {
      columns: personColumns,
      from: Prisma.sql`principal`,
      where: [
        matching(page.search, [Prisma.sql`principal.id`, Prisma.sql`principal.name`]),
        when(page.role, (role) => Prisma.sql`principal.role = ${role}`),
        when(page.active, (active) => Prisma.sql`(principal.deactivated_at IS NULL) = ${active}`),
      ],
      id: Prisma.sql`principal.id`,
      sorts: personSorts,
      defaultSort: 'id',
    },
    page,
    personOfRow,
  );

const peopleLock = 830_2156;

/** One change of who may act after the other: each is judged on what the one before has left. */
export async function holdPeople(db: Db): Promise<void> {
  await db.$queryRaw`SELECT 1 AS one FROM pg_advisory_xact_lock(${peopleLock})`;
}

export async function findPerson(db: Db, id: string): Promise<Person | null> {
  const [row] = await db.$queryRaw<PersonRow[]>`SELECT ${personColumns} FROM principal WHERE principal.id = ${id}`;
  return row ? personOfRow(row) : null;
}

type KeyRow = Omit<ApiKey, 'role' | 'createdAt' | 'expiresAt' | 'revokedAt' | 'state'> & {
  readonly role: string;
  readonly state: string;
  readonly createdAt: Moment;
  readonly expiresAt: Moment;
  readonly revokedAt: Moment | null;
};

const keyState = (at: Date): Prisma.Sql => Prisma.sql`
  CASE WHEN api_key.revoked_at IS NOT NULL THEN 'revoked' WHEN api_key.expires_at <= ${at} THEN 'expired' ELSE 'good' END`;

const keyColumns = (at: Date): Prisma.Sql => Prisma.sql`
  api_key.id::text AS id, api_key.prefix, api_key.principal_id AS principal, principal.name, principal.role, api_key.scopes,
  api_key.created_at AS "createdAt", api_key.expires_at AS "expiresAt", api_key.revoked_at AS "revokedAt",
  ${keyState(at)} AS state`;
const keyTables = Prisma.sql`api_key JOIN principal ON principal.id = api_key.principal_id`;

const keyOfRow = ({ role, state, createdAt, expiresAt, revokedAt, ...row }: KeyRow): ApiKey => ({
  id: row.id,
  prefix: row.prefix,
  principal: row.principal,
  name: row.name,
  role: wordOf(roles, role),
  scopes: row.scopes,
  createdAt: instant(createdAt),
  expiresAt: instant(expiresAt),
  revokedAt: instantOrNull(revokedAt),
  state: wordOf(keyStates, state),
});

export const keySorts = {
  createdAt: { expression: Prisma.sql`api_key.created_at`, type: 'moment' },
  expiresAt: { expression: Prisma.sql`api_key.expires_at`, type: 'moment' },
  principal: { expression: Prisma.sql`api_key.principal_id`, type: 'text' },
} as const;
type KeySort = keyof typeof keySorts;

type KeysRequest = PageRequest<KeySort> & {
  /** In its first characters, or the id or the name of who holds it. */
  readonly search?: string | undefined;
  readonly role?: Role | undefined;
  readonly state?: KeyState | undefined;
};

/** Keys of programs and people, the newest first, also those that have ended. @param at by which it is judged whether they are good */
export const listApiKeys = (db: Db, page: KeysRequest, at: Date): Promise<Page<ApiKey> | Refusal> =>
  readPage<KeyRow, ApiKey, KeySort>(
    db,
    {
      columns: keyColumns(at),
      from: keyTables,
      where: [
        matching(page.search, [Prisma.sql`api_key.prefix`, Prisma.sql`principal.id`, Prisma.sql`principal.name`]),
        when(page.role, (role) => Prisma.sql`principal.role = ${role}`),
        when(page.state, (state) => Prisma.sql`${keyState(at)} = ${state}`),
      ],
      id: Prisma.sql`api_key.id::text`,
      sorts: keySorts,
      defaultSort: '-createdAt',
    },
    page,
    keyOfRow,
  );

export async function getApiKey(db: Db, id: string, at: Date): Promise<ApiKey | null> {
  const [row] = await db.$queryRaw<KeyRow[]>`SELECT ${keyColumns(at)} FROM ${keyTables} WHERE api_key.id = ${id}::uuid`;
  return row ? keyOfRow(row) : null;
}
