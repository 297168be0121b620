import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import MailComposer from 'nodemailer/lib/mail-composer';
import { ApplicationFailure, heartbeat } from '@temporalio/activity';
import type { DunningClaim, MailOutcome } from '../contracts/process.js';
import { restateClaim } from '../domain/dunning.js';
import { equals, isZero } from '../domain/money.js';
import type { PrismaClient, Transaction } from '../prisma/client.js';
import { openWorkItem } from '../prisma/repositories/orders.js';
import { loadMailFacts, type MailFacts } from '../prisma/repositories/mail-facts.js';
import { customerLocked } from '../prisma/repositories/accounts.js';
import { once, type StepRecord } from '../prisma/repositories/step.js';
import { lockReceivable } from '../prisma/repositories/receivables.js';
import { raiseOf, tellFinance } from './dunning.js';
import type { DocumentFile } from '../prisma/document-store.js';
import { addressOf, composeMail, type ComposedMail } from './mail-content.js';
import { renderAll } from './rendering.js';
import type { SmtpOutcome } from './smtp.js';
import { systemActor, type ActivityDeps } from './deps.js';

/** How often an acknowledgement or an invoice may be sent again when nobody knows whether it arrived. */
const resendLimit = {
  acknowledgement: 1,
  invoice: 1,
  question: 1,
  refusal: 1,
  'dunning-report': 1,
  dunning: 0,
} as const;

type Claim =
  | { readonly kind: 'claimed'; readonly token: string }
  | { readonly kind: 'over'; readonly outcome: MailOutcome }
  | { readonly kind: 'busy'; readonly waitMs: number }
  /** What is open is not what the letter says. */
  | { readonly kind: 'restate' };

export function mailActivities(deps: ActivityDeps) {
  const { prisma } = deps;
  return {
    /**
     * Sends one business mail. Each attempt claims the mail first, in a transaction that stores text and files and,
     * for a dunning letter, locks the receivable and re-reads what is open. What was given to the server and not
     * answered is UNKNOWN: a letter of dunning then waits for a person, the others go once more with the same Message-ID.
     * @throws ApplicationFailure `mail-not-sent` (retryable) when the server is away or says "later"
     */
    async sendMail(mailId: string): Promise<MailOutcome> {
      const found = await freshFacts(prisma, mailId);
      const early = finished(found);
      if (early !== null) return early;
      const { facts, mail, claim, attachments } = await claimFresh(deps, found);
      if (claim.kind === 'over') return claim.outcome;
      if (claim.kind === 'busy') throw later('another attempt has the mail', claim.waitMs);
      const outcome = await withHeartbeat(async () =>
        deps.mail.deliver(await messageOf(deps, facts, mail, attachments), { from: facts.company.email, to: mail.to }),
      );
      return settle(deps, facts, mail, claim.token, outcome);
    },
  };
}

type Final = {
  readonly facts: MailFacts;
  readonly mail: ComposedMail;
  readonly attachments: readonly DocumentFile[];
  readonly claim: Exclude<Claim, { kind: 'restate' }>;
};

/** Claims the mail with a text that is true at that moment: a payment that came between changes what a letter claims. */
async function claimFresh(deps: ActivityDeps, facts: MailFacts): Promise<Final> {
  const mail = composeOrReuse(deps, facts);
  const rendered = await renderAll(facts.documents.filter((document) => !document.isRendered));
  const claim = await claimMail(deps, facts, mail, rendered);
  if (claim.kind === 'restate') return claimFresh(deps, await freshFacts(deps.prisma, facts.id));
  const attachments = claim.kind === 'claimed' ? await filesOf(deps, facts, rendered) : [];
  return { facts, mail, attachments, claim };
}

/** The files that the mail carries, in its order; one that was rendered before is the one that all see. */
async function filesOf(
  { documents }: ActivityDeps,
  facts: MailFacts,
  rendered: readonly DocumentFile[],
): Promise<readonly DocumentFile[]> {
  const kept = facts.documents.filter(({ isRendered }) => isRendered).map(({ id }) => id);
  const files = kept.length === 0 ? rendered : [...rendered, ...(await documents.get(kept))];
  return facts.documents.flatMap(({ id }) => files.find(({ documentId }) => documentId === id) ?? []);
}

