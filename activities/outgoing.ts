import { outgoingSteps, workItemIds } from '../contracts/ids.js';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import MailComposer from 'nodemailer/lib/mail-composer';
import { ApplicationFailure } from '@temporalio/activity';
import type { MailOutcome } from '../contracts/process.js';
import type { Actor, InvoiceChannel } from '../contracts/vocabulary.js';
import { isByHand, isElectronic } from '../domain/lifecycle.js';
import { outgoingRules } from '../domain/outgoing.js';
import { pathOf } from '../domain/paths.js';
import type { Transaction } from '../prisma/client.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import { openWorkItem } from '../prisma/repositories/orders.js';
import { awayMinutes, pauseChannel } from '../prisma/repositories/mail-channel.js';
import { endAttempt, findOutgoing, type NewOutgoing, type OutgoingRecord } from '../prisma/repositories/outgoing.js';
import type { DocumentFile } from '../prisma/document-store.js';
import { compose, type Composed } from './outgoing-content.js';
import { withHeartbeat } from './heartbeat.js';
import { looksIn } from './looks.js';
import { ownersOf, type Owner } from './outgoing-owner.js';
import { renderAll } from './rendering.js';
import { depositOf } from './platform/content.js';
import type { SmtpOutcome } from './smtp.js';
import { systemActor, type ActivityDeps } from './deps.js';

type Claim =
  /** An attempt had it and nobody knows what became of it. */
  | { readonly kind: 'lost'; readonly token: string | null }
  | { readonly kind: 'claimed'; readonly token: string; readonly recipient: string }
  | { readonly kind: 'over'; readonly outcome: MailOutcome }
  | { readonly kind: 'busy'; readonly waitMs: number };

/** What is being sent, by whom it belongs to and in which words. */
type Parcel = {
  readonly deps: ActivityDeps;
  readonly item: OutgoingRecord;
  readonly owner: Owner;
  readonly mail: Composed;
};

/** What became of an attempt; `handed`: a person takes it on its way. */
type Outcome = SmtpOutcome | { readonly kind: 'handed' };

export function outgoingActivities(deps: ActivityDeps) {
  const owners = ownersOf(deps);
  return {
    /**
     * Sends what was queued, by its channel: a mail server, a platform, or the hands of a person. Each attempt claims it first, in a transaction that asks its owner whether it is
     * still wanted and stores text and files. What was given to the server and not answered is UNKNOWN: by its kind it
     * goes once more with the same Message-ID, or waits for a person; a platform is asked whether it has it first.
     * Where the server takes nothing from us, or was not to be reached for a time, one line of the worklist says so, and
     * mails wait until one that tries goes.
     * @throws ApplicationFailure `mail-not-sent` (retryable) when the server is away, says "later" or takes nothing from us
     */
    async sendMail(id: string): Promise<MailOutcome> {
      const item = await findOutgoing(deps.prisma, id);
      if (item === null) throw new Error(`${id} is not there`);
      const over = endOf(item.status);
      if (over !== null) return over;
      if (item.channelPaused !== null) throw barred(item.channel, item.channelPaused);
      const found = { deps, item, owner: owners[item.kind] ?? {}, mail: composeOrReuse(deps, item) };
      const rendered = await renderAll(
        item.documents.filter(({ isRendered }) => !isRendered),
        looksIn(deps.prisma),
      );
      const claim = await claimParcel(found, rendered);
      if (claim.kind === 'lost') return afterLoss(found, claim.token, 'the attempt before was lost');
      if (claim.kind === 'over') return claim.outcome;
      if (claim.kind === 'busy') throw later('another attempt has it', claim.waitMs);
      const { recipient, token } = claim;
      const parcel = { ...found, item: { ...item, recipient } };
      const files = await filesOf(parcel, rendered);
      const outcome = await withHeartbeat(() => transmit(parcel, files));
      return settle(parcel, token, outcome);
    },
  };
}

