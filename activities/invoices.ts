import type { InvoiceDraft, LineProgress } from '../contracts/process.js';
import type { PaymentTerms } from '../contracts/primitives.js';
import { assertAddsUp } from '../domain/invoicing.js';
import { openQuantity } from '../domain/order-progress.js';
import { dueDate } from '../domain/payment-terms.js';
import { setExposures } from '../prisma/repositories/exposure.js';
import { insertInvoice, takeInvoiceNumber } from '../prisma/repositories/invoices.js';
import { once } from '../prisma/repositories/step.js';
import { systemActor, type ActivityDeps } from './deps.js';

export type RecordInvoice = {
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly currency: string;
  /** 1, 2, 3 … within the order. */
  readonly sequence: number;
  readonly draft: InvoiceDraft;
  readonly paymentTerms: PaymentTerms;
  /** Business date on which the step was taken. */
  readonly date: string;
  /** What the order still binds of the customer's credit once this is invoiced, tax included. */
  readonly orderOpenGross: string;
  /** The order's lines after the delivery, for the backorders printed on the invoice. */
  readonly lines: readonly LineProgress[];
};

export type InvoiceRecord = {
  readonly number: string;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly gross: string;
  readonly mailId: string;
};

export function invoiceActivities({ prisma }: ActivityDeps) {
  return {
    /** Gives the number and writes the invoice, its receivable and its mail in one transaction. */
    recordInvoice(input: RecordInvoice): Promise<InvoiceRecord> {
      const { orderNumber, customerNumber, draft } = input;
      assertAddsUp(draft, input.currency);
      const key = `order:${orderNumber}:invoice:${input.sequence}`;
      return once(prisma, key, null, async (tx) => {
        const taken = await takeInvoiceNumber(tx, customerNumber, input.date);
        const due = dueDate(input.paymentTerms, taken.issueDate);
        const backorders = input.lines
          .filter((line) => openQuantity(line) !== '0')
          .map((line) => ({ lineNo: line.lineNo, quantity: openQuantity(line), nextDate: line.confirmedDate }));
        await insertInvoice(tx, { ...input, taken, dueDate: due, snapshot: { backorders }, actor: systemActor(key) });
        await setExposures(tx, customerNumber, [
          { kind: 'order', reference: orderNumber, amount: input.orderOpenGross },
          { kind: 'invoice', reference: taken.number, amount: draft.gross },
        ]);
        return {
          result: {
            number: taken.number,
            issueDate: taken.issueDate,
            dueDate: due,
            gross: draft.gross,
            mailId: `invoice:${taken.number}`,
          },
          audit: [
            {
              actor: systemActor(key),
              action: 'invoice.issued',
              summary: `Invoice ${taken.number} of ${draft.gross} ${input.currency} for delivery ${draft.deliveryNumber}, due ${due}`,
              entity: 'invoice',
              entityId: taken.number,
              orderNumber,
              customerNumber,
              on: taken.issueDate,
              after: {
                net: draft.net,
                vat: draft.vat,
                gross: draft.gross,
                dueDate: due,
                delivery: draft.deliveryNumber,
              },
            },
          ],
        };
      });
    },
  };
}
