import type { CorrectionInput, CorrectionPreview } from '../../contracts/correction.js';
import type { Parties } from '../../contracts/parties.js';
import type { PaymentTerms, PostalAddress } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import type { Currency, InvoiceChannel, TaxClass, VatRegime } from '../../contracts/vocabulary.js';
import { maxDate } from '../../domain/calendar.js';
import { planCorrection, type CorrectionFacts, type PlannedCorrection } from '../../domain/correcting.js';
import type { CreditableInvoice } from '../../domain/crediting.js';
import { add } from '../../domain/money.js';
import { instalmentsOf } from '../../domain/payment-terms.js';
import { partiesOf, type PartyFacts } from '../../domain/parties.js';
import { vatRegimeOf } from '../../domain/vat-regime.js';
import { Prisma } from '../generated/client.js';
import { taxRatesJson, type TaxRatesColumn } from '../vat.js';
import { creditPreviewOf, readCreditable } from './crediting.js';
import type { Db, Scope } from './page.js';
import { partyFactsJson } from './parties.js';

type Row = {
  readonly seller: PostalAddress;
  readonly parties: Parties;
  readonly vatRegime: VatRegime;
  readonly taxCountry: string;
  readonly paymentTerms: PaymentTerms;
  readonly customerReference: string | null;
  readonly deliveredOn: string;
  readonly deliveryAddress: PostalAddress;
  readonly taxClasses: readonly { readonly lineNo: number; readonly taxClass: TaxClass }[] | null;
  readonly taxRates: TaxRatesColumn;
  /** Of the customer that is named; null: none is, or there is no such customer. */
  readonly buyer:
    | (PartyFacts & {
        readonly currency: Currency;
        readonly paymentTerms: PaymentTerms;
        readonly invoiceChannel: InvoiceChannel;
      })
    | null;
  readonly invoiceChannel: InvoiceChannel;
};

/** Whose the right invoice is, where it went, and on which terms. */
export type RightHead = {
  readonly customer: string;
  readonly parties: Parties;
  readonly deliveryAddress: PostalAddress;
  readonly deliveredOn: string;
  readonly paymentTerms: PaymentTerms;
  readonly customerReference: string | null;
  readonly invoiceChannel: InvoiceChannel;
};

export type ReadCorrection = { readonly facts: CorrectionFacts; readonly head: RightHead };

/** What decides a correction beside what is left of the invoice, in one statement. */
export async function readCorrection(
  db: Db,
  found: CreditableInvoice,
  wish: CorrectionInput,
  today: string,
): Promise<ReadCorrection | Refusal> {
  const { customer, creditable } = found;
  const { invoice, currency } = creditable;
  const [row] = await db.$queryRaw<Row[]>`
    WITH source AS (
      SELECT * FROM invoice_source WHERE invoice_number = ${invoice}
    )
    SELECT (SELECT body -> 'address' FROM company WHERE id = 1) AS seller,
      o.parties, o.vat_regime AS "vatRegime", o.tax_country AS "taxCountry", o.customer_reference AS "customerReference",
      wrong.payment_terms AS "paymentTerms", (SELECT invoice_channel FROM customer WHERE number = o.customer_number) AS "invoiceChannel",
      coalesce(note.departed_on, wrong.issue_date)::text AS "deliveredOn", coalesce(note.address, o.parties -> 'shipTo' -> 'address') AS "deliveryAddress",
      (SELECT json_agg(DISTINCT jsonb_build_object('lineNo', source.invoice_line_no, 'taxClass', line.tax_class))
        FROM source JOIN order_line AS line ON line.order_number = source.order_number AND line.line_no = source.order_line_no) AS "taxClasses",
      ${taxRatesJson(Prisma.sql`dated.country = o.tax_country`)} AS "taxRates",
      (SELECT ${partyFactsJson} || jsonb_build_object('currency', customer.currency, 'paymentTerms', customer.payment_terms,
          'invoiceChannel', customer.invoice_channel)
        FROM customer WHERE customer.number = ${wish.customer ?? null}) AS buyer
    FROM invoice AS wrong JOIN sales_order AS o ON o.number = wrong.order_number
    LEFT JOIN LATERAL (SELECT delivery.departed_on, delivery.address FROM delivery
      WHERE delivery.number IN (SELECT delivery_number FROM source) ORDER BY delivery.departed_on DESC, delivery.number DESC LIMIT 1) AS note ON TRUE
    WHERE wrong.number = ${invoice}`;
  if (row === undefined) throw new Error(`invoice ${invoice} is not there`);
  if (wish.customer !== undefined && row.buyer === null)
    return {
      kind: 'refused',
      code: 'customer-unknown',
      said: said('customer-unknown', { customer: wish.customer }),
      field: 'customer',
    };
  const head = headOf(row, wish, customer);
  const { buyer, billTo } = head.parties;
  return {
    head,
    facts: {
      today,
      buyer: {
        customer: head.customer,
        currency: row.buyer?.currency ?? currency,
        countryCode: billTo.address.countryCode,
        vatNumber: buyer.vatNumber,
        taxation: taxationOf(row, head, wish),
      },
      deliveredOn: row.deliveredOn,
      taxClasses: row.taxClasses ?? [],
      taxRates: row.taxRates ?? [],
    },
  };
}