/** By its channel; a mail in a conversation of its own with the server, a file with the platform. */
async function transmit(parcel: Parcel, files: readonly DocumentFile[]): Promise<Outcome> {
  const { deps, item, mail } = parcel;
  switch (item.channel) {
    case 'mail':
      return deps.mail.deliver(await messageOf(parcel, files), { from: mail.company.email, to: item.recipient });
    case 'platform':
    case 'peppol':
      return deps.platform.deposit(depositOf(item, item.channel, mail, files));
    case 'portal':
    case 'paper':
      return { kind: 'handed' };
  }
}

/**
 * An attempt may have reached the platform: it is asked before anybody is. What it has was sent, what it has not goes again,
 * and where it does not say, a person decides. A mail server cannot be asked.
 */
async function afterLoss(parcel: Parcel, token: string | null, error: string): Promise<MailOutcome> {
  const { deps, item, mail } = parcel;
  const { channel } = item;
  const known = isElectronic(channel)
    ? await withHeartbeat(() => deps.platform.find(depositOf(item, channel, mail, [])))
    : 'unknown';
  if (known === 'there') return withHeartbeat(() => persistently(() => recordSent(parcel, 'the platform has it')));
  const claim = await deps.prisma.$transaction((tx) =>
    lose(tx, parcel, { token, error, isCertain: known === 'not-there' }),
  );
  if (claim.kind === 'over') return claim.outcome;
  throw later(error, 500);
}

/** The text that the first attempt stored is the one that all send. */
function composeOrReuse(deps: Pick<ActivityDeps, 'platform'>, item: OutgoingRecord): Composed {
  const { subject, text, html } = item;
  const composed = compose(item, deps.platform.format);
  return subject === '' ? composed : { ...composed, subject, text, html };
}

/** The files that it carries, in its order; one that was rendered before is the one that all see. */
async function filesOf({ deps, item }: Parcel, rendered: readonly DocumentFile[]): Promise<readonly DocumentFile[]> {
  const kept = item.documents.filter(({ isRendered }) => isRendered).map(({ id }) => id);
  const files = kept.length === 0 ? rendered : [...rendered, ...(await deps.documents.get(kept))];
  return item.documents.flatMap(({ id }) => files.find(({ documentId }) => documentId === id) ?? []);
}

/** What became of it, by its status; null: it is still to be sent. */
function endOf(status: string): MailOutcome | null {
  switch (status) {
    case 'SENT':
      return { kind: 'sent' };
    case 'SKIPPED':
      return { kind: 'skipped' };
    case 'HANDED':
      return { kind: 'handed' };
    case 'FAILED':
      return { kind: 'failed' };
    case 'UNKNOWN':
      return { kind: 'unknown' };
    default:
      return null;
  }
}

const later = (why: string, waitMs?: number) =>
  ApplicationFailure.create({
    message: why,
    type: 'mail-not-sent',
    ...(waitMs === undefined ? {} : { nextRetryDelay: waitMs }),
  });

/** Longer than the channel rests, so that the first to come back tries. */
const BARRED_WAIT_MS = 30_000;

const barred = (channel: InvoiceChannel, response: string) =>
  later(`the ${isElectronic(channel) ? 'platform' : 'mail server'} takes nothing from us: ${response}`, BARRED_WAIT_MS);

/** Takes it for one attempt, or says why not. */
async function claimParcel(parcel: Parcel, rendered: readonly DocumentFile[]): Promise<Claim> {
  const { deps, item, owner } = parcel;
  const token = randomUUID();
  return deps.prisma.$transaction(async (tx): Promise<Claim> => {
    const isWanted = (await owner.isWanted?.(tx, item)) ?? true;
    const taken = isWanted ? await take(tx, parcel, token, rendered) : null;
    if (taken !== null) return taken;
    const found = await standing(tx, parcel);
    if (found !== 'queued') return found;
    // Given back since it was found taken: under the lock a second try tells.
    return (isWanted ? await take(tx, parcel, token, rendered) : null) ?? withdraw(tx, parcel);
  });
}

