import { createHash } from 'node:crypto';
import type { Company } from '../../contracts/company.js';
import {
  COMPLAINT_FILE_BYTES,
  MOST_COMPLAINT_FILES,
  type ComplaintFileInput,
  type ComplaintInput,
  type ComplaintReceipt,
} from '../../contracts/complaint.js';
import { complaintSources, receivedStatusId } from '../../contracts/ids.js';
import type { ReceivedStatus } from '../../contracts/lifecycle.js';
import type { Answer, DeliveredLine } from '../../contracts/process.js';
import type { Refusal } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import {
  currencies,
  type Actor,
  type ComplaintOrigin,
  type Currency,
  type InvoiceKind,
  type OrderStage,
} from '../../contracts/vocabulary.js';
import { refuseFiner } from '../../domain/amount-entry.js';
import { epochMsOf, localDateOf } from '../../domain/calendar.js';
import { dueOf, fileTypeOf, kindOfRefusal, refuseComplained, refuseSettled, worthOf } from '../../domain/complaints.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { canonicalAmount } from '../../domain/money.js';
import { hasFallen } from '../../domain/order-stages.js';
import type { Transaction } from '../client.js';
import { Prisma } from '../generated/client.js';
import { wordOf } from '../mappers.js';
import { companyCalendar, getCompany } from '../queries/company.js';
import { colleagueNamed, complainableLines, type ComplainableLine } from '../queries/complaints.js';
import { visible, type Scope } from '../queries/page.js';
import { lockCustomer } from '../repositories/accounts.js';
import { appendAudit, type AuditInput } from '../repositories/audit.js';
import { insertComplaint, lockComplaint, type NewComplaint } from '../repositories/complaints.js';
import { isRefusal, refuse } from './refusals.js';

type Subject = {
  readonly customer: string;
  readonly order: string;
  readonly stage: OrderStage;
  readonly delivery: string | null;
  readonly invoice: string | null;
  readonly currency: Currency;
};

type Opening = { readonly actor: Actor; readonly scope: Scope; readonly nowMs: number };

/** Opens a complaint that somebody has heard of. Its process is to be started after the commit. */
export async function openComplaint(
  tx: Transaction,
  input: ComplaintInput,
  { actor, scope, nowMs }: Opening,
): Promise<Answer<ComplaintReceipt & { readonly customer: string }>> {
  const subject = await subjectOf(tx, input, scope);
  if (isRefusal(subject)) return subject;
  await lockCustomer(tx, subject.customer);
  const company = await getCompany(tx);
  const today = localDateOf(nowMs, company.zone);
  const complainable = await complainableLines(tx, subject);
  const lines = input.lines ?? [];
  const owner = input.owner === undefined ? null : await colleagueNamed(tx, input.owner, subject.customer);
  const refused =
    refuseComplained(lines, complainable) ??
    (input.disputed === undefined ? null : refuseFiner('disputed', input.disputed, subject.currency)) ??
    refuseDue(input.dueAt, company, today) ??
    (input.owner === undefined || owner !== null ? null : noColleague(input.owner));
  if (refused !== null) return refused;
  const opened = await open(tx, {
    ...subject,
    origin: 'person',
    source: null,
    kind: input.kind,
    disputed: disputedBy(input, complainable, subject.currency),
    description: input.description,
    owner: input.owner ?? null,
    dueAt: input.dueAt ?? (await usualDue(tx, company, nowMs)),
    lines,
    company,
    actor,
    nowMs,
  });
  return { number: opened ?? '', status: 'open', outcome: null, creditNote: null, customer: subject.customer };
}

/** What is disputed of the money: as it is stated, or what the lines come to; of goods that are late, none. */
function disputedBy(
  { disputed, lines = [], kind }: ComplaintInput,
  complainable: readonly ComplainableLine[],
  currency: Currency,
): string | null {
  if (disputed !== undefined) return canonicalAmount(disputed, currency);
  if (kind === 'late') return canonicalAmount('0', currency);
  return lines.length === 0 ? null : worthOf(complainable, lines, currency);
}

const refuseDue = (dueAt: string | undefined, { zone }: Company, today: string): Refusal | null =>
  dueAt === undefined
    ? null
    : refuseDate('complaintDue', { field: 'dueAt', date: localDateOf(epochMsOf(dueAt), zone) }, today);

const noColleague = (person: string): Refusal =>
  refuse('invalid-request', said('no-colleague', { person }), { field: 'owner', remedy: said('name-colleague') });

async function usualDue(tx: Transaction, company: Company, nowMs: number): Promise<string> {
  return new Date(dueOf(nowMs, company.zone, await companyCalendar(tx, company))).toISOString();
}