/** The facts of a mail; a letter of dunning claims by what is open, and by what was paid when, at this moment. */
async function freshFacts(prisma: PrismaClient, mailId: string): Promise<MailFacts> {
  const facts = await loadMailFacts(prisma, mailId);
  const { receivable, invoice, customer } = facts;
  if (receivable === null || invoice === null || isZero(receivable.open)) return facts;
  const claim = facts.data as DunningClaim;
  if (equals(receivable.open, claim.openAmount)) return facts;
  const { dueDate } = invoice;
  const { payments, open: openAmount } = receivable;
  return { ...facts, data: restateClaim(claim, { openAmount, payments, dueDate, currency: customer.currency }) };
}

const finished = (facts: MailFacts): MailOutcome | null => {
  if (facts.status === 'SENT') return { kind: 'sent', ...reportOf(facts) };
  if (facts.status === 'SKIPPED') return { kind: 'skipped' };
  if (facts.status === 'FAILED') return { kind: 'failed' };
  return null;
};

const reportOf = (facts: MailFacts) =>
  facts.kind === 'dunning' ? { reportMailId: `dunning-report:${facts.dunningStepId ?? ''}` } : {};

const later = (why: string, waitMs?: number) =>
  ApplicationFailure.create({
    message: why,
    type: 'mail-not-sent',
    ...(waitMs === undefined ? {} : { nextRetryDelay: waitMs }),
  });

/**
 * The text that an earlier attempt stored is sent again as it was, and once a person said so to the address of now; a
 * letter of dunning is written anew for what is open.
 */
function composeOrReuse(deps: ActivityDeps, facts: MailFacts): ComposedMail {
  const { subject, text, html } = facts;
  if (subject === '' || facts.kind === 'dunning') return composeMail(facts, deps.publicUrl);
  return { to: facts.round === 1 ? facts.recipient : addressOf(facts), subject, text, html };
}

/** Takes the mail for one attempt, or says why not. */
async function claimMail(
  deps: ActivityDeps,
  facts: MailFacts,
  mail: ComposedMail,
  rendered: readonly DocumentFile[],
): Promise<Claim> {
  const token = randomUUID();
  return deps.prisma.$transaction(async (tx): Promise<Claim> => {
    if (facts.kind === 'dunning') {
      const open = await openOf(tx, facts);
      if (isZero(open)) return skip(tx, facts);
      if (open !== (facts.data as DunningClaim).openAmount) return { kind: 'restate' };
    }
    const take = async (): Promise<boolean> => {
      const claimed = await takeMail(tx, deps, facts, mail, token);
      if (claimed && facts.kind === 'dunning') await writeClaim(tx, facts);
      if (claimed && rendered.length > 0) await deps.documents.put(rendered, tx);
      return claimed;
    };
    if (await take()) return { kind: 'claimed', token };
    const found = await standing(tx, deps, facts);
    if (found !== 'queued') return found;
    // Given back since it was found taken, or superseded: under the lock a second try tells.
    return (await take()) ? { kind: 'claimed', token } : skip(tx, facts);
  });
}

/** The step says what its letter says. */
async function writeClaim(tx: Transaction, facts: MailFacts): Promise<void> {
  const claim = facts.data as DunningClaim;
  await tx.$executeRaw`
    UPDATE dunning_step SET open_amount = ${claim.openAmount}::numeric, interest = ${claim.interest}::numeric,
      interest_parts = ${JSON.stringify(claim.interestParts)}::jsonb
    WHERE id = ${facts.dunningStepId}`;
}