async function take(
  tx: Transaction,
  { deps, item, mail }: Parcel,
  token: string,
  rendered: readonly DocumentFile[],
): Promise<Claim | null> {
  const rows = await tx.$queryRaw<{ recipient: string }[]>`
    UPDATE outgoing SET status = 'SENDING', claim_token = ${token}, claimed_at = now(), claim_turn = nextval('turn'), attempts = attempts + 1,
      sender = ${mail.company.email}, message_id = ${messageIdOf(deps, item.id)}, subject = ${mail.subject}, text = ${mail.text}, html = ${mail.html}
    WHERE id = ${item.id} AND status = 'QUEUED' RETURNING recipient`;
  const row = rows[0];
  if (row === undefined) return null;
  if (rendered.length > 0) await deps.documents.put(rendered, tx);
  return { kind: 'claimed', token, recipient: row.recipient };
}

type Standing = { readonly status: string; readonly age_ms: number; readonly token: string | null };

/** An attempt that nobody knows the end of; `isCertain`: nobody has what it sent. */
type Loss = { readonly token: string | null; readonly error: string; readonly isCertain: boolean };

/**
 * Locks what could not be taken. Somebody else has it, or had it: a young claim is waited for, an old one means that
 * nobody knows.
 */
async function standing(tx: Transaction, parcel: Parcel): Promise<Claim | 'queued'> {
  const { deps, item } = parcel;
  const rows = await tx.$queryRaw<Standing[]>`
    SELECT status, claim_token AS token, (EXTRACT(epoch FROM now() - claimed_at) * 1000)::float8 AS age_ms FROM outgoing WHERE id = ${item.id} FOR UPDATE`;
  const row = rows[0];
  if (row === undefined) throw new Error(`${item.id} is gone`);
  const outcome = endOf(row.status);
  if (outcome !== null) return { kind: 'over', outcome };
  if (row.status === 'QUEUED') return 'queued';
  const { attemptTimeoutMs } = isElectronic(item.channel) ? deps.platform : deps.mail;
  const oldMs = attemptTimeoutMs + 5_000;
  if (row.age_ms < oldMs) return { kind: 'busy', waitMs: Math.max(500, oldMs - row.age_ms) };
  return { kind: 'lost', token: row.token };
}

async function withdraw(tx: Transaction, { item, owner }: Parcel): Promise<Claim> {
  await owner.onWithdrawn?.(tx, item);
  await tx.$executeRaw`UPDATE outgoing SET status = 'SKIPPED' WHERE id = ${item.id}`;
  return { kind: 'over', outcome: { kind: 'skipped' } };
}

/**
 * Nobody knows whether the server took it. It is queued once more where a copy does no harm, or there can be none; else it is
 * UNKNOWN, and a person is asked. What goes to a platform never goes again unasked.
 * Of several who find the same attempt lost the first decides.
 */
async function lose(
  tx: Transaction,
  parcel: Parcel,
  { token, error, isCertain }: Loss,
): Promise<Extract<Claim, { readonly kind: 'busy' | 'over' }>> {
  const { item, owner } = parcel;
  const matters = (await owner.onLost?.(tx, item)) ?? true;
  const again = isCertain || isByHand(item.channel);
  const resends = isElectronic(item.channel) ? 0 : outgoingRules[item.kind].resends;
  const rows = await tx.$queryRaw<{ status: string }[]>`
    UPDATE outgoing SET status = CASE WHEN ${again} OR losses < ${resends}::int THEN 'QUEUED' ELSE 'UNKNOWN' END,
      losses = losses + (NOT ${again})::int,
      last_error = ${error}, claim_token = NULL, away_since = NULL
    WHERE id = ${item.id} AND status = 'SENDING' AND claim_token = ${token} RETURNING status`;
  if (rows[0]?.status !== 'UNKNOWN') return { kind: 'busy', waitMs: 500 };
  if (matters) await askPerson(tx, parcel, 'mail-unknown', error);
  return { kind: 'over', outcome: { kind: 'unknown' } };
}

