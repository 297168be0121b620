import { documentIds } from '../contracts/ids.js';
import type { InvoiceDraft, LineProgress } from '../contracts/process.js';
import type { PaymentTerms } from '../contracts/primitives.js';
import { assertAddsUp } from '../domain/invoicing.js';
import { dueDate } from '../domain/payment-terms.js';
import { setExposures } from '../prisma/repositories/exposure.js';
import { insertInvoice, takeInvoiceNumber } from '../prisma/repositories/invoices.js';
import { once } from '../prisma/repositories/step.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { invoiceOf } from './snapshots.js';

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
    /** Gives the number and issues the invoice, with its receivable and its mail, in one transaction. */
    recordInvoice(input: RecordInvoice): Promise<InvoiceRecord> {
      const { orderNumber, customerNumber, draft } = input;
      assertAddsUp(draft, input.currency);
      const key = `order:${orderNumber}:invoice:${input.sequence}`;
      return once(prisma, key, null, async (tx) => {
        const taken = await takeInvoiceNumber(tx, customerNumber, input.date);
        const due = dueDate(input.paymentTerms, taken.issueDate);
        const { number, issueDate } = taken;
        const { facts, ...delivery } = await insertInvoice(tx, {
          ...input,
          taken,
          dueDate: due,
          actor: systemActor(key),
        });
        await setExposures(tx, customerNumber, [
          { kind: 'order', reference: orderNumber, amount: input.orderOpenGross },
          { kind: 'invoice', reference: number, amount: draft.gross },
        ]);
        return {
          result: {
            number,
            issueDate,
            dueDate: due,
            gross: draft.gross,
            mailId: `invoice:${number}`,
          },
          documents: [
            {
              id: documentIds.invoice(number),
              kind: 'invoice',
              number,
              issuedOn: issueDate,
              customerNumber,
              orderNumber,
              snapshot: invoiceOf(facts, {
                ...input,
                ...delivery,
                number,
                issueDate,
                dueDate: due,
                progress: input.lines,
              }),
            },
          ],
          audit: [
            {
              actor: systemActor(key),
              action: 'invoice.issued',
              summary: `Invoice ${number} of ${draft.gross} ${input.currency} for delivery ${draft.deliveryNumber}, due ${due}`,
              entity: 'invoice',
              entityId: number,
              orderNumber,
              customerNumber,
              on: issueDate,
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
