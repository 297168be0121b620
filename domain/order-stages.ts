import type { Refusal } from '../contracts/problems.js';
import type { LineProgress } from '../contracts/process.js';
import { said, type Said } from '../contracts/said.js';
import { orderStages, type OrderRequestKind, type OrderStage } from '../contracts/vocabulary.js';
import { isPositive } from './money.js';
import { hasOpen } from './order-progress.js';

type StageRule = {
  /** `clearance`: not accepted yet. `fulfilment`: accepted, and more is to come. `end`: nothing follows by itself. */
  readonly phase: 'clearance' | 'fulfilment' | 'end';
  /** Waits for a person before it can be accepted. */
  readonly isHold: boolean;
  /**
   * What is looked at; what is not is refused by the stage alone. A cancellation in clearance is of the whole order; what
   * of an accepted one may be delivered or cancelled, its quantities say.
   */
  readonly admits: readonly OrderRequestKind[];
  /** Where an order stands again when money that had settled it is taken back; left out: its end is its end. */
  readonly reopensAs?: OrderStage;
};

/**
 * What each stage of an order allows, once. A request that comes while the stage is `received` waits for the next one:
 * nothing is decided there. A proof of receipt may come after the last cent, and the last cent may be taken back.
 */
export const stageRules = {
  received: { phase: 'clearance', isHold: false, admits: [] },
  'credit-hold': { phase: 'clearance', isHold: true, admits: ['credit-decision', 'amendment', 'cancellation'] },
  'discrepancy-hold': { phase: 'clearance', isHold: true, admits: ['disposition', 'amendment', 'cancellation'] },
  accepted: {
    phase: 'fulfilment',
    isHold: false,
    admits: ['amendment', 'cancellation', 'delivery', 'delivery-release'],
  },
  acknowledged: {
    phase: 'fulfilment',
    isHold: false,
    admits: ['amendment', 'cancellation', 'delivery', 'delivery-release'],
  },
  'in-delivery': {
    phase: 'fulfilment',
    isHold: false,
    admits: ['cancellation', 'delivery', 'delivery-release', 'proof'],
  },
  delivered: { phase: 'fulfilment', isHold: false, admits: ['cancellation', 'delivery', 'proof'] },
  settled: { phase: 'end', isHold: false, admits: ['proof'], reopensAs: 'delivered' },
  refused: { phase: 'end', isHold: false, admits: [] },
  rejected: { phase: 'end', isHold: false, admits: [] },
  cancelled: { phase: 'end', isHold: false, admits: [] },
} as const satisfies Readonly<Record<OrderStage, StageRule>>;

const ruleOf = (stage: OrderStage): StageRule => stageRules[stage];

type StageOf<P extends StageRule['phase']> = {
  [S in OrderStage]: (typeof stageRules)[S]['phase'] extends P ? S : never;
}[OrderStage];

/** How an order ends. */
export type EndStage = StageOf<'end'>;
/** How an order ends without a sale: what it took of its quote is free again, and none of its documents holds. */
export type FallenStage = Exclude<EndStage, 'settled'>;

export const hasEnded = (stage: OrderStage): stage is EndStage => ruleOf(stage).phase === 'end';
export const hasFallen = (stage: OrderStage): stage is FallenStage => hasEnded(stage) && stage !== 'settled';
/** Accepted by us, up to the last cent; not the ends without a sale. */
export const isAccepted = (stage: OrderStage): boolean => ruleOf(stage).phase === 'fulfilment' || stage === 'settled';
/** Something of it may be to deliver; the indexes `sales_order_unanswered` and `sales_order_under_way_by_gross` know the same. */
export const isUnderWay = (stage: OrderStage): boolean => !hasEnded(stage) && stage !== 'delivered';
export const isHold = (stage: OrderStage): boolean => ruleOf(stage).isHold;
export const reopensAs = (stage: OrderStage): OrderStage | null => ruleOf(stage).reopensAs ?? null;

export const admits = (stage: OrderStage, request: OrderRequestKind): boolean => ruleOf(stage).admits.includes(request);

/** Why a stage does not admit a request, as a code of the catalogue of problems. */
export function refusalCode(
  stage: OrderStage,
  request: OrderRequestKind,
): 'order-closed' | 'order-delivered' | 'order-not-ready' {
  if (hasEnded(stage)) return 'order-closed';
  const delivers = stage === 'in-delivery' || stage === 'delivered';
  return delivers && request === 'amendment' ? 'order-delivered' : 'order-not-ready';
}

/** An order as far as what it takes now follows from it. */
type Standing = {
  readonly number: string;
  readonly stage: OrderStage;
  /** A credit stop of the customer holds its deliveries. */
  readonly stopped: boolean;
  readonly lines: readonly LineProgress[];
};

/** The refusal of what an order's stage does not admit, with what may be asked instead; null: it is looked at. */
export function refuseAtStage(order: Standing, asked: OrderRequestKind): Refusal | null {
  const { number, stage } = order;
  if (admits(stage, asked)) return null;
  const code = refusalCode(stage, asked);
  return { kind: 'refused', code, said: whyOf[code](number, stage, asked), remedy: remedyOf[code](order) };
}

/** What an order takes as it stands: what its stage looks at and nothing about it refuses. */
export const takenNow = (order: Omit<Standing, 'number'>): readonly OrderRequestKind[] =>
  ruleOf(order.stage).admits.filter((request) => isFree[request]?.(order) ?? true);

const isFree: Readonly<Partial<Record<OrderRequestKind, (order: Omit<Standing, 'number'>) => boolean>>> = {
  cancellation: ({ lines }) => hasOpen(lines),
  delivery: ({ lines, stopped }) => !stopped && lines.some(({ allocated }) => isPositive(allocated)),
  'delivery-release': ({ lines, stopped }) => stopped && hasOpen(lines),
};

const whyOf = {
  'order-closed': (number: string, stage: OrderStage, asked: OrderRequestKind) =>
    said('order-ended', { order: number, stage, asked }),
  'order-delivered': (number: string, stage: OrderStage) => said('delivered-not-amended', { order: number, stage }),
  'order-not-ready': (number: string, stage: OrderStage, asked: OrderRequestKind) =>
    said('order-not-there-yet', { order: number, stage, asked }),
} as const;

const remedyOf = {
  'order-closed': ({ stage }: Standing) =>
    stage === 'settled' ? said('paid-enter-new-order') : said('enter-new-order'),
  'order-delivered': (order: Standing) =>
    takenNow(order).includes('cancellation') ? said('cancel-remainder') : said('all-done-enter-new-order'),
  'order-not-ready': (order: Standing) => insteadOf(order),
} as const;

/** What may be asked of an order as it stands. */
export function insteadOf(order: Omit<Standing, 'number'>): Said {
  if (ruleOf(order.stage).admits.length === 0) return said('checks-under-way');
  const taken = takenNow(order);
  return taken.length === 0 ? said('read-what-order-waits-for') : said('taken-now', { taken });
}

/** The stages for which a rule holds, in the order an order walks through them: for SQL that lists them. */
export const stagesWhere = (holds: (stage: OrderStage) => boolean): readonly OrderStage[] => orderStages.filter(holds);
