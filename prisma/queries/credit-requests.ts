import type { CorrectionInput } from '../../contracts/correction.js';
import type { CreditNoteInput } from '../../contracts/credit-note.js';
import type { Currency } from '../../contracts/vocabulary.js';
import { canonicalAmount } from '../../domain/money.js';
import type { Db } from './page.js';

export type CreditWish = CreditNoteInput | CorrectionInput;

/** A credit that waits, or waited, for a second person. */
export type CreditRequestRecord = {
  readonly id: string;
  readonly customer: string;
  readonly invoice: string;
  readonly order: string;
  readonly wish: CreditWish;
  readonly amount: string;
  readonly currency: Currency;
  readonly isDecided: boolean;
  /** Who asked is the person that decides. */
  readonly isOwn: boolean;
};

/** The credit note that was issued once a second person had granted just this, and that ended no complaint; null: none was. */
export async function findGrantedCredit(db: Db, invoice: string, wish: CreditWish): Promise<string | null> {
  const [row] = await db.$queryRaw<{ creditNote: string }[]>`
    SELECT q.credit_note AS "creditNote" FROM credit_request q
    WHERE q.invoice_number = ${invoice} AND q.decision = 'grant' AND q.wish = ${JSON.stringify(wish)}::jsonb
      AND NOT EXISTS (SELECT FROM complaint c WHERE c.credit_note = q.credit_note)
    ORDER BY q.decided_at DESC LIMIT 1`;
  return row?.creditNote ?? null;
}

/** Whose invoice a request is about, and what it asks for, which never changes; null: there is none. */
export async function findCreditRequest(db: Db, id: string, decider: string): Promise<CreditRequestRecord | null> {
  const [row] = await db.$queryRaw<CreditRequestRecord[]>`
    SELECT q.id, q.customer_number AS customer, q.invoice_number AS invoice, i.order_number AS "order", q.wish, q.amount::text AS amount,
      q.currency, q.decision IS NOT NULL AS "isDecided", person_of(q.asked_by) = person_of(${decider}) AS "isOwn"
    FROM credit_request q JOIN invoice i ON i.number = q.invoice_number WHERE q.id = ${id}`;
  return row === undefined ? null : { ...row, amount: canonicalAmount(row.amount, row.currency) };
}
