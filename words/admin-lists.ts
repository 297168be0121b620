import type { MoveIn } from '../contracts/move-in-desk.js';
import type { ApiKey, Person } from '../contracts/people.js';
import type { Session } from '../contracts/session.js';
import type { Spoken } from './console.js';
import type { AdminWords } from './fr/console/admin.js';
import type { MoveInPageWords } from './fr/console/move-in.js';
import { capital } from './format.js';
import { by, columnsFor, extra, yesOrNo } from './lists.js';

/** What is said on the pages of the administration. */
export type SpokenOfAdmin = Spoken & { readonly a: { readonly admin: AdminWords } };
/** What is said on the page on which books are moved in. */
export type SpokenOfMoveIn = Spoken & { readonly m: MoveInPageWords };

const person = columnsFor<Person, SpokenOfAdmin>();
const key = columnsFor<ApiKey, SpokenOfAdmin>();
const session = columnsFor<Session, SpokenOfAdmin>();
const moveIn = columnsFor<MoveIn, SpokenOfMoveIn>();

/** Somebody else set the password, or nobody did. */
export function passwordStateOf({ hasPassword, mustChangePassword }: Person): 'none' | 'first' | 'own' {
  if (!hasPassword) return 'none';
  return mustChangePassword ? 'first' : 'own';
}

/** The columns of the lists of the administration, in their order. */
export const adminListColumns = {
  people: [
    person.text('id', ({ a }) => a.admin.person, 'id', by('id')),
    person.text('name', ({ a }) => a.admin.name, 'name', by('name')),
    person.text(
      'role',
      ({ a }) => a.admin.role,
      ({ role }, { words }) => capital(words.role[role]),
    ),
    person.text(
      'seesAll',
      ({ a }) => a.admin.seesAll,
      ({ role, seesAllCustomers }, spoken) => yesOrNo(role !== 'sales' || seesAllCustomers, spoken),
    ),
    person.text(
      'active',
      ({ a }) => a.admin.state,
      ({ active }, { a }) => (active ? a.admin.inUse : a.admin.outOfUse),
    ),
    person.text(
      'password',
      ({ a }) => a.admin.password,
      (row, { a }) => a.admin.passwordState[passwordStateOf(row)],
    ),
    person.text(
      'totp',
      ({ a }) => a.admin.totp,
      ({ totp }, spoken) => yesOrNo(totp, spoken),
    ),
    person.moment('lastSeen', ({ a }) => a.admin.lastSeen, 'lastSeenAt'),
    person.text(
      'links',
      ({ a }) => a.admin.links,
      ({ links }) => links.join(', '),
      extra,
    ),
    person.moment('created', ({ a }) => a.admin.since, 'createdAt', { ...by('createdAt'), ...extra }),
  ],
  'api-keys': [
    key.text(
      'prefix',
      ({ a }) => a.admin.prefix,
      ({ prefix }) => `${prefix}…`,
    ),
    key.text('principal', ({ a }) => a.admin.holder, 'principal', by('principal')),
    key.text(
      'role',
      ({ a }) => a.admin.role,
      ({ role }, { words }) => words.role[role],
    ),
    key.text(
      'scopes',
      ({ a }) => a.admin.scopes,
      ({ scopes }, { a }) => (scopes.length === 0 ? a.admin.everything : scopes.join(', ')),
    ),
    key.moment('created', ({ a }) => a.admin.created, 'createdAt', by('createdAt')),
    key.moment('expires', ({ a }) => a.admin.expires, 'expiresAt', by('expiresAt')),
    key.text(
      'state',
      ({ a }) => a.admin.state,
      ({ state }, { a }) => a.admin.keyState[state],
    ),
  ],
  sessions: [
    session.text(
      'name',
      ({ a }) => a.admin.who,
      ({ name, role }, { words }) => `${name} (${words.role[role]})`,
      by('name'),
    ),
    session.moment('openedAt', ({ a }) => a.admin.signedInSince, 'openedAt', by('openedAt')),
    session.moment('lastSeenAt', ({ a }) => a.admin.lastSeen, 'lastSeenAt', by('lastSeenAt')),
    session.text(
      'method',
      ({ a }) => a.admin.by,
      ({ method }, { a }) => a.admin.method[method],
    ),
    session.text('address', ({ a }) => a.admin.address, 'address'),
    session.text('agent', ({ a }) => a.admin.browser, 'agent'),
  ],
} as const;

/** The columns of the list of what was moved in, in their order. */
export const moveInListColumns = {
  'move-ins': [
    moveIn.day('asOf', ({ m }) => m.asOf, 'asOf', by('asOf')),
    moveIn.text(
      'status',
      ({ m }) => m.status,
      ({ status }, { m }) => m.statuses[status],
    ),
    moveIn.text(
      'files',
      ({ m }) => m.file,
      ({ files, isDemo }, { m }) => (isDemo ? m.demo : files.join(', ')),
    ),
    moveIn.text('by', ({ m }) => m.by, 'createdBy'),
    moveIn.moment('at', ({ m }) => m.at, 'createdAt', by('createdAt')),
    moveIn.text('signedBy', ({ m }) => m.signedBy, 'signedBy', extra),
  ],
} as const;
