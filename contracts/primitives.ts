import { z } from 'zod';
import { numberPattern } from './ids.js';
import { mistake } from './said.js';
import { currencies, languages, legalMaxima } from './vocabulary.js';

type Decimal =
  | 'amount'
  | 'amount-owed'
  | 'positive-amount'
  | 'signed-amount'
  | 'entered-amount'
  | 'unit-price'
  | 'quantity'
  | 'signed-quantity'
  | 'any-quantity'
  | 'percentage'
  | 'positive-percentage';

const decimalString = (pattern: RegExp, what: Decimal, longest = 20) =>
  z
    .string({ error: mistake(`${what}-as-text`) })
    .max(longest)
    .regex(pattern, mistake(`${what}-digits`));

/** Answers have room for what sums come to: no input fills it. */
const LONGEST_SUM = 36;

/** An amount of money in the currency's minor digits, such as `"1234.50"`, as answers and documents tell it. */
export const Amount = decimalString(/^-?(0|[1-9]\d{0,29})(\.\d{1,3})?$/, 'amount', LONGEST_SUM).meta({
  id: 'Amount',
});
/** An amount above or equal to zero, as answers and documents tell it. */
export const AmountOwed = decimalString(/^(0|[1-9]\d{0,29})(\.\d{1,3})?$/, 'amount-owed', LONGEST_SUM);
/** An amount above zero, as it is entered. */
export const PositiveAmount = decimalString(/^(?!0+(\.0+)?$)(0|[1-9]\d{0,12})(\.\d{1,3})?$/, 'positive-amount');
/** An amount above or below zero, as it is entered. */
export const SignedAmount = decimalString(/^(?!-?0+(\.0+)?$)-?(0|[1-9]\d{0,12})(\.\d{1,3})?$/, 'signed-amount');
/** An amount of zero or more, as it is entered. */
export const NonNegativeAmount = decimalString(/^(0|[1-9]\d{0,12})(\.\d{1,3})?$/, 'entered-amount');
/** Price of one unit before discount and tax, up to 4 decimals. */
export const UnitPrice = decimalString(/^(0|[1-9]\d{0,11})(\.\d{1,4})?$/, 'unit-price');
/** A quantity above zero, up to 3 decimals. */
export const Quantity = decimalString(/^(?!0+(\.0+)?$)(0|[1-9]\d{0,8})(\.\d{1,3})?$/, 'quantity');
/** A quantity other than zero, as answers and documents tell it; below it, one that is given back. */
export const SignedQuantity = decimalString(
  /^(?!-?0+(\.0+)?$)-?(0|[1-9]\d{0,29})(\.\d{1,3})?$/,
  'signed-quantity',
  LONGEST_SUM,
);
/** A quantity of zero or more, as answers and documents tell it. */
export const NonNegativeQuantity = decimalString(/^(0|[1-9]\d{0,29})(\.\d{1,3})?$/, 'any-quantity', LONGEST_SUM);
/** A percentage from 0 to 100 with up to 2 decimals. */
export const Percent = decimalString(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/, 'percentage');

const aDate = mistake('wrong-date');
const aMoment = mistake('wrong-moment');
const fourDigits = /^[1-9]/;
const fourCenturies = /^(19|2[0-2])/;
const betweenCenturies = mistake('not-between-centuries');

/** A business date in the company's zone, as answers tell it and lists are asked by it: of any year with four digits. */
export const LocalDate = z.iso.date(aDate).regex(fourDigits, aDate).meta({ id: 'LocalDate' });
/**
 * A business date as it is entered. Years are those that everything derived from it fits into; each kind of date has a
 * narrower bound of its own, counted from the day of entry: see domain/date-bounds.ts.
 */
export const EnteredDate = z.iso.date(aDate).regex(fourCenturies, betweenCenturies).meta({ id: 'EnteredDate' });
/** A moment, ISO 8601 in UTC, as answers tell it. */
export const Instant = z.iso.datetime(aMoment).regex(fourDigits, aMoment);
/** A moment as it is entered; see `EnteredDate`. */
export const EnteredInstant = z.iso.datetime(aMoment).regex(fourCenturies, betweenCenturies);

