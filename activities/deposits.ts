import { documentIds, orderSteps } from '../contracts/ids.js';
import type { Recorded, UnpaidInvoice } from '../contracts/process.js';
import { depositDue, draftDeposit } from '../domain/deposits.js';
import { issuedWith } from '../domain/document-template.js';
import { invariant } from '../domain/invariant.js';
import { isDepositDue, openGrossOf } from '../domain/order-record.js';
import { totalsToDeliver } from '../domain/order-totals.js';
import { taxedOn } from '../domain/tax-rates.js';
import { readOrderFacts, type OrderFacts } from '../prisma/repositories/order-facts.js';
import { insertDeposit, takeDepositNumber } from '../prisma/repositories/deposits.js';
import { accountLocked, lockTaxedOrder, undoOnOrder, type TaxedOrder } from '../prisma/repositories/order-record.js';
import { wordsOf } from '../words/index.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { stepOfOrder } from './order-step.js';
import { common, depositInvoiceOf, wayOf } from './snapshots.js';

export type RecordDeposit = {
  readonly orderNumber: string;
  /** Business date on which the step was taken. */
  readonly today: string;
};

export function depositActivities(deps: ActivityDeps) {
  return {
    /** Issues the deposit invoice of an order; then the customer's account wakes. */
    recordDeposit: async (input: RecordDeposit): Promise<Recorded<UnpaidInvoice | null>> => {
      const recorded = await recordDeposit(deps, input);
      if (recorded.answer !== null) await deps.processes.wakeAccount(recorded.answer.customer);
      return recorded;
    },
  };
}

/**
 * Invoices the deposit that an accepted order asks for, once: gives the number and issues the invoice, with its receivable and
 * its mail, in one transaction. @returns null where none is asked for, or it is issued
 */
function recordDeposit(deps: ActivityDeps, input: RecordDeposit): Promise<Recorded<UnpaidInvoice | null>> {
  const { orderNumber, today } = input;
  const key = orderSteps.deposit(orderNumber);
  const step = { key, requestId: null, locked: accountLocked(orderNumber) };
  return stepOfOrder<UnpaidInvoice | null>(deps, orderNumber, step, async (tx) => {
    const found = await lockTaxedOrder(tx, orderNumber);
    const { order } = found;
    if (order.deposit === null || !isDepositDue(order)) return undoOnOrder(order, null);
    const { asked } = order.deposit;
    const { customer, currency } = order;
    const facts = await readOrderFacts(tx, orderNumber);
    const { draft, orderGross } = draftFor(found, facts, today);
    const taken = await takeDepositNumber(tx, today, orderNumber);
    const { number, issueDate } = taken;
    const dueDate = depositDue(asked, issueDate);
    const { gross, net, vat, vatBreakdown: rows } = draft;
    const invoice = { number, issueDate, dueDate, gross, open: gross, rows };
    const actor = systemActor(key);
    const payee = await insertDeposit(tx, {
      taken,
      dueDate,
      terms: asked.terms,
      orderNumber,
      customerNumber: customer,
      currency,
      draft,
      actor,
      orderOpenGross: openGrossOf({ ...order, deposit: { asked, invoice } }),
    });
    const id = documentIds.invoice(number);
    const about = { customerNumber: customer, orderNumber };
    return {
      answer: { customer, number, issueDate, dueDate, currency, gross },
      documents: [
        issuedDeposit(about, facts, {
          number,
          issueDate,
          dueDate,
          draft,
          asked,
          orderGross,
          payee,
          expectedOn: order.nextDate,
        }),
      ],
      outgoing: [
        {
          ...about,
          id,
          kind: 'invoice',
          documents: [id],
          ...wayOf(facts, 'invoice'),
          invoiceNumber: number,
        },
      ],
      audit: [
        {
          ...about,
          actor,
          action: 'invoice.issued',
          entity: 'invoice',
          entityId: number,
          on: issueDate,
          after: { net, vat, gross, dueDate, delivery: null },
        },
      ],
    };
  });
}

/** Its document, kept with all that it says. */
function issuedDeposit(
  about: { readonly customerNumber: string; readonly orderNumber: string },
  facts: OrderFacts,
  issued: Parameters<typeof depositInvoiceOf>[1],
) {
  const { number, issueDate } = issued;
  const snapshot = depositInvoiceOf(facts, issued);
  return { ...about, id: documentIds.invoice(number), kind: 'invoice' as const, number, issuedOn: issueDate, snapshot };
}

/** At the VAT of the day, over all that is ordered and not cancelled. */
function draftFor({ order, taxRates }: TaxedOrder, facts: OrderFacts, today: string) {
  const { deposit, currency, freight } = order;
  const lines = taxedOn(today, order.lines, order, taxRates).map((line) => ({ ...line, delivered: '0' }));
  const totals = totalsToDeliver({ lines, freight, currency });
  invariant(deposit && totals, `order ${order.number} has no deposit to invoice`);
  const { language } = { ...common(facts, 'invoices'), ...issuedWith(facts.templates, 'invoice', today) };
  const { depositInvoice } = wordsOf(language);
  const draft = draftDeposit(deposit.asked, totals, { currency, description: depositInvoice.line(order.number) });
  return { draft, orderGross: totals.gross };
}
