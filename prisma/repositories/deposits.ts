import type { Deposit } from '../../contracts/deposit.js';
import type { Payee } from '../../contracts/payee.js';
import type { Actor } from '../../contracts/vocabulary.js';
import type { DepositDraft } from '../../domain/deposits.js';
import type { Transaction } from '../client.js';
import { exposureMoves } from './exposure.js';
import { insertedLines, payeeOf, takeNumber, takenNumber, type TakenNumber, type TakenRow } from './invoices.js';

/** Takes the next number of the series of deposit invoices of a day. */
export async function takeDepositNumber(tx: Transaction, day: string, order: string): Promise<TakenNumber> {
  const [row] = await tx.$queryRaw<TakenRow[]>(takeNumber('deposit', day, order));
  if (row === undefined) throw new Error('there is no series for deposit invoices');
  return takenNumber(row);
}

export type NewDeposit = {
  readonly taken: TakenNumber;
  readonly dueDate: string;
  readonly terms: Deposit['terms'];
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly currency: string;
  readonly draft: DepositDraft;
  readonly actor: Actor;
  /** What the order still binds of the customer's credit beside it, tax included. */
  readonly orderOpenGross: string;
};

/**
 * Inserts a deposit invoice with its lines, its receivable and its posting, and moves its part of the exposure from the order to
 * it; in one statement. @returns whom it is paid to; null: us
 */
export async function insertDeposit(tx: Transaction, deposit: NewDeposit): Promise<Payee | null> {
  const { draft, taken, customerNumber, orderNumber, currency, actor } = deposit;
  const [row] = await tx.$queryRaw<{ payee: Payee | null }[]>`
    WITH issued AS (
      INSERT INTO invoice (number, kind, series, sequence, order_number, customer_number, currency, issue_date, due_date,
        payment_terms, payee, freight, net, vat, gross, vat_breakdown)
      VALUES (${taken.number}, 'deposit', ${taken.series}, ${taken.sequence}::int, ${orderNumber}, ${customerNumber}, ${currency},
        ${taken.issueDate}::date, ${deposit.dueDate}::date, ${JSON.stringify(deposit.terms)}::jsonb, ${payeeOf(customerNumber)},
        ${draft.freight}::numeric, ${draft.net}::numeric, ${draft.vat}::numeric, ${draft.gross}::numeric,
        ${JSON.stringify(draft.vatBreakdown)}::jsonb)
      RETURNING number, payee
    ), ${insertedLines(draft.lines)}, owed AS (
      INSERT INTO ledger_entry (posting, customer_number, currency, kind, item_kind, invoice_number, instalment, amount, on_date, actor, role, request_id)
      SELECT 'invoice:' || number, ${customerNumber}, ${currency}, 'invoice', 'receivable', number, 1, ${draft.gross}::numeric,
        ${taken.issueDate}::date, ${actor.principal}, ${actor.role}, ${actor.requestId} FROM issued
    ), receivable AS (
      INSERT INTO receivable (invoice_number, instalment, customer_number, due_date, amount, open, settled_on)
      SELECT number, 1, ${customerNumber}, ${deposit.dueDate}::date, ${draft.gross}::numeric, ${draft.gross}::numeric, NULL::date FROM issued
    ), ${exposureMoves(customerNumber, [
      { kind: 'order', reference: orderNumber, amount: deposit.orderOpenGross },
      { kind: 'invoice', reference: taken.number, amount: draft.gross },
    ])}
    SELECT payee FROM issued`;
  return row?.payee ?? null;
}
