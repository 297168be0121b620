import { z } from 'zod';
import { Company } from './company.js';
import { Amount, Currency, Instant, InvoiceNumber, Language, LocalDate, Percent } from './primitives.js';
import {
  lifecycleActions,
  lifecycleCodes,
  lifecycleReasons,
  outgoingStatuses,
  type LifecycleCode,
} from './vocabulary.js';

/** Why a status was given, and what the one who gave it wants done. */
export const StatusReason = z.strictObject({
  code: z.enum(lifecycleReasons),
  /** In their own words; null: the code is all. */
  text: z.string().nullable(),
  action: z.enum(lifecycleActions).nullable(),
});
export type StatusReason = z.infer<typeof StatusReason>;

/** Money of one VAT rate, tax included; below zero where it went back. */
export const RateAmount = z.strictObject({ vatRate: Percent, amount: Amount });
export type RateAmount = z.infer<typeof RateAmount>;

/** What became of an invoice at the platforms and at its buyer (XP Z12-012, message CDV). */
export const InvoiceLifecycle = z
  .strictObject({
    /** `in`: told to us; `out`: told by us. */
    direction: z.enum(['in', 'out']),
    code: z.enum(lifecycleCodes),
    at: Instant,
    reasons: z.array(StatusReason),
    /** Of a status about money; else empty. */
    amounts: z.array(RateAmount),
    /** What became of our word on its way; null: it was told to us. */
    sending: z.enum(outgoingStatuses).nullable(),
  })
  .meta({ id: 'InvoiceLifecycle' });
export type InvoiceLifecycle = z.infer<typeof InvoiceLifecycle>;

/** A status as a message from the platform says it. */
export type ReceivedStatus = {
  /** MDT-4: the same message has the same one. */
  readonly messageId: string;
  /** MDT-87 and MDT-100. */
  readonly invoice: string;
  readonly issueDate: string | null;
  /** MDT-129: the seller, by SIREN; null: not said. */
  readonly seller: string | null;
  readonly code: LifecycleCode;
  /** MDT-78, Instant. */
  readonly at: string;
  readonly reasons: readonly StatusReason[];
  readonly amounts: readonly RateAmount[];
};

/** What we tell of an invoice: frozen with what goes out. */
export const InvoiceStatusNotice = z.strictObject({
  language: Language,
  company: Company,
  buyer: z.strictObject({ name: z.string(), siren: z.string().nullable(), vatNumber: z.string().nullable() }),
  invoice: InvoiceNumber,
  issueDate: LocalDate,
  /** BT-3 of the invoice. */
  typeCode: z.enum(['380', '381', '384', '386']),
  code: z.literal('212'),
  /** 1 for the first thing that we tell of the invoice, and so on. */
  place: z.number().int().min(1),
  at: Instant,
  /** Day of the money at the bank. */
  on: LocalDate,
  currency: Currency,
  amounts: z.array(RateAmount).min(1),
});
export type InvoiceStatusNotice = z.infer<typeof InvoiceStatusNotice>;
