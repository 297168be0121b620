import type { Company } from '../../contracts/company.js';
import { documentIds } from '../../contracts/ids.js';
import type { Answer, OrderDraft } from '../../contracts/process.js';
import type { ProformaReceipt } from '../../contracts/proforma.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { invariant } from '../../domain/invariant.js';
import { draftOrder } from '../../domain/order-entry.js';
import { proformaOf } from '../../domain/proforma.js';
import type { Deposit } from '../../contracts/deposit.js';
import type { Transaction } from '../client.js';
import { companyToday } from '../queries/company.js';
import { readTemplates } from '../queries/document-templates.js';
import { currentOrderDraft, loadOrderContext } from '../queries/order-context.js';
import type { Scope } from '../queries/page.js';
import { getQuote } from '../queries/quotes.js';
import { appendAudit } from '../repositories/audit.js';
import { insertDocuments } from '../repositories/documents.js';
import { isRefusal, refuse } from './refusals.js';

const everybody: Scope = { salesperson: null };

/** Makes a proforma of what is ordered and not cancelled. */
export async function makeOrderProforma(
  tx: Transaction,
  order: string,
  actor: Actor,
  scope: Scope = everybody,
  nowMs: number = Date.now(),
): Promise<Answer<ProformaReceipt>> {
  const [locked] = await tx.$queryRaw<{ deposit: Deposit | null }[]>`
    SELECT deposit FROM sales_order WHERE number = ${order} FOR NO KEY UPDATE`;
  const current = await currentOrderDraft(tx, order, scope);
  if (locked === undefined || current === null) return refuse('not-found', said('order-unknown', { order }));
  if (current.draft.lines.length === 0) return refuse('order-closed', said('all-cancelled'));
  const draft = { ...current.draft, ...(locked.deposit && { deposit: locked.deposit }) };
  return issue(tx, { number: order, draft, validUntil: null, actor, nowMs });
}

/** Makes a proforma of what is offered. */
export async function makeQuoteProforma(
  tx: Transaction,
  number: string,
  actor: Actor,
  scope: Scope = everybody,
  nowMs: number = Date.now(),
): Promise<Answer<ProformaReceipt>> {
  await tx.$queryRaw`SELECT number FROM quote WHERE number = ${number} FOR NO KEY UPDATE`;
  const quote = await getQuote(tx, number, scope, nowMs);
  if (quote === null) return refuse('not-found', said('quote-unknown', { quote: number }));
  const { customer, currency, lines, validUntil } = quote;
  const products = lines.map(({ product }) => product);
  const context = await loadOrderContext(tx, { customer, quote: number, products }, scope, nowMs);
  const asked = lines.map(({ deliveryDate: _date, ...line }) => ({ ...line, requestedDate: context.today }));
  const drafted = draftOrder(
    { customer, origin: 'quote', quote: number, currency, freight: quote.freight, lines: asked },
    context,
  );
  if (isRefusal(drafted)) return drafted;
  return issue(tx, { number, draft: drafted.draft, validUntil, actor, nowMs });
}

type Asked = {
  readonly number: string;
  readonly draft: OrderDraft;
  readonly validUntil: string | null;
  readonly actor: Actor;
  readonly nowMs: number;
};

/** Keeps what it says, to be rendered when it is read; the order or the quote is locked, so that each has a place of its own. */
async function issue(tx: Transaction, { number, draft, validUntil, actor, nowMs }: Asked): Promise<ProformaReceipt> {
  const issuedOn = await companyToday(tx, nowMs);
  const [row] = await tx.$queryRaw<{ before: number; company: Company }[]>`
    SELECT (SELECT count(*)::int FROM document WHERE kind = 'proforma' AND number = ${number}) AS before,
      (SELECT body FROM company WHERE id = 1) AS company`;
  invariant(row, 'the database has no company: run the seed');
  const version = row.before + 1;
  const id = documentIds.proforma(number, version);
  const isOfOrder = validUntil === null;
  const about = { customerNumber: draft.customer, orderNumber: isOfOrder ? number : null };
  const templates = await readTemplates(tx);
  const snapshot = proformaOf(draft, { company: row.company, templates, number, version, issuedOn, validUntil });
  await tx.$executeRaw(insertDocuments([{ ...about, id, kind: 'proforma', number, issuedOn, snapshot }]));
  await appendAudit(tx, [
    {
      actor,
      ...(isOfOrder
        ? ({ action: 'order.proforma-made', entity: 'order' } as const)
        : ({ action: 'quote.proforma-made', entity: 'quote' } as const)),
      entityId: number,
      ...about,
      after: { version, gross: snapshot.gross, currency: draft.currency },
    },
  ]);
  return { of: number, version, document: id };
}
