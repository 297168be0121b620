import { z } from 'zod';
import {
  Amount,
  AmountOwed,
  Currency,
  CustomerNumber,
  EnteredDate,
  InvoiceNumber,
  LocalDate,
  OrderNumber,
  StatementNumber,
} from './primitives.js';
import { Payee } from './payee.js';
import { ageBuckets, claimKinds } from './vocabulary.js';

/** What a statement of account tells: the customer's account in one currency at the end of a day. */
export const Statement = z.strictObject({
  on: LocalDate,
  currency: Currency,
  /** What is open of each invoice, or of each of its instalments, in the order of their due dates. */
  items: z.array(
    z.strictObject({
      invoice: InvoiceNumber,
      instalment: z.number().int().min(1),
      order: OrderNumber,
      customerReference: z.string().nullable(),
      issueDate: LocalDate,
      dueDate: LocalDate,
      /** Of the instalment, tax included. */
      amount: Amount,
      open: AmountOwed,
      /** Days after the due date; 0 until then. */
      overdueDays: z.number().int().min(0),
      /** Whom it is paid to, as the invoice says; left out: the seller. */
      payee: Payee.optional(),
    }),
  ),
  /** Interest and recovery fees that were claimed and are open. */
  claims: z.array(
    z.strictObject({ invoice: InvoiceNumber, kind: z.enum(claimKinds), raisedOn: LocalDate, open: AmountOwed }),
  ),
  /** Credit notes and payments of which something is the customer's still. */
  credits: z.array(
    z.strictObject({
      kind: z.enum(['credit-note', 'payment']),
      reference: z.string(),
      date: LocalDate,
      open: AmountOwed,
    }),
  ),
  /** What is owed by its age, the five of them. */
  ageing: z.array(z.strictObject({ bucket: z.enum(ageBuckets), amount: AmountOwed })),
  owed: AmountOwed,
  credited: AmountOwed,
  /** Owed less credited; below zero it is ours to give. */
  balance: Amount,
});
export type Statement = z.infer<typeof Statement>;

/** A statement as it is asked for. */
export const StatementInput = z
  .strictObject({
    /** Left out: today. */
    on: EnteredDate.optional(),
    /** Left out: the customer's. */
    currency: Currency.optional(),
    /** Whether it is sent to the customer's contact for invoices. */
    mail: z.boolean(),
  })
  .meta({ id: 'StatementInput' });
export type StatementInput = z.infer<typeof StatementInput>;

/** A statement that is issued. */
export const IssuedStatement = z
  .strictObject({
    number: StatementNumber,
    customer: CustomerNumber,
    on: LocalDate,
    currency: Currency,
    owed: AmountOwed,
    credited: AmountOwed,
    balance: Amount,
    /** Key of the mail; null: it is sent to nobody. */
    mail: z.string().nullable(),
  })
  .meta({ id: 'IssuedStatement' });
export type IssuedStatement = z.infer<typeof IssuedStatement>;
