import { z } from 'zod';
import { CustomerAddressInput, CustomerContactInput } from './address-book.js';
import { BillingRule } from './billing.js';
import { Gln, Siren, VatNumber } from './identities.js';
import { CustomerPayee } from './payee.js';
import {
  Amount,
  AmountOwed,
  Currency,
  CustomerNumber,
  Instant,
  InvoiceNumber,
  Language,
  LegalWarnings,
  Line,
  NewCustomerNumber,
  NonNegativeAmount,
  OptionalLine,
  PostalAddress,
  Reason,
  StandingTerms,
} from './primitives.js';
import { mistake } from './said.js';
import { invoiceChannels } from './vocabulary.js';

const uniqueCodes = (rows: readonly { readonly code: string }[]) =>
  new Set(rows.map(({ code }) => code)).size === rows.length;

const oneDefaultEach = (rows: readonly CustomerAddressInput[]) => {
  const kinds = rows.filter(({ isDefault }) => isDefault).map(({ kind }) => kind);
  return new Set(kinds).size === kinds.length;
};

const fields = {
  name: Line(120),
  siren: Siren.nullable(),
  /** By which its messages name it (EN 16931 BT-46, scheme 0088). */
  gln: Gln.nullable(),
  vatNumber: VatNumber.nullable(),
  language: Language,
  currency: Currency,
  /** Its own: printed on every document, and where goods and invoices go unless one of `addresses` is the default. */
  address: PostalAddress,
  /** The customer at the head of its group. */
  parent: CustomerNumber.nullable(),
  /** The customer who gets and pays its invoices; the account stays its own. */
  payer: CustomerNumber.nullable(),
  phone: OptionalLine(40),
  paymentTerms: StandingTerms,
  /** Whom its invoices are paid to; null: whom the company says. */
  payee: CustomerPayee.nullable(),
  /** By which way its invoices go; a network wants the electronic address that SIREN or VAT number make. */
  invoiceChannel: z.enum(invoiceChannels),
  /** When what it is delivered is invoiced; orders that are entered from now on take it over. */
  billing: BillingRule,
  /** What its acknowledgements and invoices say; empty: nothing. */
  documentText: OptionalLine(300),
  creditLimit: NonNegativeAmount,
  /** Principal of the salesperson in charge. */
  salesperson: Line(60).nullable(),
};

export const CustomerInput = z
  .strictObject({
    number: NewCustomerNumber,
    ...fields,
    gln: fields.gln.optional(),
    parent: fields.parent.optional(),
    payer: fields.payer.optional(),
    payee: fields.payee.optional(),
    /** Left out: mail. */
    invoiceChannel: fields.invoiceChannel.optional(),
    /** Left out: each delivery by itself. */
    billing: fields.billing.optional(),
    documentText: fields.documentText.optional(),
    /** More are added by POST /v1/customers/{number}/addresses. */
    addresses: z
      .array(CustomerAddressInput)
      .max(200)
      .refine(uniqueCodes, mistake('codes-unique'))
      .refine(oneDefaultEach, mistake('one-default-each'))
      .optional(),
    /** One of them has an e-mail address for orders or invoices. */
    contacts: z.array(CustomerContactInput).min(1).max(100).refine(uniqueCodes, mistake('codes-unique')),
  })
  .meta({ id: 'CustomerInput' });
export type CustomerInput = z.infer<typeof CustomerInput>;

export const CustomerPatch = z
  .strictObject({
    ...Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, schema.optional()])),
    /** A credit stop set or lifted by hand. */
    creditStop: z.boolean().optional(),
    creditStopReason: Reason.optional(),
  } as { [K in keyof typeof fields]: z.ZodOptional<(typeof fields)[K]> } & {
    creditStop: z.ZodOptional<z.ZodBoolean>;
    creditStopReason: z.ZodOptional<typeof Reason>;
  })
  .meta({ id: 'CustomerPatch' });
export type CustomerPatch = z.infer<typeof CustomerPatch>;

/** Why an account takes no new orders: a person's word, or an invoice that dunning has handed over. */
export const CreditStopReason = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('manual'), by: z.string(), reason: z.string() }),
    z.strictObject({ kind: z.literal('dunning'), invoice: InvoiceNumber }),
  ])
  .meta({ id: 'CreditStopReason' });
export type CreditStopReason = z.infer<typeof CreditStopReason>;

export const Customer = z
  .strictObject({
    number: CustomerNumber,
    ...fields,
    creditStop: z.boolean(),
    creditStopReason: CreditStopReason.nullable(),
    /** What the customer owes and will owe, tax included. */
    exposure: Amount,
    /** Limit minus exposure; negative when exceeded. */
    creditAvailable: Amount,
    warnings: LegalWarnings,
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Customer' });
export type Customer = z.infer<typeof Customer>;

/** A customer as it is shown: its credit is left out where the caller may not read its exposure. */
export const ShownCustomer = Customer.partial({
  creditLimit: true,
  creditStop: true,
  creditStopReason: true,
  exposure: true,
  creditAvailable: true,
}).meta({ id: 'ShownCustomer' });
export type ShownCustomer = z.infer<typeof ShownCustomer>;

/** What holds or owes, by source. */
export const ExposureSource = z.strictObject({
  kind: z.enum(['order', 'invoice', 'payment']),
  reference: z.string(),
  amount: Amount,
});
export type ExposureSource = z.infer<typeof ExposureSource>;

/** A customer's account against its limit, source by source. */
export const CustomerExposure = z
  .strictObject({
    customer: CustomerNumber,
    currency: Currency,
    creditLimit: AmountOwed,
    exposure: Amount,
    creditAvailable: Amount,
    sources: z.array(ExposureSource),
  })
  .meta({ id: 'CustomerExposure' });
export type CustomerExposure = z.infer<typeof CustomerExposure>;
