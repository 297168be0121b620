import { createHash } from 'node:crypto';
import { documentIds } from '../../contracts/ids.js';
import type { PrismaClient } from '../../prisma/client.js';
import { toDate } from '../../prisma/mappers.js';
import { contactsAt, partiesAt } from '../support/parties.js';
import { rated } from '../support/vat.js';

/** Numbers of one customer's things, in PostgreSQL only: no process runs for them, as after they ended. */
export type Things = {
  readonly customer: string;
  readonly quote: string;
  readonly order: string;
  readonly delivery: string;
  readonly invoice: string;
  readonly payment: string;
  readonly claim: string;
  readonly dunningStep: string;
  readonly letter: string;
  readonly mail: string;
  /** Refused long ago, with a photo. */
  readonly complaint: string;
  readonly complaintFile: string;
  /** A line of the worklist of sales. */
  readonly workItem: string;
};

const day = toDate('2026-11-02');
const moment = new Date('2026-11-02T09:00:00Z');
const terms = { kind: 'net', days: 30 };
export const address = {
  name: 'Maison Lefort',
  street: '4, quai des Brumes',
  postalCode: '76600',
  city: 'Le Havre',
  region: '',
  countryCode: 'FR',
};

/** A customer of this salesperson with one of everything: a quote, an order delivered, invoiced, dunned and part paid. */
export async function oneOfEverything(
  prisma: PrismaClient,
  no: number,
  salesperson: string | null,
  named: Partial<Things> = {},
): Promise<Things> {
  const things = { ...thingsOf(no), ...named };
  await prisma.$transaction(async (tx) => {
    const customerNumber = things.customer;
    await tx.customer.create({
      data: {
        number: customerNumber,
        name: `Maison ${no}`,
        language: 'fr',
        currency: 'EUR',
        address,
        addresses: { create: { code: 'DEPOT', kind: 'ship-to', label: 'Dépôt', address } },
        contacts: { create: contactsAt('achats@lefort.example', 'compta@lefort.example') },
        paymentTerms: terms,
        creditLimit: '10000',
        salesperson,
      },
    });
    await tx.quote.create({
      data: {
        number: things.quote,
        customerNumber,
        currency: 'EUR',
        status: 'open',
        revision: 1,
        validUntil: toDate('2099-12-31'),
        revisions: {
          create: {
            revision: 1,
            validUntil: toDate('2099-12-31'),
            paymentTerms: terms,
            freight: '0',
            net: '90',
            lines: {
              create: { lineNo: 1, productNumber: 'P-001', quantity: '5', unitPrice: '18', discountPercent: '0' },
            },
          },
        },
      },
    });
    await tx.salesOrder.create({ data: orderRow(things) });
    await tx.delivery.create({
      data: {
        number: things.delivery,
        orderNumber: things.order,
        sequence: 1,
        status: 'departed',
        preparedOn: day,
        departedOn: day,
        address,
        lines: { create: { lineNo: 1, ...goods, ...rated('20'), quantity: '5', backorder: '0' } },
      },
    });
    await tx.invoice.create({ data: invoiceRow(things, no) });
    await tx.payment.create({
      data: {
        id: things.payment,
        customerNumber,
        amount: '50',
        unallocated: '50',
        currency: 'EUR',
        date: day,
        reference: `TRANSFER-${no}`,
      },
    });
    await tx.workItem.create({
      data: {
        id: things.workItem,
        kind: 'mail-failed',
        role: 'sales',
        status: 'open',
        facts: { mail: things.mail, to: 'compta@lefort.example', subject: '', response: '550 no such user' },
        orderNumber: things.order,
        customerNumber,
      },
    });
    await tx.complaint.create({ data: complaintRow(things) });
    await tx.document.create({
      data: {
        id: documentIds.dunningLetter(things.letter),
        kind: 'dunning-letter',
        number: things.letter,
        issuedOn: day,
        language: 'fr',
        customerNumber,
        snapshot: {},
        snapshotHash: '',
        file: {
          create: {
            fileName: `${things.letter}.pdf`,
            mime: 'application/pdf',
            sha256: '',
            bytes: Buffer.from('%PDF-'),
          },
        },
      },
    });
    await tx.outgoing.create({
      data: {
        id: things.mail,
        kind: 'invoice',
        documents: [things.mail],
        status: 'SENT',
        recipient: 'compta@lefort.example',
        sender: 'facturation@encours.example',
        messageId: `<${things.invoice}@encours.example>`,
        subject: `Facture ${things.invoice}`,
        text: 'Bonjour',
        html: '<p>Bonjour</p>',
        orderNumber: things.order,
        invoiceNumber: things.invoice,
        customerNumber,
      },
    });
  });
  return things;
}