type Found = Omit<Subject, 'currency' | 'stage'> & {
  readonly currency: string;
  readonly stage: OrderStage;
  readonly kind: InvoiceKind | null;
};

/** What is complained of, with the order that it is of. */
async function subjectOf(tx: Transaction, { about }: ComplaintInput, scope: Scope): Promise<Answer<Subject>> {
  const [found] = await tx.$queryRaw<Found[]>(rowOf(about, scope));
  if (found === undefined) return refuse('not-found', strange(about));
  const { kind, ...subject } = found;
  if (kind !== null && kind !== 'invoice' && kind !== 'corrective')
    return refuse('invalid-request', said('no-complaint-of-credit-note', { invoice: found.invoice ?? '' }), {
      field: 'about.invoice',
      remedy: said('complain-of-sale'),
    });
  if (hasFallen(found.stage))
    return refuse('order-closed', said('nothing-to-complain-of', { order: found.order }), {
      field: 'about',
      remedy: said('complain-of-sale'),
    });
  return { ...subject, currency: wordOf(currencies, found.currency) };
}

function rowOf(about: ComplaintInput['about'], scope: Scope): Prisma.Sql {
  const ofOrder = Prisma.sql`JOIN customer ON customer.number = o.customer_number`;
  const columns = Prisma.sql`o.customer_number AS customer, o.number AS "order", o.stage, o.currency`;
  if ('delivery' in about)
    return Prisma.sql`SELECT ${columns}, d.number AS delivery, NULL AS invoice, NULL AS kind
      FROM delivery d JOIN sales_order o ON o.number = d.order_number ${ofOrder} WHERE d.number = ${about.delivery} AND ${visible(scope)}`;
  if ('invoice' in about)
    return Prisma.sql`SELECT ${columns}, NULL AS delivery, i.number AS invoice, i.kind
      FROM invoice i JOIN sales_order o ON o.number = i.order_number ${ofOrder} WHERE i.number = ${about.invoice} AND ${visible(scope)}`;
  return Prisma.sql`SELECT ${columns}, NULL AS delivery, NULL AS invoice, NULL AS kind
    FROM sales_order o ${ofOrder} WHERE o.number = ${about.order} AND ${visible(scope)}`;
}

const strange = (about: ComplaintInput['about']) => {
  if ('delivery' in about) return said('delivery-unknown', { delivery: about.delivery });
  return 'invoice' in about ? said('no-such', { thing: 'invoice' }) : said('order-unknown', { order: about.order });
};

type Opened = Omit<NewComplaint, 'openedAt' | 'openedBy' | 'openedOn' | 'dueOn'> & {
  readonly origin: ComplaintOrigin;
  readonly company: Company;
  readonly actor: Actor;
  readonly nowMs: number;
};

/** @returns its number; null: its source has opened one before */
async function open(tx: Transaction, { company, actor, nowMs, origin, ...complaint }: Opened): Promise<string | null> {
  const openedOn = localDateOf(nowMs, company.zone);
  const { kind, customer, order, delivery, invoice, currency, disputed, description, dueAt } = complaint;
  const dueOn = localDateOf(epochMsOf(dueAt), company.zone);
  const openedAt = new Date(nowMs).toISOString();
  const number = await insertComplaint(tx, { ...complaint, openedBy: actor.principal, openedOn, openedAt, dueOn });
  if (number === null) return null;
  const audit: AuditInput = {
    actor,
    action: 'complaint.opened',
    entity: 'complaint',
    entityId: number,
    orderNumber: order,
    customerNumber: customer,
    on: openedOn,
    after: {
      complaint: number,
      status: 'open',
      origin,
      kind,
      disputed,
      currency,
      lines: [...complaint.lines],
      delivery,
      invoice,
      description,
      dueAt,
    },
  };
  await appendAudit(tx, [audit]);
  return number;
}

/**
 * Opens a complaint of what a recipient wrote on a proof of receipt, once for each delivery: nobody has said yet what it is,
 * nor how much is disputed. The caller holds the lock of the customer.
 * @returns its number; null: there is one already
 */