export const Currency = z.enum(currencies);
export const Language = z.enum(languages);

const noControlCharacters = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/;
/** Text of one line, without control characters. */
export const Line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f]*$/, mistake('not-one-line'));
export const OptionalLine = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f]*$/, mistake('not-one-line'));
export const Text = (max: number) =>
  z.string().trim().min(1).max(max).regex(noControlCharacters, mistake('control-characters'));
export const Reason = Text(500).meta({ description: 'Why; kept in the dossier.' });

/** An e-mail address in plain ASCII: no quoted part, no line break, no list. */
export const EmailAddress = z
  .string()
  .max(254)
  .regex(
    /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$/,
    mistake('wrong-email-address'),
  );

/** A customer's number as it is given here. */
export const NewCustomerNumber = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,19}$/, mistake('wrong-new-customer-number'));
/** Names an address or a contact of a customer. */
export const AddressCode = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,19}$/, mistake('wrong-address-code'));
/**
 * A number as whoever gave it wrote it, in this house or in the system before: 1 to 40 characters that can be seen, with
 * single spaces inside, and not a dot or two alone, which an address would lose.
 */
const anyNumber = (mistaken: string) =>
  z.string().regex(/^(?!\.{1,2}$)(?=.{1,40}$)[^\p{C}\p{Z}]+(?: [^\p{C}\p{Z}]+)*$/u, mistaken);
export const CustomerNumber = anyNumber(mistake('wrong-customer-number'));
/**
 * What a URL carries as it is (RFC 3986, unreserved), and a file's name, a CSV cell and a document's column as well: nothing
 * is escaped, begins a formula or cannot be typed. No two products have numbers that differ by capitals alone.
 */
export const NewProductNumber = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._~-]{0,29}$/, mistake('wrong-new-product-number'));
export const ProductNumber = anyNumber(mistake('wrong-product-number'));
export const QuoteNumber = anyNumber(mistake('wrong-quote-number'));
export const OrderNumber = anyNumber(mistake('wrong-order-number'));
export const DeliveryNumber = anyNumber(mistake('wrong-delivery-number'));
export const InvoiceNumber = anyNumber(mistake('wrong-invoice-number'));
/** Complaints are ours alone, as letters are: none is moved in. */
export const ComplaintNumber = z.string().regex(numberPattern('RCL'), mistake('wrong-complaint-number'));
/** Letters are ours alone: none is moved in. */
export const LetterNumber = z.string().regex(numberPattern('RL'), mistake('wrong-letter-number'));
/** Statements of account are ours alone too. */
export const StatementNumber = z.string().regex(numberPattern('RC'), mistake('wrong-statement-number'));
export const LineNo = z.number().int().min(1).max(999);
export const Uuid = z.uuid();

export const CountryCode = z.string().regex(/^[A-Z]{2}$/, mistake('wrong-country-code'));

export const PostalAddress = z
  .strictObject({
    name: Line(120),
    street: Line(200),
    postalCode: OptionalLine(20),
    city: Line(100),
    region: OptionalLine(100),
    countryCode: CountryCode,
  })
  .meta({ id: 'PostalAddress' });
export type PostalAddress = z.infer<typeof PostalAddress>;

const termDays = z.number().int().min(0).max(120);
const netDays = z.strictObject({ kind: z.literal('net'), days: termDays });
/** In one of its two accepted readings (art. L441-10 C.com). */
const endOfMonth = z.strictObject({
  kind: z.literal('end-of-month'),
  days: termDays,
  reading: z.enum(['days-then-month-end', 'month-end-then-days']),
});
/**
 * "30 jours, le 15" and "30 jours fin de mois le 15": the first such day from where the days lead, the one of the month
 * after it, or the first one from where the days lead when they begin at the end of the month. A month that is shorter has
 * its last day.
 */
const dayOfMonth = z.strictObject({
  kind: z.literal('day-of-month'),
  days: termDays,
  day: z.number().int().min(1).max(31),
  reading: z.enum(['days-then-day', 'days-then-month-end', 'month-end-then-days']),
});
/** A day that is agreed; the day of the invoice, where that is later. */
const fixedDate = z.strictObject({ kind: z.literal('fixed-date'), date: EnteredDate });

