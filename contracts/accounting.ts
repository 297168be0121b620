import { z } from 'zod';
import { Amount, Currency, EnteredDate, InvoiceNumber, Line, LocalDate, Percent } from './primitives.js';
import { mistake } from './said.js';
import { invoiceKinds, journalParts, vatCategories } from './vocabulary.js';

/** An account of the French general chart (PCG): its first three signs are figures (art. A47 A-1 LPF, field 5). */
const AccountNumber = z.string().regex(/^\d{3}[0-9A-Z]{0,12}$/, mistake('wrong-account'));
const Account = z.strictObject({ account: AccountNumber, label: Line(60) });

/** What a sale must be to be of an account; null: whatever it is. */
const SalesRule = z.strictObject({
  ...Account.shape,
  /** Family of the product, as in its category. */
  family: Line(60).nullable(),
  vatCategory: z.enum(vatCategories).nullable(),
  vatRate: Percent.nullable(),
  /** Of which kind of document: `deposit` leads deposits to what is owed for them. */
  document: z.enum(invoiceKinds).nullable(),
});

const VatRule = z.strictObject({ ...Account.shape, vatRate: Percent.nullable() });

const Journal = z.strictObject({
  code: z.string().regex(/^[A-Z0-9]{1,6}$/, mistake('wrong-journal')),
  label: Line(40),
});

type Conditions = Readonly<Record<string, unknown>>;
/** The first rule that fits is taken, so the last one is for whatever is left, and none before it is. */
const endsWithAll = (rules: readonly Conditions[]): boolean =>
  rules.every(
    ({ account: _account, label: _label, ...asked }, index) =>
      Object.values(asked).every((value) => value === null) === (index === rules.length - 1),
  );

/** To which accounts sales, their VAT and what customers owe and pay are booked. */
export const AccountingPolicy = z.strictObject({
  schemaVersion: z.literal(1),
  /** Last day of our financial year, `MM-DD`. */
  yearEnd: z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, mistake('wrong-year-end')),
  journals: z
    .strictObject({ sales: Journal, bank: Journal, other: Journal })
    .refine(
      ({ sales, bank, other }) => new Set([sales.code, bank.code, other.code]).size === 3,
      mistake('journals-once'),
    ),
  /** Of all customers (collective); each is told by its number as auxiliary account. */
  customers: Account,
  /** The first that fits. */
  sales: z.array(SalesRule).min(1).max(100).refine(endsWithAll, mistake('rules-end-with-all')),
  /** Freight charged to customers. */
  freight: Account,
  /** Allowances given after the sale, by credit notes of that scope. */
  allowances: Account,
  /** VAT collected, the first that fits. */
  vat: z.array(VatRule).min(1).max(20).refine(endsWithAll, mistake('rules-end-with-all')),
  bank: Account,
  /** Money from nobody known yet. */
  suspense: Account,
  writeOffs: Account,
  /** Late-payment interest that was claimed. */
  interest: Account,
  /** Recovery fees that were claimed. */
  recoveryFees: Account,
});
export type AccountingPolicy = z.infer<typeof AccountingPolicy>;

const days = { from: EnteredDate, to: EnteredDate };
/** A period within one financial year, both days included. */
export const AccountingPeriod = z.strictObject(days);
export type AccountingPeriod = z.infer<typeof AccountingPeriod>;

/** What a document in another currency than the company's, or another system's, is left out of the journal for. */
export const leftOutOfJournal = ['other-currency', 'moved-in'] as const;
export type LeftOutOfJournal = (typeof leftOutOfJournal)[number];

/** What a period holds for the accountant. */
export const AccountingSummary = z
  .strictObject({
    from: LocalDate,
    to: LocalDate,
    /** Last day of the financial year that it lies in. */
    yearEnd: LocalDate,
    /** By kind and currency. */
    documents: z.array(
      z.strictObject({
        kind: z.enum(invoiceKinds),
        currency: Currency,
        count: z.number().int(),
        net: Amount,
        vat: Amount,
        gross: Amount,
      }),
    ),
    /** By what each part of the journal is: how many entries it has. */
    entries: z.array(z.strictObject({ part: z.enum(journalParts), count: z.number().int() })),
    /** Of the documents, those that the journal leaves out: the first 100, and how many there are. */
    leftOut: z.strictObject({
      count: z.number().int(),
      items: z.array(z.strictObject({ number: InvoiceNumber, why: z.enum(leftOutOfJournal) })),
    }),
  })
  .meta({ id: 'AccountingSummary' });
export type AccountingSummary = z.infer<typeof AccountingSummary>;

/** What the report of sales that go by no electronic invoice would tell of a period (e-reporting, art. 290 CGI). */
export const EReportSummary = z
  .strictObject({
    from: LocalDate,
    to: LocalDate,
    /** That hands the report on, by its registration; null: it is not set, and there is no file. */
    platform: z.strictObject({ number: z.string(), name: z.string() }).nullable(),
    /** Documents of buyers abroad, told one by one. */
    individual: z.number().int(),
    /** Documents of companies established in France, which their platform tells. */
    electronic: z.number().int(),
    /** What others come to by day, currency and category: goods that bear French VAT (`TLB1`), and what does not (`TNT1`). */
    days: z.array(
      z.strictObject({
        date: LocalDate,
        currency: Currency,
        category: z.enum(['TLB1', 'TNT1']),
        count: z.number().int(),
        net: Amount,
        vat: Amount,
      }),
    ),
    /** VAT in another currency than euros without a rate: the first 100, and how many there are. */
    leftOut: z.strictObject({
      count: z.number().int(),
      items: z.array(z.strictObject({ number: InvoiceNumber, why: z.enum(['other-currency']) })),
    }),
  })
  .meta({ id: 'EReportSummary' });
export type EReportSummary = z.infer<typeof EReportSummary>;
