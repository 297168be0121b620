import type { ElectronicAddress } from '../../domain/electronic-address.js';
import type { LocalDate } from '../../domain/calendar.js';
import type { Amount, Percent, Quantity, UnitPrice } from '../../domain/money.js';
import type { VatCategory, VatExemption } from '../../contracts/vocabulary.js';

/**
 * An invoice in the business terms of EN 16931-1, which every syntax writes. Text is on one line and never empty: what is
 * not there is null. Amounts are in `currency`.
 */
export type EInvoice = {
  /** BT-1 */
  readonly number: string;
  /** BT-2 */
  readonly issueDate: LocalDate;
  /** BT-3, UNTDID 1001: invoice, credit note, corrective invoice, deposit invoice. */
  readonly typeCode: '380' | '381' | '384' | '386';
  /** BT-5 */
  readonly currency: string;
  /** BT-6 and BT-111: the VAT in the currency of its declaration, where that is another one. */
  readonly declaredVat: { readonly currency: string; readonly amount: Amount } | null;
  /** BT-7; null: the tax is chargeable with the payment (BT-8), or there is none. */
  readonly taxPoint: LocalDate | null;
  /** BT-8: of a deposit the tax is chargeable when it is paid. */
  readonly isTaxedOnPayment: boolean;
  /** BT-9 */
  readonly dueDate: LocalDate;
  /** BT-10 */
  readonly buyerReference: string | null;
  /** BT-13 */
  readonly purchaseOrder: string | null;
  /** BT-14 */
  readonly salesOrder: string | null;
  /** BT-16 */
  readonly despatchAdvice: string | null;
  /** BT-20 */
  readonly paymentTerms: string;
  /** BG-1, each with its subject (BT-21, UNTDID 4451). */
  readonly notes: readonly Note[];
  /** BT-23 in the frames of the French reform: B1 is an invoice of goods, B4 one after a deposit on them. */
  readonly billingFrame: 'B1' | 'B4';
  /** BG-3 */
  readonly precedingInvoices: readonly { readonly number: string; readonly issueDate: LocalDate }[];
  /** BG-4 */
  readonly seller: EParty;
  /** BG-7 */
  readonly buyer: EParty;
  /** BG-10, where it is another than the seller: BT-59. */
  readonly payee: { readonly name: string } | null;
  /** BG-13; the day is null where there are several, as are name and address where goods went to several places. */
  readonly delivery: {
    readonly date: LocalDate | null;
    readonly name: string | null;
    readonly address: EAddress | null;
    /** BT-71 with scheme 0088 */
    readonly gln: string | null;
  };
  /** BG-14 */
  readonly period: EPeriod | null;
  /** BG-16: by transfer; null: a credit, which is cleared against invoices. */
  readonly payment: Transfer | null;
  /** BG-20 */
  readonly allowances: readonly DocumentCharge[];
  /** BG-21 */
  readonly charges: readonly DocumentCharge[];
  /** BG-22: BT-106, BT-107, BT-108, BT-109, BT-110, BT-112, BT-113, BT-115. */
  readonly totals: {
    readonly lines: Amount;
    readonly allowances: Amount;
    readonly charges: Amount;
    readonly net: Amount;
    readonly vat: Amount;
    readonly gross: Amount;
    readonly prepaid: Amount;
    readonly due: Amount;
  };
  /** BG-23 */
  readonly vatBreakdown: readonly (ETax & {
    readonly base: Amount;
    readonly vat: Amount;
    /** BT-121 and BT-120 */
    readonly exemption: { readonly code: VatExemption; readonly text: string } | null;
  })[];
  /** BG-25 */
  readonly lines: readonly EInvoiceLine[];
};

/**
 * Recovery fee, late-payment penalties and early-payment discount, each of which the French reform asks for once (BR-FR-05,
 * BR-FR-06); the clause of a factor; and what the customer's documents say.
 */
export type Note = { readonly subject: 'PMT' | 'PMD' | 'AAB' | 'ACC' | 'AAI'; readonly text: string };

/** BG-17 */
export type Transfer = {
  /** BT-83 */
  readonly reference: string;
  /** BT-84 */
  readonly iban: string;
  /** BT-85 */
  readonly accountName: string;
  /** BT-86 */
  readonly bic: string;
};

/** Category and rate (BT-151, BT-152 and their like); what is outside the scope of VAT has no rate (BR-O-05). */
export type ETax = { readonly category: VatCategory; readonly rate: Percent | null };

export type EPeriod = { readonly from: LocalDate; readonly to: LocalDate };

export type EAddress = {
  /** BT-35, BT-50, BT-75 */
  readonly line: string | null;
  /** BT-36, BT-51, BT-76 */
  readonly secondLine: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly region: string | null;
  readonly countryCode: string;
};

export type EParty = {
  /** BT-27, BT-44 */
  readonly name: string;
  /** BT-46: the buyer's GLN with scheme 0088, else our own number of it. */
  readonly identifier: { readonly scheme: '0088' | null; readonly value: string } | null;
  /** BT-30, BT-47 with scheme 0002 */
  readonly siren: string | null;
  /** BT-31, BT-48 */
  readonly vatNumber: string | null;
  /** BT-33 */
  readonly legalInformation: string | null;
  /** BT-34, BT-49 */
  readonly electronicAddress: ElectronicAddress | null;
  /** BG-5, BG-8 */
  readonly address: EAddress;
  /** BG-6 */
  readonly contact: { readonly phone: string; readonly email: string } | null;
};

/** BG-20; BG-21: freight and other charges. */
export type DocumentCharge = {
  /** BT-92, BT-99 */
  readonly amount: Amount;
  /** BT-93 and BT-94, BT-100 and BT-101 */
  readonly share: { readonly base: Amount; readonly percent: Percent } | null;
  /** BT-97, BT-104 */
  readonly reason: string;
  /** BT-98, UNTDID 5189; BT-105, UNTDID 7161 */
  readonly reasonCode: string;
  /** BT-95 and BT-96, BT-102 and BT-103 */
  readonly tax: ETax;
};

/** BG-27, BG-28 */
export type LineAdjustment = {
  readonly isCharge: boolean;
  /** BT-136, BT-141 */
  readonly amount: Amount;
  /** BT-137, BT-138 */
  readonly share: { readonly base: Amount; readonly percent: Percent } | null;
  /** BT-139, BT-144 */
  readonly reason: string;
  /** BT-140, UNTDID 5189, or BT-145, UNTDID 7161; null: the lists have none. */
  readonly reasonCode: string | null;
};

export type EInvoiceLine = {
  /** BT-126 */
  readonly id: string;
  /** BT-127 */
  readonly note: string | null;
  /** BT-132 */
  readonly orderLine: string | null;
  /** BG-26 */
  readonly period: EPeriod | null;
  /** BT-129 */
  readonly quantity: Quantity;
  /** BT-130 */
  readonly unitCode: string;
  /** BT-131 */
  readonly net: Amount;
  readonly adjustments: readonly LineAdjustment[];
  /** BT-146 */
  readonly price: UnitPrice;
  /** BT-149, in the unit of the quantity (BT-150). */
  readonly priceBase: Quantity;
  readonly tax: ETax;
  /** BT-153 */
  readonly name: string;
  /** BT-155 */
  readonly sellerItem: string | null;
  /** BT-156 */
  readonly buyerItem: string | null;
  /** BT-157 with scheme 0160 */
  readonly gtin: string | null;
  /** BG-32 */
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
};
