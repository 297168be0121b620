import type { EarlyPayment } from '../contracts/invoice.js';
import type { PaymentTerms } from '../contracts/primitives.js';
import type { VatRow } from '../contracts/tax.js';
import { addDays, type LocalDate } from './calendar.js';
import { canonicalAmount, percentOf, subtract, sum, type Amount } from './money.js';

type Invoiced = {
  readonly issueDate: LocalDate;
  readonly gross: Amount;
  readonly vatBreakdown: readonly Pick<VatRow, 'base' | 'vat' | 'vatRate'>[];
  readonly currency: string;
};

/**
 * The discount of the terms on an invoice, rate by rate: of 1000.00 and 150.00 of VAT, 10 % leave 1035.00 to pay, or 1050.00
 * where the VAT stays as it is. Null: the terms have none.
 */
export function earlyPayment(terms: PaymentTerms, invoice: Invoiced): EarlyPayment | null {
  if (terms.kind === 'instalments' || terms.discount === undefined) return null;
  const { percent, days, vat } = terms.discount;
  const { issueDate, gross, vatBreakdown, currency } = invoice;
  const off = vatBreakdown.map(({ base, vat: charged, vatRate }) => {
    const net = percentOf(base, percent, currency);
    const ofVat = vat === 'with-vat' ? subtract(charged, percentOf(subtract(base, net), vatRate, currency)) : '0';
    return { net, ofVat };
  });
  const ofVat = canonicalAmount(sum(off.map((row) => row.ofVat)), currency);
  const deducted = sum([...off.map(({ net }) => net), ofVat], currency);
  return { by: addDays(issueDate, days), payable: subtract(gross, deducted), deducted, ofVat };
}