export async function openReserves(
  tx: Transaction,
  reserved: {
    readonly delivery: string;
    readonly reserves: string;
    readonly actor: Actor;
    readonly nowMs: number;
  },
): Promise<string | null> {
  const { delivery, reserves, actor, nowMs } = reserved;
  const [order] = await tx.$queryRaw<{ customer: string; number: string; currency: string }[]>`
    SELECT o.customer_number AS customer, o.number, o.currency FROM delivery d JOIN sales_order o ON o.number = d.order_number
    WHERE d.number = ${delivery}`;
  if (order === undefined) throw new Error(`delivery ${delivery} is not there`);
  const company = await getCompany(tx);
  const lines: readonly DeliveredLine[] = [];
  return open(tx, {
    origin: 'proof',
    source: complaintSources.proof(delivery),
    kind: 'reserve',
    customer: order.customer,
    order: order.number,
    delivery,
    invoice: null,
    currency: wordOf(currencies, order.currency),
    disputed: null,
    description: reserves,
    owner: null,
    dueAt: await usualDue(tx, company, nowMs),
    lines,
    company,
    actor,
    nowMs,
  });
}

/**
 * Opens a complaint of an invoice that its buyer refuses on a platform, once for each such word: all of the invoice is
 * disputed. The caller holds the lock of the customer.
 * @returns its number; null: there is one already
 */
export async function openRefusal(
  tx: Transaction,
  refused: {
    readonly status: Pick<ReceivedStatus, 'invoice' | 'messageId' | 'code' | 'reasons'>;
    readonly owner: { readonly customer: string; readonly order: string; readonly currency: string };
    readonly actor: Actor;
    readonly nowMs: number;
  },
): Promise<string | null> {
  const { status, owner, actor, nowMs } = refused;
  const company = await getCompany(tx);
  const said = status.reasons.map(({ code, text }) => text ?? code);
  return open(tx, {
    origin: 'platform',
    source: complaintSources.refusal(receivedStatusId(status.messageId)),
    kind: kindOfRefusal(status.reasons),
    customer: owner.customer,
    order: owner.order,
    delivery: null,
    invoice: status.invoice,
    currency: wordOf(currencies, owner.currency),
    disputed: null,
    description: said.length === 0 ? status.code : said.join(' · '),
    owner: null,
    dueAt: await usualDue(tx, company, nowMs),
    lines: [],
    company,
    actor,
    nowMs,
  });
}

/** Keeps a photo or a document with a complaint, whole or not at all. */
export async function addComplaintFile(
  tx: Transaction,
  number: string,
  { name, content: base64 }: ComplaintFileInput,
  { actor, scope, nowMs }: Opening,
): Promise<Answer<{ readonly id: string }>> {
  const found = await lockComplaint(tx, number);
  if (found === undefined || !(await isVisible(tx, found.customer, scope)))
    return refuse('not-found', said('no-such', { thing: 'complaint' }));
  const settled = refuseSettled(found, ['open', 'awaiting-goods']);
  if (settled !== null) return settled;
  const content = Buffer.from(base64, 'base64');
  const refused = refuseFile(name, content);
  if (refused !== null) return refused;
  const kept = await tx.complaintFile.findMany({ where: { complaintNumber: number }, select: { sha256: true } });
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (kept.some((file) => file.sha256 === sha256))
    return refuse('already-exists', said('file-there-already', { name }), {
      field: 'content',
      remedy: said('read-complaint'),
    });
  if (kept.length >= MOST_COMPLAINT_FILES)
    return refuse('invalid-request', said('complaint-full', { complaint: number, most: MOST_COMPLAINT_FILES }), {
      field: 'content',
      remedy: said('leave-it-out'),
    });
  const { requestId: id, principal } = actor;
  await tx.complaintFile.create({
    data: {
      id,
      complaintNumber: number,
      name,
      mime: fileTypeOf(content) ?? '',
      size: content.length,
      sha256,
      content: new Uint8Array(content),
      addedBy: principal,
      addedAt: new Date(nowMs),
    },
  });
  await appendAudit(tx, [
    {
      actor,
      action: 'complaint.file-added',
      entity: 'complaint',
      entityId: number,
      orderNumber: found.order,
      customerNumber: found.customer,
      after: { complaint: number, status: found.status, name, sha256 },
    },
  ]);
  return { id };
}

function refuseFile(name: string, content: Uint8Array): Refusal | null {
  if (content.length > COMPLAINT_FILE_BYTES)
    return refuse('invalid-request', said('file-too-large', { name, most: COMPLAINT_FILE_BYTES / 1_000_000 }), {
      field: 'content',
      remedy: said('send-smaller-file'),
    });
  if (fileTypeOf(content) !== null) return null;
  return refuse('invalid-request', said('file-not-kept', { name }), {
    field: 'content',
    remedy: said('send-photo-or-pdf'),
  });
}

async function isVisible(tx: Transaction, customer: string, scope: Scope): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM customer WHERE number = ${customer} AND ${visible(scope)}`;
  return rows.length === 1;
}