/** Terms that come to one day. */
export const DueTerm = z
  .discriminatedUnion('kind', [netDays, endOfMonth, dayOfMonth, fixedDate])
  .meta({ id: 'DueTerm' });
export type DueTerm = z.infer<typeof DueTerm>;

/** Percent in hundredths. */
const hundredths = (percent: string): number => {
  const [whole = '0', decimals = ''] = percent.split('.');
  return Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
};
const isWhole = (parts: readonly { readonly percent: string }[]): boolean =>
  parts.reduce((sum, { percent }) => sum + hundredths(percent), 0) === 10_000;

export const PositivePercent = decimalString(
  /^(?!0+(\.0+)?$)(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/,
  'positive-percentage',
);

/** A schedule: parts of the whole, each due by a term of its own; the last one takes what rounding leaves. */
const instalments = z.strictObject({
  kind: z.literal('instalments'),
  parts: z
    .array(z.strictObject({ percent: PositivePercent, due: DueTerm }))
    .min(2)
    .max(24)
    .refine(isWhole, mistake('parts-not-whole')),
});

/**
 * Escompte: what is taken off an invoice that is paid within so many days (art. L441-9 C.com).
 * `with-vat`: of the net and of its VAT, of which a credit note gives account once it is taken; `net-only`: of the net, the
 * VAT stays as it is invoiced.
 */
export const EarlyDiscount = z
  .strictObject({
    percent: decimalString(/^(?!0+(\.0+)?$)\d{1,2}(\.\d{1,2})?$/, 'positive-percentage'),
    days: termDays,
    vat: z.enum(['with-vat', 'net-only']),
  })
  .meta({ id: 'EarlyDiscount' });
export type EarlyDiscount = z.infer<typeof EarlyDiscount>;

const discounted = { discount: EarlyDiscount.optional() };

/** When an invoice is due: on one day, with or without a discount before it, or part by part. */
export const PaymentTerms = z
  .discriminatedUnion('kind', [
    netDays.extend(discounted),
    endOfMonth.extend(discounted),
    dayOfMonth.extend(discounted),
    fixedDate.extend(discounted),
    instalments,
  ])
  .meta({ id: 'PaymentTerms' });
export type PaymentTerms = z.infer<typeof PaymentTerms>;

const isFixed = ({ kind }: DueTerm): boolean => kind === 'fixed-date';
/** Terms of an account hold for every invoice of it: none is due on a date. */
export const StandingTerms = PaymentTerms.refine(
  (terms) => (terms.kind === 'instalments' ? !terms.parts.some(({ due }) => isFixed(due)) : !isFixed(terms)),
  mistake('date-in-standing-terms'),
);

/** Agreed payment terms above a maximum of the law (art. L441-10 I and L441-11 II C.com), with the invoice that shows it. */
export const LegalWarning = z
  .strictObject({
    code: z.enum([
      'net-above-legal-maximum',
      'end-of-month-above-legal-maximum',
      'day-of-month-above-legal-maximum',
      'fixed-date-above-legal-maximum',
      'instalments-above-legal-maximum',
    ]),
    /** Those of the terms; where they come to a day of their own, from the invoice to that day. */
    days: z.number().int(),
    maximumDays: z.number().int(),
    maximum: z.enum(legalMaxima),
    /** Of the Code de commerce. */
    article: z.string(),
    /** An invoice of this day is due too late, and when the law would have it due at the latest. */
    issued: LocalDate,
    due: LocalDate,
    latest: LocalDate,
  })
  .meta({ id: 'LegalWarning' });
export type LegalWarning = z.infer<typeof LegalWarning>;
/** Empty for terms within the law. */
export const LegalWarnings = z.array(LegalWarning);

/** One page of a list; `nextCursor` is null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
export type Page<T> = {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  /** Rows of the page that cannot be told, by their ids, and why: one of them takes no list down. */
  readonly unreadable?: readonly UnreadableRow[];
};
export type UnreadableRow = { readonly id: string; readonly why: string };

export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(500).optional(),
});