/** Puts it on the worklist. */
async function askPerson(
  tx: Transaction,
  { item, owner, mail }: Parcel,
  kind: 'mail-unknown' | 'mail-failed',
  response: string,
): Promise<void> {
  const { id, round, recipient: to, orderNumber, channel } = item;
  await openWorkItem(tx, {
    id: workItemIds.outgoing(kind, id, round),
    kind,
    role: outgoingRules[item.kind].asks,
    facts: { mail: id, to, subject: mail.subject, response, ...(channel !== 'mail' && { channel }) },
    orderNumber,
    invoiceNumber: item.invoiceNumber,
    customerNumber: item.customerNumber,
    mailId: id,
    dunningStepId: owner.stepOf?.(item) ?? null,
    link: orderNumber === null ? null : pathOf('/orders', orderNumber),
  });
}

/** Writes down what the server said. PostgreSQL may be away just then: the answer is kept until it is back. */
async function settle(parcel: Parcel, token: string, outcome: Outcome): Promise<MailOutcome> {
  switch (outcome.kind) {
    case 'handed':
      return recordHanded(parcel, token);
    case 'accepted':
      return withHeartbeat(() => persistently(() => recordSent(parcel, outcome.response)));
    case 'refused':
      if (outcome.permanent) return withHeartbeat(() => persistently(() => recordFailed(parcel, outcome.response)));
      await giveBack(parcel, token, outcome.response, 'there');
      throw later(outcome.response);
    case 'barred':
      await giveBack(parcel, token, outcome.response, 'barred');
      throw barred(parcel.item.channel, outcome.response);
    case 'unreachable':
      await giveBack(parcel, token, outcome.error, 'away');
      throw later(outcome.error);
    case 'unknown':
      return afterLoss(parcel, token, outcome.error);
  }
}

/**
 * Puts it back into the queue after an attempt that certainly did not deliver it, unless it is not wanted any more, and
 * raises the alarm where the server bars us, or was not to be reached since long.
 */
async function giveBack(
  { deps, item, owner }: Parcel,
  token: string,
  error: string,
  server: 'there' | 'barred' | 'away',
): Promise<void> {
  await deps.prisma.$transaction(async (tx) => {
    const isWanted = (await owner.isWanted?.(tx, item)) ?? true;
    const [given] = await tx.$queryRaw<{ isLong: boolean | null }[]>`
      UPDATE outgoing SET status = ${isWanted ? 'QUEUED' : 'SKIPPED'}, last_error = ${error}, claim_token = NULL,
        away_since = CASE WHEN ${server === 'away'} THEN coalesce(away_since, now()) END
      WHERE id = ${item.id} AND status = 'SENDING' AND claim_token = ${token}
      RETURNING away_since <= now() - make_interval(mins => ${awayMinutes}) AS "isLong"`;
    if (given !== undefined && !isWanted) await owner.onWithdrawn?.(tx, item);
    if (server === 'barred' || given?.isLong === true) await pauseChannel(tx, item.channel, error, server === 'away');
  });
}

/** It lies ready, with its words and files, and a person is asked to take it on its way. */
async function recordHanded({ deps, item }: Parcel, token: string): Promise<MailOutcome> {
  const { id, round, channel, recipient: to, invoiceNumber, orderNumber, customerNumber } = item;
  await deps.prisma.$transaction(async (tx) => {
    const handed = await tx.$executeRaw`
      UPDATE outgoing SET status = 'HANDED', claim_token = NULL WHERE id = ${id} AND status = 'SENDING' AND claim_token = ${token}`;
    if (handed === 0 || !isByHand(channel)) return;
    await openWorkItem(tx, {
      id: workItemIds.outgoing('invoice-by-hand', id, round),
      kind: 'invoice-by-hand',
      role: 'finance',
      facts: { mail: id, channel, to },
      orderNumber,
      invoiceNumber,
      customerNumber,
      mailId: id,
      link: invoiceNumber === null ? null : pathOf('/invoices', invoiceNumber),
    });
  });
  return { kind: 'handed' };
}