async function takeMail(
  tx: Transaction,
  deps: ActivityDeps,
  facts: MailFacts,
  mail: ComposedMail,
  token: string,
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE mail SET status = 'SENDING', claim_token = ${token}, claimed_at = now(), claim_turn = nextval('turn'), attempts = attempts + 1,
      recipient = ${mail.to}, sender = ${facts.company.email}, message_id = ${messageIdOf(deps, facts.id)}, subject = ${mail.subject}, text = ${mail.text}, html = ${mail.html},
      data = ${facts.data === null ? null : JSON.stringify(facts.data)}::jsonb
    WHERE id = ${facts.id} AND status = 'QUEUED' AND NOT EXISTS (SELECT FROM sales_order o
      WHERE mail.kind = 'acknowledgement' AND o.number = mail.order_number
        AND (o.version <> (mail.data ->> 'version')::int OR o.stage IN ('refused', 'rejected', 'cancelled')))
    RETURNING id`;
  return rows.length === 1;
}

type Standing = { status: string; age_ms: number; attempts: number };

/**
 * Locks a mail that could not be taken. Somebody else has it, or had it: a young claim is waited for, an old one means that
 * nobody knows.
 */
async function standing(tx: Transaction, deps: ActivityDeps, facts: MailFacts): Promise<Claim | 'queued'> {
  const rows = await tx.$queryRaw<Standing[]>`
    SELECT status, (EXTRACT(epoch FROM now() - claimed_at) * 1000)::float8 AS age_ms, attempts FROM mail WHERE id = ${facts.id} FOR UPDATE`;
  const row = rows[0];
  if (row === undefined) throw new Error(`mail ${facts.id} is gone`);
  if (row.status === 'SENT') return { kind: 'over', outcome: { kind: 'sent', ...reportOf(facts) } };
  if (row.status === 'SKIPPED') return { kind: 'over', outcome: { kind: 'skipped' } };
  if (row.status === 'FAILED') return { kind: 'over', outcome: { kind: 'failed' } };
  if (row.status === 'QUEUED') return 'queued';
  const oldMs = deps.mail.attemptTimeoutMs + 5_000;
  if (row.status === 'SENDING' && row.age_ms < oldMs)
    return { kind: 'busy', waitMs: Math.max(500, oldMs - row.age_ms) };
  if (row.status === 'SENDING') return lose(tx, facts, 'the attempt before was lost');
  return { kind: 'over', outcome: { kind: 'unknown' } };
}

async function skip(tx: Transaction, facts: MailFacts): Promise<Claim> {
  await tx.$executeRaw`
    WITH step AS (UPDATE dunning_step SET status = 'SKIPPED' WHERE id = ${facts.dunningStepId} AND status = 'DUE')
    UPDATE mail SET status = 'SKIPPED' WHERE id = ${facts.id} AND status IN ('QUEUED', 'SENDING')`;
  return { kind: 'over', outcome: { kind: 'skipped' } };
}

/**
 * Nobody knows whether the server took the mail. It is queued once more where a copy does no harm; else it is UNKNOWN,
 * and a person is asked.
 */
async function lose(tx: Transaction, facts: MailFacts, error: string): Promise<Claim> {
  const matters = await stillMatters(tx, facts);
  const [lost] = await tx.$queryRaw<(Asked & { losses: number })[]>`
    UPDATE mail SET status = 'UNKNOWN', last_error = ${error}, claim_token = NULL,
      data = jsonb_set(COALESCE(data, '{}'), '{losses}', to_jsonb(COALESCE((data ->> 'losses')::int, 0) + 1))
    WHERE id = ${facts.id} RETURNING (data ->> 'losses')::int AS losses, recipient AS "to", subject`;
  const { losses = 1, to = '', subject = '' } = lost ?? {};
  if (losses <= resendLimit[facts.kind]) {
    await tx.$executeRaw`UPDATE mail SET status = 'QUEUED' WHERE id = ${facts.id}`;
    return { kind: 'busy', waitMs: 500 };
  }
  await markStep(tx, facts, 'UNKNOWN');
  if (matters) await askPerson(tx, facts, 'mail-unknown', { to, subject, response: error });
  return { kind: 'over', outcome: { kind: 'unknown' } };
}

/** A letter of dunning is nobody's question once the last cent is there; its receivable stays locked while this is decided. */
async function stillMatters(tx: Transaction, facts: MailFacts): Promise<boolean> {
  if (facts.kind !== 'dunning' || facts.invoice === null) return true;
  return !isZero(await lockReceivable(tx, facts.invoice.number, 1, facts.customer.currency));
}

async function markStep(tx: Transaction, facts: MailFacts, status: 'SENT' | 'UNKNOWN' | 'FAILED'): Promise<void> {
  if (facts.kind !== 'dunning') return;
  await tx.$executeRaw`UPDATE dunning_step SET status = ${status} WHERE id = ${facts.dunningStepId}`;
}

type Asked = { readonly to: string; readonly subject: string };

/** Puts the mail on the worklist. Its round is said in a word: `question:…:2` is the second question, a mail of its own. */
async function askPerson(
  tx: Transaction,
  facts: MailFacts,
  kind: 'mail-unknown' | 'mail-failed',
  { to, subject, response }: Asked & { readonly response: string },
): Promise<void> {
  await openWorkItem(tx, {
    id: `${kind}:${facts.id}${facts.round === 1 ? '' : `:round-${facts.round}`}`,
    kind,
    role: ['dunning', 'dunning-report', 'invoice'].includes(facts.kind) ? 'finance' : 'sales',
    facts: { mail: facts.id, to, subject, response },
    orderNumber: facts.order.number,
    invoiceNumber: facts.invoice?.number ?? null,
    customerNumber: facts.customer.number,
    mailId: facts.id,
    dunningStepId: facts.dunningStepId,
    link: `/orders/${facts.order.number}`,
  });
}

/** Writes down what the server said. PostgreSQL may be away just then: the answer is kept until it is back. */
async function settle(
  deps: ActivityDeps,
  facts: MailFacts,
  mail: ComposedMail,
  token: string,
  outcome: SmtpOutcome,
): Promise<MailOutcome> {
  switch (outcome.kind) {
    case 'accepted':
      return withHeartbeat(() => persistently(() => recordSent(deps, facts, mail, outcome.response)));
    case 'refused':
      if (outcome.permanent)
        return withHeartbeat(() => persistently(() => recordFailed(deps, facts, mail, outcome.response)));
      await giveBack(deps, facts, token, outcome.response);
      throw later(outcome.response);
    case 'unreachable':
      await giveBack(deps, facts, token, outcome.error);
      throw later(outcome.error);
    case 'unknown': {
      const claim = await deps.prisma.$transaction((tx) => lose(tx, facts, outcome.error));
      if (claim.kind === 'over') return claim.outcome;
      throw later(outcome.error, 500);
    }
  }
}

/**
 * Puts the mail back into the queue after an attempt that certainly did not deliver it. A letter of dunning whose last
 * cent came meanwhile is skipped instead: nobody would take it out of the queue any more.
 */
async function giveBack(deps: ActivityDeps, facts: MailFacts, token: string, error: string): Promise<void> {
  await deps.prisma.$transaction(async (tx) => {
    const isOver = facts.kind === 'dunning' && isZero(await openOf(tx, facts));
    const status = isOver ? 'SKIPPED' : 'QUEUED';
    await tx.$executeRaw`
      WITH back AS (
        UPDATE mail SET status = ${status}, last_error = ${error}, claim_token = NULL
        WHERE id = ${facts.id} AND status = 'SENDING' AND claim_token = ${token} RETURNING dunning_step_id
      )
      UPDATE dunning_step SET status = 'SKIPPED' FROM back WHERE ${isOver} AND id = back.dunning_step_id AND status = 'DUE'`;
  });
}

const openOf = (tx: Transaction, facts: MailFacts): Promise<string> =>
  lockReceivable(tx, facts.invoice?.number ?? '', 1, facts.customer.currency);

function recordSent(deps: ActivityDeps, facts: MailFacts, mail: ComposedMail, response: string): Promise<MailOutcome> {
  const key = `mail:${facts.id}:sent:${facts.round}`;
  const work = async (tx: Transaction): Promise<StepRecord<MailOutcome>> => {
    const acknowledged = await markSent(tx, facts, response);
    await markStep(tx, facts, 'SENT');
    const report = facts.kind === 'dunning' ? { reportMailId: await tellAboutLetter(tx, facts, mail.to) } : {};
    return {
      result: { kind: 'sent', ...report } satisfies MailOutcome,
      audit: [
        {
          actor: systemActor(key),
          action: `mail.sent`,
          entity: 'mail',
          entityId: facts.id,
          orderNumber: facts.order.number,
          customerNumber: facts.customer.number,
          after: {
            kind: facts.kind,
            to: mail.to,
            subject: mail.subject,
            messageId: messageIdOf(deps, facts.id),
            response,
            ...acknowledged,
          },
        },
      ],
    };
  };
  return once(
    deps.prisma,
    key,
    null,
    work,
    facts.kind === 'dunning' ? customerLocked(facts.customer.number) : undefined,
  );
}

type Acknowledged = { readonly minutes: string | null; readonly targetMinutes: number | null };

/**
 * Marks the mail; for the acknowledgement of the version that holds also the order, with the time it took: one sent while
 * an amendment was made acknowledges nothing any more.
 * @returns that time and its target in minutes
 */
async function markSent(tx: Transaction, facts: MailFacts, response: string): Promise<Acknowledged | undefined> {
  const rows = await tx.$queryRaw<Acknowledged[]>`
    WITH sent AS (
      UPDATE mail SET status = 'SENT', sent_at = now(), last_error = ${response}, claim_token = NULL WHERE id = ${facts.id} RETURNING id
    )
    UPDATE sales_order SET acknowledged_at = COALESCE(acknowledged_at, now()),
      acknowledgement_minutes = COALESCE(acknowledgement_minutes, round((EXTRACT(epoch FROM now() - received_at) / 60)::numeric, 1)),
      stage = CASE WHEN stage = 'accepted' THEN 'acknowledged' ELSE stage END
    FROM sent WHERE number = ${facts.order.number} AND sent.id = 'acknowledgement:' || number || ':' || version
    RETURNING acknowledgement_minutes::text AS minutes, acknowledgement_target_minutes AS "targetMinutes"`;
  return rows[0];
}

async function tellAboutLetter(tx: Transaction, facts: MailFacts, to: string): Promise<string> {
  const claim = facts.data as DunningClaim;
  const news = {
    stepId: facts.dunningStepId ?? '',
    invoiceNumber: facts.invoice?.number ?? '',
    instalment: 1,
    orderNumber: facts.order.number,
    customerNumber: facts.customer.number,
    currency: facts.customer.currency,
    claim,
    to,
  };
  await raiseOf(tx, news, systemActor(`mail:${facts.id}`));
  return tellFinance(tx, news);
}

function recordFailed(
  deps: ActivityDeps,
  facts: MailFacts,
  mail: ComposedMail,
  response: string,
): Promise<MailOutcome> {
  const key = `mail:${facts.id}:failed:${facts.round}`;
  return once(deps.prisma, key, null, async (tx) => {
    const matters = await stillMatters(tx, facts);
    await tx.$executeRaw`UPDATE mail SET status = 'FAILED', last_error = ${response}, claim_token = NULL WHERE id = ${facts.id}`;
    await markStep(tx, facts, 'FAILED');
    if (matters) await askPerson(tx, facts, 'mail-failed', { to: mail.to, subject: mail.subject, response });
    return {
      result: { kind: 'failed' } satisfies MailOutcome,
      audit: [
        {
          actor: systemActor(key),
          action: 'mail.failed',
          entity: 'mail',
          entityId: facts.id,
          orderNumber: facts.order.number,
          customerNumber: facts.customer.number,
          after: { to: mail.to, subject: mail.subject, response },
        },
      ],
    };
  });
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

async function withHeartbeat<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => heartbeat(), 2_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** The Message-ID of a business mail is made from its key, so that a copy carries the same one (RFC 5322 §3.6.4). */
export const messageIdOf = (deps: Pick<ActivityDeps, 'mail'>, mailId: string): string =>
  `<${mailId.replaceAll(':', '.')}@${deps.mail.domain}>`;

async function messageOf(
  deps: ActivityDeps,
  facts: MailFacts,
  mail: ComposedMail,
  attachments: readonly DocumentFile[],
): Promise<Buffer> {
  const composer = new MailComposer({
    from: { name: facts.company.legalName, address: facts.company.email },
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: messageIdOf(deps, facts.id),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Encours-Mail': facts.id },
    disableFileAccess: true,
    disableUrlAccess: true,
    attachments: attachments.map(({ fileName, bytes, mime }) => ({
      filename: fileName,
      content: Buffer.from(bytes),
      contentType: mime,
    })),
  });
  return composer.compile().build();
}
