import type { PolicyKind } from '../contracts/policies.js';
import { said } from '../contracts/said.js';
import type { PrismaClient, Transaction } from '../prisma/client.js';
import { recordedResult, nextAttempt } from '../prisma/commands/idempotency.js';
import { lasting, lockTagged, readTagged, type Lockable, type Tagged } from '../prisma/queries/tagged.js';
import type { ReadContext, WriteRequest } from './context.js';
import { hashOf } from './idempotency.js';
import type { Permission } from './permissions.js';
import { ProblemError } from './problem.js';

/** The tag of a record as it stands (RFC 9110, section 8.8.3): the same for every reader and language. */
export const etagOf = (kind: Tagged, record: object): { readonly ETag: string } => ({
  ETag: `"${hashOf(lasting(kind, record)).slice(0, 32)}"`,
});

type Guard =
  /** Looked at under the lock of the row, in the transaction of the write. */
  | { readonly of: Lockable; readonly decided: 'with the write'; readonly id?: string }
  /** Looked at before the process is asked, which decides by its own rules what happened since. */
  | { readonly of: Tagged; readonly decided: 'before'; readonly id?: undefined };

const withTheWrite = (of: Lockable, id?: string): Guard => ({
  of,
  decided: 'with the write',
  ...(id !== undefined && { id }),
});
const ofPolicy = (kind: PolicyKind): Guard => withTheWrite('policy', kind);
const before = (of: Tagged): Guard => ({ of, decided: 'before' });

/** The writes that take If-Match, with what of. */
const guards: Readonly<Partial<Record<Permission, Guard>>> = {
  'customers.update': withTheWrite('customer'),
  'quotes.update': withTheWrite('quote'),
  'quotes.revise': withTheWrite('quote'),
  'quotes.accept': withTheWrite('quote'),
  'orders.contacts': withTheWrite('order'),
  'deliveries.arrive': withTheWrite('delivery'),
  'deliveries.correct-proof': withTheWrite('delivery'),
  'company.update': withTheWrite('company', 'company'),
  'people.update': withTheWrite('person'),
  'policies.change-credit': ofPolicy('credit'),
  'policies.change-tolerance': ofPolicy('tolerance'),
  'policies.change-acknowledgement': ofPolicy('acknowledgement'),
  'policies.change-fulfilment': ofPolicy('fulfilment'),
  'policies.change-dunning': ofPolicy('dunning'),
  'policies.change-accounting': ofPolicy('accounting'),
  'orders.amend': before('order'),
  'orders.cancel': before('order'),
  'orders.decide-credit': before('order'),
  'orders.dispose': before('order'),
  'orders.dispose-several': before('order'),
  'orders.deliver': before('order'),
  'orders.release-deliveries': before('order'),
  'deliveries.prove': before('delivery'),
  'invoices.write-off': before('invoice'),
  'invoices.credit': before('invoice'),
  'invoices.apply-credit': before('invoice'),
  'invoices.reverse-application': before('invoice'),
  'invoices.correct': before('invoice'),
  'payments.allocate': before('payment'),
  'payments.reverse': before('payment'),
  'payments.assign': before('payment'),
};

export const takesIfMatch = (permission: Permission): boolean => guards[permission] !== undefined;

export type Match = {
  /** @throws ProblemError 412 when the record is not the one that was read */
  readonly before: () => Promise<void>;
  /** The same, in the transaction of the write. */
  readonly within: (tx: Transaction) => Promise<void>;
};

type Asked = {
  readonly permission: Permission;
  readonly header: string | undefined;
  readonly read: ReadContext<Readonly<Record<string, string>>>;
  readonly request: WriteRequest;
};

const nothing: Match = { before: () => Promise.resolve(), within: () => Promise.resolve() };

/** What an If-Match asks of a write. @throws ProblemError 422 where there is nothing that it could be of */
export function matchOf({ permission, header, read, request }: Asked): Match {
  if (header === undefined) return nothing;
  const guard = guards[permission];
  const tags = tagsIn(header);
  if (guard === undefined || tags === null) throw notUnderstood(guard === undefined);
  if (tags === 'any') return nothing;
  const { deps, params, onlySalesperson } = read;
  const asked = {
    kind: guard.of,
    id: guard.id ?? params['number'] ?? params['id'] ?? '',
    scope: { salesperson: onlySalesperson },
    nowMs: deps.now().getTime(),
  };
  const isStale = async (db: PrismaClient | Transaction): Promise<boolean> => {
    const record = await readTagged(db, asked);
    return record !== null && !tags.includes(etagOf(guard.of, record).ETag);
  };
  if (guard.decided === 'with the write')
    return {
      ...nothing,
      async within(tx) {
        await lockTagged(tx, guard.of, asked.id);
        if (await isStale(tx)) throw changedMeanwhile(guard.of);
      },
    };
  return {
    ...nothing,
    async before() {
      // Of a request that is on record, it is the request itself that changed it.
      if (request.recorded !== null || !(await isStale(deps.prisma))) return;
      if ((await recordedResult(deps.prisma, request.id)) !== null) return;
      await nextAttempt(deps.prisma, request.id, request.attempt);
      throw changedMeanwhile(guard.of);
    },
  };
}

/** Null: it is no list of tags. A weak one is nobody's (RFC 9110, section 13.1.1). */
function tagsIn(header: string): readonly string[] | 'any' | null {
  if (header.trim() === '*') return 'any';
  const parts = header.split(',').map((part) => part.trim());
  return parts.every((part) => /^(W\/)?"[\x21\x23-\x7e]*"$/.test(part)) ? parts : null;
}

const notUnderstood = (isUnknownHere: boolean): ProblemError =>
  new ProblemError('invalid-request', isUnknownHere ? said('if-match-of-nothing') : said('no-etag'), {
    field: 'If-Match',
    remedy: isUnknownHere ? said('leave-it-out') : said('send-etag'),
  });

const changedMeanwhile = (what: Tagged): ProblemError =>
  new ProblemError('changed-meanwhile', said('changed-since-read', { thing: what }));