function recordSent(parcel: Parcel, response: string): Promise<MailOutcome> {
  const { deps, item, owner, mail } = parcel;
  return conclude(parcel, { status: 'SENT', response }, async (tx, actor) => {
    const { facts = {}, outgoing = [] } = (await owner.onSent?.(tx, item, { at: null, actor })) ?? {};
    const { kind, recipient: to } = item;
    const after = { kind, to, subject: mail.subject, messageId: messageIdOf(deps, item.id), response, ...facts };
    return { outgoing, audit: [{ ...auditOf(item, actor), action: 'mail.sent', after }] };
  });
}

function recordFailed(parcel: Parcel, response: string): Promise<MailOutcome> {
  const { item, owner, mail } = parcel;
  return conclude(parcel, { status: 'FAILED', response }, async (tx, actor) => {
    const matters = (await owner.onLost?.(tx, item)) ?? true;
    if (matters) await askPerson(tx, parcel, 'mail-failed', response);
    const after = { to: item.recipient, subject: mail.subject, response };
    return { outgoing: [], audit: [{ ...auditOf(item, actor), action: 'mail.failed', after }] };
  });
}

const auditOf = ({ id, orderNumber, customerNumber }: OutgoingRecord, actor: Actor) => ({
  actor,
  entity: 'mail' as const,
  entityId: id,
  orderNumber,
  customerNumber,
});

/** Says that somebody else has written it down. */
class WrittenDown extends Error {}

/** Writes down what became of an attempt, once: who comes second undoes what followed from it and answers the same. */
async function conclude(
  { deps, item }: Parcel,
  end: { readonly status: 'SENT' | 'FAILED'; readonly response: string },
  follow: (
    tx: Transaction,
    actor: Actor,
  ) => Promise<{ readonly audit: readonly AuditInput[]; readonly outgoing: readonly NewOutgoing[] }>,
): Promise<MailOutcome> {
  const outcome: MailOutcome = { kind: end.status === 'SENT' ? 'sent' : 'failed' };
  const actor = systemActor(outgoingSteps.ended(item.id, outcome.kind, item.round));
  try {
    return await deps.prisma.$transaction(async (tx) => {
      const followed = await follow(tx, actor);
      if (!(await endAttempt(tx, item, end, followed))) throw new WrittenDown();
      return outcome;
    });
  } catch (error) {
    if (error instanceof WrittenDown) return outcome;
    throw error;
  }
}

/** Tries a write for up to 100 s: what the mail server answered must not be forgotten because PostgreSQL was away. */
async function persistently<T>(write: () => Promise<T>): Promise<T> {
  const untilMs = Date.now() + 100_000;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (Date.now() > untilMs) throw error;
      await pause(1_000); // no cancellation ends it: the answer is all there is
    }
  }
}

/** The Message-ID is made from the business key, so that a copy carries the same one (RFC 5322 §3.6.4). */
export const messageIdOf = (deps: Pick<ActivityDeps, 'mail'>, id: string): string =>
  `<${id.replaceAll(':', '.').replaceAll(/[^A-Za-z0-9._-]/gu, escaped)}@${deps.mail.domain}>`;

/** Numbers of another system may hold what no Message-ID does (RFC 5322, dot-atom). */
const escaped = (sign: string): string =>
  [...new TextEncoder().encode(sign)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

async function messageOf({ deps, item, mail }: Parcel, files: readonly DocumentFile[]): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: mail.company.legalName, address: mail.company.email },
    to: { name: '', address: item.recipient },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: messageIdOf(deps, item.id),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Encours-Mail': item.id },
    disableFileAccess: true,
    disableUrlAccess: true,
    attachments: files.map(({ fileName, bytes, mime }) => ({
      filename: fileName,
      content: Buffer.from(bytes),
      contentType: mime,
    })),
  });
  return composer.compile().build();
}
