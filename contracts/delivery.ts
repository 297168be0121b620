import { z } from 'zod';
import {
  DeliveryNumber,
  EnteredDate,
  EnteredInstant,
  Instant,
  InvoiceNumber,
  Line,
  LineNo,
  LocalDate,
  OrderNumber,
  PostalAddress,
  ProductNumber,
  NonNegativeQuantity,
  Quantity,
  Reason,
  Text,
} from './primitives.js';
import { mistake } from './said.js';
import { Signature } from './signature.js';
import { deliveryStatuses } from './vocabulary.js';

export const DeliveryInput = z
  .strictObject({
    /** Omitted: everything allocated. */
    lines: z
      .array(z.strictObject({ lineNo: LineNo, quantity: Quantity }))
      .min(1)
      .max(500)
      .refine(
        (lines) => new Set(lines.map((line) => line.lineNo)).size === lines.length,
        mistake('line-numbers-unique'),
      )
      .optional(),
    carrier: Line(80).optional(),
    /** The carrier's number of the parcel, by which it is followed. */
    tracking: Line(80).optional(),
  })
  .meta({ id: 'DeliveryInput' });
export type DeliveryInput = z.infer<typeof DeliveryInput>;

/** The goods are with the recipient; a signed note may follow. */
export const ArrivalInput = z.strictObject({ deliveredOn: EnteredDate }).meta({ id: 'ArrivalInput' });
export type ArrivalInput = z.infer<typeof ArrivalInput>;

/** Finance lets an order go on that a credit stop of its customer holds, for as long as that stop stands. */
export const DeliveryReleaseInput = z.strictObject({ reason: Reason }).meta({ id: 'DeliveryReleaseInput' });

/** Proof of receipt: who signed, when, and with which reserves. */
export const ProofInput = z
  .strictObject({
    receivedBy: Line(120),
    receivedAt: EnteredInstant,
    reserves: Text(1000).optional(),
    /** Kept in the signed note alone; a correction without one keeps what was drawn. */
    signature: Signature.optional(),
  })
  .meta({ id: 'ProofInput' });
export type ProofInput = z.infer<typeof ProofInput>;

/** The proof as it should have been kept; the one before it stays in the dossier, with its note. */
export const ProofCorrectionInput = z
  .strictObject({ ...ProofInput.shape, reason: Reason })
  .meta({ id: 'ProofCorrectionInput' });
export type ProofCorrectionInput = z.infer<typeof ProofCorrectionInput>;

export const DeliveryLine = z.strictObject({
  lineNo: LineNo,
  product: ProductNumber,
  description: z.string(),
  unit: z.string(),
  quantity: Quantity,
  /** Still to deliver on this line after this delivery. */
  backorder: NonNegativeQuantity,
  nextDate: LocalDate.nullable(),
});
export type DeliveryLine = z.infer<typeof DeliveryLine>;

export const Delivery = z
  .strictObject({
    number: DeliveryNumber,
    order: OrderNumber,
    customer: z.string(),
    customerName: z.string(),
    status: z.enum(deliveryStatuses),
    /** Day on which the goods were picked. */
    preparedOn: LocalDate,
    /** Day on which they left, which is the day of the sale; null: they have not. */
    departedOn: LocalDate.nullable(),
    /** Day on which they arrived; null: nobody has told. */
    deliveredOn: LocalDate.nullable(),
    /** Day of the signature. */
    provedOn: LocalDate.nullable(),
    carrier: z.string().nullable(),
    tracking: z.string().nullable(),
    address: PostalAddress,
    lines: z.array(DeliveryLine),
    invoice: InvoiceNumber.nullable(),
    proof: z.strictObject({ receivedBy: z.string(), receivedAt: Instant, reserves: z.string().nullable() }).nullable(),
    createdAt: Instant,
    /** Another system made it, and its note. */
    movedIn: z.boolean(),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof Delivery>;

/** Answer of the commands on deliveries: the number of what was written; GET it for the rest. */
export const DeliveryReceipt = z
  .strictObject({ number: DeliveryNumber, order: OrderNumber, departedOn: LocalDate })
  .meta({ id: 'DeliveryReceipt' });
export type DeliveryReceipt = z.infer<typeof DeliveryReceipt>;
