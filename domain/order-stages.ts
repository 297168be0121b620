import type { Refusal } from '../contracts/problems.js';
import { orderStages, type OrderStage } from '../contracts/vocabulary.js';

/** What a person may ask of an order once it is received. */
export const orderRequests = [
  'credit-decision',
  'disposition',
  'amendment',
  'cancellation',
  'delivery',
  'delivery-release',
  'proof',
] as const;
export type OrderRequestKind = (typeof orderRequests)[number];

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

/** The refusal of what an order's stage does not admit; null: it is looked at. */
export function refuseAtStage(
  { number, stage }: { readonly number: string; readonly stage: OrderStage },
  asked: OrderRequestKind,
): Refusal | null {
  if (admits(stage, asked)) return null;
  const code = refusalCode(stage, asked);
  return { kind: 'refused', code, ...saidOf[code](number, stage) };
}

const saidOf = {
  'order-closed': (number: string, stage: OrderStage) => ({
    detail: `Order ${number} is ${stage}.`,
    remedy: 'Enter a new order.',
  }),
  'order-delivered': () => ({
    detail: 'An order with deliveries is not amended.',
    remedy: 'Cancel the remainder and enter a new order.',
  }),
  'order-not-ready': (number: string, stage: OrderStage) => ({
    detail: `Order ${number} is at ${stage}.`,
    remedy: 'Read the order for what it waits for.',
  }),
} as const;

/** The stages for which a rule holds, in the order an order walks through them: for SQL that lists them. */
export const stagesWhere = (holds: (stage: OrderStage) => boolean): readonly OrderStage[] => orderStages.filter(holds);
