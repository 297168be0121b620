import type { DiscrepancyRecord } from './discrepancy.js';
import type { LineProgress, OrderDraft, OrderDraftLine, Totals } from './process.js';
import type { HoldReason, OrderStage } from './vocabulary.js';
import type { Wait } from './wait.js';

/** What the record of a change keeps of the order that it changed. Plain JSON. */

/** Where an order stood, and what it waited for. */
export type OrderPlace = {
  readonly stage: OrderStage;
  readonly holdReason: HoldReason | null;
  readonly waitsFor: Wait;
  readonly nextDate: string | null;
  readonly heldSince: string | null;
};

/** The same with what of its differences was decided. */
export type OrderStanding = OrderPlace & {
  readonly discrepancies: readonly Pick<DiscrepancyRecord, 'id' | 'disposition'>[];
};

/** Lines of an order as a cancellation found them. */
export type StandingLines = OrderStanding & {
  readonly lines: readonly Pick<LineProgress, 'lineNo' | 'quantity' | 'delivered' | 'cancelled' | 'allocated'>[];
};

/** A line of a version, of which nothing is delivered. */
export type OrderVersionLine = Omit<OrderDraftLine, 'expected'> &
  Pick<LineProgress, 'cancelled' | 'allocated' | 'confirmedDate'> & {
    readonly net: string;
    readonly firstConfirmedDate: string | null;
  };

/** The whole of what one version of an order agreed on, as the amendment that replaced it found it. */
export type OrderVersion = OrderStanding &
  Pick<
    OrderDraft,
    'quote' | 'customerReference' | 'paymentTerms' | 'parties' | 'freight' | 'adjustments' | 'vatRegime' | 'taxCountry'
  > &
  Pick<Totals, 'net' | 'vat' | 'gross'> & {
    readonly version: number;
    /** Who amended it last; null: it stood as entered. */
    readonly lastAmendedBy: string | null;
    readonly lines: readonly OrderVersionLine[];
  };
