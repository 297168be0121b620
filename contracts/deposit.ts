import { z } from 'zod';
import {
  Amount,
  AmountOwed,
  Currency,
  DueTerm,
  InvoiceNumber,
  LocalDate,
  OrderNumber,
  PositiveAmount,
  PositivePercent,
} from './primitives.js';
import { VatRow } from './tax.js';

const asked = {
  /** By when, counted from the day of the deposit invoice; or an agreed day. */
  terms: DueTerm,
  /** Nothing leaves before it is paid. */
  blocksDelivery: z.boolean(),
};

/** Acompte: what is asked for of an order before the goods, tax included: a part of its total, or an amount of at most its total. */
export const Deposit = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('percent'), percent: PositivePercent, ...asked }),
    z.strictObject({ kind: z.literal('amount'), amount: PositiveAmount, ...asked }),
  ])
  .meta({ id: 'Deposit' });
export type Deposit = z.infer<typeof Deposit>;

/** What an order has of its deposit. */
export const OrderDeposit = z
  .strictObject({
    asked: Deposit,
    /** Null: it is not on an invoice yet. What follows from it is null as well where the caller may not read invoices. */
    invoice: InvoiceNumber.nullable(),
    dueDate: LocalDate.nullable(),
    gross: Amount.nullable(),
    open: AmountOwed.nullable(),
    /** Of what was invoiced, what no invoice has deducted and no credit note taken back. */
    left: AmountOwed.nullable(),
    /** It holds the deliveries: it is not paid. */
    blocks: z.boolean(),
  })
  .meta({ id: 'OrderDeposit' });
export type OrderDeposit = z.infer<typeof OrderDeposit>;

/** What an invoice deducts of one deposit invoice (EN 16931 BT-113 with BG-3), by VAT category and rate. */
export const InvoiceDeduction = z
  .strictObject({
    deposit: InvoiceNumber,
    issueDate: LocalDate,
    rows: z.array(VatRow).min(1),
    /** Tax included. */
    gross: Amount,
  })
  .meta({ id: 'InvoiceDeduction' });
export type InvoiceDeduction = z.infer<typeof InvoiceDeduction>;

/** A deposit invoice of which something is neither deducted nor credited. */
export const DepositLeft = z
  .strictObject({
    deposit: InvoiceNumber,
    order: OrderNumber,
    issueDate: LocalDate,
    currency: Currency,
    gross: Amount,
    /** Not paid yet. */
    open: AmountOwed,
    left: Amount,
  })
  .meta({ id: 'DepositLeft' });
export type DepositLeft = z.infer<typeof DepositLeft>;
