import type fc from 'fast-check';
import type { CreditNoteInput } from '../../contracts/credit-note.js';
import { CreditNoteDocument, type InvoiceDocument } from '../../contracts/documents.js';
import type { ElectronicCreditNote } from '../../documents/e-invoice/credit-note-terms.js';
import { draftCredit, suppliedOf, type IssuedCreditNote } from '../../domain/crediting.js';
import { accountingVatCredited } from '../../domain/exchange.js';
import { negate, sum } from '../../domain/money.js';
import { anyInvoice, invoiceOf, kinds } from './e-invoices.js';
import { rated } from '../support/vat.js';

/** Every kind of credit note that can be issued, made by the rule that makes them: domain/crediting.ts. */

type Wish = CreditNoteInput extends infer Each ? (Each extends unknown ? Omit<Each, 'reason'> : never) : never;

/** @param before what was credited of it already */
export function creditNoteOf(invoice: InvoiceDocument, wish: Wish, before: readonly Wish[] = []): ElectronicCreditNote {
  const credited: (IssuedCreditNote & { readonly vat: string })[] = [];
  for (const each of before) credited.push(issued(invoice, each, credited));
  const { lines, freight, net, vat, gross, vatBreakdown } = issued(invoice, wish, credited);
  const { language, company, customer, order, customerReference, quote, deliveries, currency } = invoice;
  const { deliveredOn, deliveryAddress, paymentTerms, latePayment, accountingVat } = invoice;
  const supply = { ...suppliedOf({ deliveredOn, deliveryAddress, paymentTerms }, invoice, lines), latePayment };
  const note = CreditNoteDocument.parse({
    language,
    company,
    customer,
    number: 'AV-2026-000003',
    order,
    customerReference,
    quote,
    corrects: { number: invoice.number, issueDate: invoice.issueDate },
    deliveries,
    issueDate: '2026-12-28',
    currency,
    ...(accountingVat && {
      accountingVat: accountingVatCredited(accountingVat, { vat, before: sum(credited.map((each) => each.vat)) }),
    }),
    scope: wish.scope,
    reason: 'QTE_ERR',
    note: null,
    lines,
    freight,
    net,
    vat,
    gross,
    vatBreakdown,
    applied: negate(gross),
    toGive: '0',
    open: '0',
    supply,
  });
  return { ...note, supply };
}

function issued(invoice: InvoiceDocument, wish: Wish, credited: readonly IssuedCreditNote[]) {
  const result = draftCredit({ invoice: invoice.number, currency: invoice.currency, issued: invoice, credited }, {
    ...wish,
    reason: 'QTE_ERR',
  } as CreditNoteInput);
  if (result.kind === 'refused') throw new Error(`cannot be credited: ${JSON.stringify(result)}`);
  return { ...result.draft, takesQuantities: wish.scope === 'whole' || wish.scope === 'lines' };
}

const odd = invoiceOf({
  lines: [
    { quantity: '7', unitPrice: '3.3333', discountPercent: '7.5' },
    { quantity: '3.333', unitPrice: '19.9999', vat: rated('5.5') },
  ],
  freight: '10.01',
});

const whole = { scope: 'whole' } as const;

/** `isReached` false: the customer has no number by which an electronic invoice is addressed. */
export const credits: Readonly<
  Record<string, { readonly document: ElectronicCreditNote; readonly isReached?: false }>
> = {
  ...Object.fromEntries(
    Object.entries(kinds).map(([name, { document, ...rest }]) => [
      `all of: ${name}`,
      { document: creditNoteOf(document, whole), ...rest },
    ]),
  ),
  'of a quantity and of freight': {
    document: creditNoteOf(odd, { scope: 'lines', lines: [{ lineNo: 2, quantity: '1.111' }], freight: '3.33' }),
  },
  'of freight alone, at two rates': { document: creditNoteOf(odd, { scope: 'lines', lines: [], freight: '9.99' }) },
  'of a price': { document: creditNoteOf(odd, { scope: 'price', lines: [{ lineNo: 1, unitPrice: '3' }] }) },
  'of an allowance over all lines': { document: creditNoteOf(odd, { scope: 'allowance', amount: '5.55' }) },
  'of what others left': {
    document: creditNoteOf(odd, whole, [
      { scope: 'lines', lines: [{ lineNo: 1, quantity: '2' }] },
      { scope: 'price', lines: [{ lineNo: 2, unitPrice: '18.8888' }] },
      { scope: 'allowance', amount: '4.44' },
    ]),
  },
};

/** All that a credit of a small quantity of each line left of any invoice. */
export const anyCreditNote: fc.Arbitrary<ElectronicCreditNote> = anyInvoice.map((invoice) =>
  creditNoteOf(invoice, whole, [
    { scope: 'lines', lines: invoice.lines.map(({ lineNo }) => ({ lineNo, quantity: '0.001' })) },
  ]),
);
