import { z } from 'zod';
import {
  Amount,
  Currency,
  CustomerNumber,
  EmailAddress,
  Instant,
  Language,
  LegalWarnings,
  Line,
  NonNegativeAmount,
  OptionalLine,
  PaymentTerms,
  PostalAddress,
  Reason,
} from './primitives.js';

const fields = {
  name: Line(120),
  siren: z
    .string()
    .regex(/^\d{9}$/, 'must be 9 digits')
    .nullable(),
  vatNumber: Line(20).nullable(),
  language: Language,
  currency: Currency,
  billingAddress: PostalAddress,
  deliveryAddress: PostalAddress,
  /** Where acknowledgements go. */
  orderEmail: EmailAddress,
  /** Where invoices and dunning letters go. */
  invoiceEmail: EmailAddress,
  phone: OptionalLine(40),
  paymentTerms: PaymentTerms,
  creditLimit: NonNegativeAmount,
  /** The VAT regime of our sales to this customer: 'domestic' takes the product's rate, the others 0 with their mention. */
  vatRegime: z.enum(['domestic', 'intra-community', 'export']),
  /** Principal of the salesperson in charge. */
  salesperson: Line(60).nullable(),
};

export const CustomerInput = z.strictObject({ number: CustomerNumber, ...fields }).meta({ id: 'CustomerInput' });
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

export const Customer = z
  .strictObject({
    number: CustomerNumber,
    ...fields,
    creditStop: z.boolean(),
    creditStopReason: z.string().nullable(),
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
    creditLimit: NonNegativeAmount,
    exposure: Amount,
    creditAvailable: Amount,
    sources: z.array(ExposureSource),
  })
  .meta({ id: 'CustomerExposure' });
export type CustomerExposure = z.infer<typeof CustomerExposure>;