function headOf(row: Row, wish: CorrectionInput, customer: string): RightHead {
  const parties = row.buyer === null ? row.parties : partiesOf(row.buyer);
  const { billTo } = parties;
  const isAnother = row.buyer !== null && row.buyer.party.number !== customer;
  return {
    customer: row.buyer?.party.number ?? customer,
    parties: { ...parties, billTo: { ...billTo, address: wish.billingAddress ?? billTo.address } },
    deliveryAddress: wish.deliveryAddress ?? row.deliveryAddress,
    deliveredOn: row.deliveredOn,
    paymentTerms: wish.paymentTerms ?? (isAnother && row.buyer ? row.buyer.paymentTerms : row.paymentTerms),
    customerReference: wish.customerReference ?? (isAnother ? null : row.customerReference),
    invoiceChannel: row.buyer?.invoiceChannel ?? row.invoiceChannel,
  };
}

/** As the order was taxed, unless who bought or where it went was wrong. */
function taxationOf(row: Row, { parties, deliveryAddress }: RightHead, wish: CorrectionInput) {
  const { taxCountry, vatRegime } = row;
  if (wish.customer === undefined && wish.deliveryAddress === undefined) return { taxCountry, vatRegime };
  const supply = { seller: row.seller, shipTo: deliveryAddress, buyerVatNumber: parties.buyer.vatNumber };
  return { taxCountry, vatRegime: vatRegimeOf(supply) };
}

/** What a correction of an invoice would come to now. Null: there is no such invoice, or it is of somebody else's customer. */
export async function previewCorrection(
  db: Db,
  invoice: string,
  wish: CorrectionInput,
  { scope, today }: { readonly scope: Scope; readonly today: string },
): Promise<CorrectionPreview | Refusal | null> {
  const found = await readCreditable(db, invoice, scope);
  if (found === null) return null;
  const read = await readCorrection(db, found, wish, today);
  if ('kind' in read) return read;
  const plan = planCorrection(found, wish, read.facts);
  return plan.kind === 'refused' ? plan : previewOf(found, plan, read.head, today);
}

function previewOf(
  found: CreditableInvoice,
  { credit, draft, deducted, toGive, open }: PlannedCorrection,
  { customer, paymentTerms }: RightHead,
  today: string,
): CorrectionPreview {
  const { currency } = found.creditable;
  const { gross } = draft;
  const due = instalmentsOf(paymentTerms, { issueDate: today, gross, currency }).map(({ dueDate }) => dueDate);
  return {
    credit: creditPreviewOf(found, credit),
    ...draft,
    lines: [...draft.lines],
    vatBreakdown: [...draft.vatBreakdown],
    difference: add(gross, credit.draft.gross),
    dueDate: maxDate(today, ...due),
    customer,
    deducted,
    toGive,
    open,
  };
}