/** Numbers that name nothing. */
export const thingsOf = (no: number): Things => ({
  customer: `MAISON-${no}`,
  quote: `DE-2026-90000${no}`,
  order: `SO-2026-90000${no}`,
  delivery: `BL-2026-90000${no}`,
  invoice: `FA-2026-90000${no}`,
  payment: `0190a000-0000-7000-8000-00000000000${no}`,
  claim: `FA-2026-90000${no}:1:interest`,
  dunningStep: `FA-2026-90000${no}:1:level-1`,
  letter: `RL-2026-90000${no}`,
  mail: `invoice:FA-2026-90000${no}`,
  complaint: `RCL-2026-90000${no}`,
  complaintFile: `0190a000-0000-7000-8000-0000000000c${no}`,
  workItem: `delivery:SO-2026-90000${no}`,
});

const photo = Buffer.from('89504e470d0a1a0a', 'hex');
const complaintRow = (things: Things) => ({
  number: things.complaint,
  kind: 'short',
  status: 'closed',
  customerNumber: things.customer,
  orderNumber: things.order,
  deliveryNumber: things.delivery,
  currency: 'EUR',
  disputed: '21.60',
  description: 'one box is missing',
  dueAt: moment,
  openedBy: 'api-manager',
  openedOn: day,
  openedAt: moment,
  outcome: 'refused',
  decidedBy: 'api-manager',
  decidedAt: moment,
  reason: 'all were signed for',
  endedOn: day,
  lines: { create: { lineNo: 1, quantity: '1' } },
  files: {
    create: {
      id: things.complaintFile,
      name: 'box.png',
      mime: 'image/png',
      size: photo.length,
      sha256: createHash('sha256').update(photo).digest('hex'),
      content: photo,
      addedBy: 'api-manager',
      addedAt: moment,
    },
  },
});

const goods = { productNumber: 'P-001', description: 'Chai', unit: '10 boxes x 20 bags' };
const priced = { unitPrice: '18', discountPercent: '0', ...rated('20'), net: '90' };

const orderRow = (things: Things) => ({
  number: things.order,
  customerNumber: things.customer,
  origin: 'phone',
  currency: 'EUR',
  paymentTerms: terms,
  vatRegime: 'domestic',
  taxCountry: 'FR',
  parties: partiesAt(address, things.customer),
  freight: '0',
  net: '90',
  vat: '18',
  gross: '108',
  stage: 'delivered',
  enteredBy: 'api-manager',
  receivedOn: day,
  receivedAt: moment,
  lines: {
    create: {
      lineNo: 1,
      ...goods,
      ...priced,
      taxClass: 'standard',
      quantity: '5',
      delivered: '5',
      requestedDate: day,
    },
  },
});

/** An order of the same customer whose goods are reserved and promised for days ago. */
export const orderToDeliver = (things: Things) => {
  const { lines, ...order } = orderRow({ ...things, order: things.order.replace('-9', '-8') });
  const line = { ...lines.create, delivered: '0', allocated: lines.create.quantity };
  return { ...order, stage: 'acknowledged', lines: { create: line } };
};

const sourceOf = (things: Things) => ({
  position: 1,
  orderNumber: things.order,
  orderLineNo: 1,
  deliveryNumber: things.delivery,
  deliveryLineNo: 1,
  quantity: '5',
});

const invoiceRow = (things: Things, no: number) => ({
  number: things.invoice,
  series: 'FA-2026',
  sequence: 900_000 + no,
  orderNumber: things.order,
  customerNumber: things.customer,
  currency: 'EUR',
  issueDate: day,
  dueDate: toDate('2026-12-02'),
  paymentTerms: terms,
  freight: '0',
  net: '90',
  vat: '18',
  gross: '108',
  vatBreakdown: [{ ...rated('20.00'), base: '90.00', vat: '18.00' }],
  lines: { create: { lineNo: 1, ...goods, ...priced, quantity: '5', sources: { create: sourceOf(things) } } },
  receivables: {
    create: {
      instalment: 1,
      customerNumber: things.customer,
      dueDate: toDate('2026-12-02'),
      amount: '108',
      open: '58',
      dunningLevel: 'level-1',
      claims: {
        create: {
          id: things.claim,
          customerNumber: things.customer,
          kind: 'interest',
          currency: 'EUR',
          amount: '1.35',
          open: '1.35',
          raisedOn: day,
          stepId: things.dunningStep,
        },
      },
      dunningSteps: {
        create: {
          id: things.dunningStep,
          level: 'level-1',
          sequence: 1,
          run: 1,
          decidedOn: day,
          openAmount: '108',
          interest: '0',
          recoveryFee: '0',
          creditStop: false,
        },
      },
    },
  },
});
