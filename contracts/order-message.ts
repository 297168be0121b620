import { z } from 'zod';
import {
  Amount,
  Currency,
  CustomerNumber,
  Instant,
  LineNo,
  LocalDate,
  OrderNumber,
  Percent,
  ProductNumber,
  Quantity,
  UnitPrice,
} from './primitives.js';

/** Orders as other companies' software sends them, and what is answered in the same language. */

/** In what a message is written: UBL 2.1 Order, as Peppol BIS Ordering 3 uses it (transaction T01). */
const messageFormats = ['ubl-order'] as const;

/** A number that somebody is known by, and of which list; null: the file does not say. */
export const PartyId = z.strictObject({
  /** Code of an identifier scheme, such as 0002 (SIREN), 0009 (SIRET), 0088 (GLN). */
  scheme: z.string().nullable(),
  value: z.string(),
});
export type PartyId = z.infer<typeof PartyId>;

/** A party of the message, as it is answered. */
export const MessageParty = z.strictObject({
  /** Where messages for it go; null: the file does not say. */
  endpoint: PartyId.nullable(),
  ids: z.array(PartyId),
  name: z.string().nullable(),
});
export type MessageParty = z.infer<typeof MessageParty>;

/** From when until when something is wanted or promised; null: open on that side. */
export const Period = z.strictObject({ start: LocalDate.nullable(), end: LocalDate.nullable() });
export type Period = z.infer<typeof Period>;

/** A line as it was asked for; prices are those of one unit, allowances and charges of the message in them. */
export const MessageLine = z.strictObject({
  lineNo: LineNo,
  /** Theirs: `cac:LineItem/cbc:ID`. */
  id: z.string(),
  product: ProductNumber,
  name: z.string().nullable(),
  /** Their own number of it, and that of GS1; left out: the message has none. */
  buyerItem: z.string().optional(),
  gtin: z.string().optional(),
  quantity: Quantity,
  /** UN/ECE Recommendation 20 or 21. */
  unitCode: z.string(),
  /** Null: they ask for it at our price. */
  unitPrice: UnitPrice.nullable(),
  discountPercent: Percent,
  requested: Period,
});
export type MessageLine = z.infer<typeof MessageLine>;

/** What the answer to a message is made of; it is kept with the message and never changes. */
export const OrderMessageFacts = z.strictObject({
  format: z.enum(messageFormats),
  /** Their number of the order: `cbc:ID`. */
  reference: z.string(),
  /** `cbc:CustomerReference`, which they want to read on what we send. */
  buyerReference: z.string().nullable(),
  profile: z.string().nullable(),
  issuedOn: LocalDate,
  currency: Currency,
  buyer: MessageParty,
  seller: MessageParty,
  freight: Amount,
  lines: z.array(MessageLine),
});
export type OrderMessageFacts = z.infer<typeof OrderMessageFacts>;

/** What an element or attribute of a file says, by its XPath. */
export const Beside = z.strictObject({ path: z.string(), value: z.string() });
export type Beside = z.infer<typeof Beside>;

/** The message that an order came as. */
export const OrderMessage = z
  .strictObject({
    order: OrderNumber,
    ...OrderMessageFacts.shape,
    /** All that the file says and that has no place on the order itself, in the order of the file. */
    beside: z.array(Beside),
    /** SHA-256 of the file as it was received, hex. */
    sha256: z.string(),
    bytes: z.number().int(),
    receivedAt: Instant,
    receivedBy: z.string(),
  })
  .meta({ id: 'OrderMessage' });
export type OrderMessage = z.infer<typeof OrderMessage>;

export const OrderMessageQuery = z.strictObject({
  /** Whose message it is, where the numbers of its buyer are not known here. */
  customer: CustomerNumber.optional(),
});

/** What becomes of an order as a whole (UNCL 4343): accepted, accepted otherwise than asked, rejected. */
export const responseCodes = ['AP', 'CA', 'RE'] as const;

/** What becomes of a line (UNCL 1229): added, changed, accepted, not accepted. */
const lineStatuses = ['added', 'changed', 'accepted', 'refused'] as const;
export type LineStatus = (typeof lineStatuses)[number];

const ResponseItem = z.strictObject({
  product: ProductNumber,
  name: z.string(),
  /** As the message has them; left out: it has none. */
  buyerItem: z.string().optional(),
  gtin: z.string().optional(),
});

export const ResponseLine = z.strictObject({
  /** Theirs, of the line that is answered; of an added one, ours. */
  id: z.string(),
  status: z.enum(lineStatuses),
  /** As it was asked for. */
  item: ResponseItem,
  /** What comes instead; null: the same. */
  instead: ResponseItem.nullable(),
  unitCode: z.string(),
  /** As it stands now; null, with the price and the days: nothing comes. */
  quantity: Quantity.nullable(),
  /** Of one unit, its discount taken off. */
  netPrice: UnitPrice.nullable(),
  promised: Period.nullable(),
});
export type ResponseLine = z.infer<typeof ResponseLine>;
