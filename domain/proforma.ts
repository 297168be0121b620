import type { Company } from '../contracts/company.js';
import type { ProformaDocument } from '../contracts/documents.js';
import type { OrderDraft } from '../contracts/process.js';
import type { LocalDate } from './calendar.js';
import { depositAsked } from './deposits.js';
import { issuedWith, type KnownTemplate } from './document-template.js';
import { canonicalAmount } from './money.js';
import { printed, totalsOfDraft } from './order-totals.js';
import { recipientOf } from './parties.js';

type Asked = {
  readonly company: Company;
  /** It looks as invoices do. */
  readonly templates: readonly KnownTemplate[];
  /** The order or the quote. */
  readonly number: string;
  /** How many there were before it of the same, and this one. */
  readonly version: number;
  readonly issuedOn: LocalDate;
  /** Until when a quote holds; null: it is of an order. */
  readonly validUntil: LocalDate | null;
};

/** What the invoices of an order come to, or would of a quote, if all of it was delivered: a paper that charges nothing. */
export function proformaOf(draft: OrderDraft, { company, templates, ...asked }: Asked): ProformaDocument {
  const { currency, parties, paymentTerms, customerReference, deposit } = draft;
  const { net, vat, gross, vatBreakdown } = totalsOfDraft(draft);
  const { number, name, siren, vatNumber } = parties.buyer;
  return {
    language: recipientOf(parties, 'invoices')?.language ?? company.language,
    ...issuedWith(templates, 'invoice', asked.issuedOn),
    company,
    customer: { number, name, siren, vatNumber, billingAddress: parties.billTo.address },
    ...asked,
    quote: asked.validUntil === null ? (draft.quote?.number ?? null) : null,
    customerReference,
    deliveryAddress: parties.shipTo.address,
    paymentTerms,
    currency,
    lines: draft.lines.map((line) => printed(line, currency)),
    net,
    vat,
    gross,
    freight: canonicalAmount(draft.freight, currency),
    vatBreakdown: [...vatBreakdown],
    ...depositAsked(deposit ?? null, gross, currency),
  };
}
