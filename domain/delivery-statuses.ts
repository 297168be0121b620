import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import { deliveryStatuses, type DeliveryStatus } from '../contracts/vocabulary.js';

/** What may happen to a delivery, each at most once. */
export const deliveryEvents = ['departure', 'arrival', 'proof'] as const;
export type DeliveryEvent = (typeof deliveryEvents)[number];

type StatusRule = {
  /** The goods are out of our stock: their note is issued, their VAT fixed, and they are to be invoiced. */
  readonly hasLeft: boolean;
  readonly admits: readonly DeliveryEvent[];
};

/** What each status of a delivery allows, once. A signed note proves the arrival, whether it was told before or not. */
export const deliveryStatusRules = {
  prepared: { hasLeft: false, admits: ['departure'] },
  departed: { hasLeft: true, admits: ['arrival', 'proof'] },
  delivered: { hasLeft: true, admits: ['proof'] },
  proved: { hasLeft: true, admits: [] },
} as const satisfies Readonly<Record<DeliveryStatus, StatusRule>>;

/** What a delivery becomes by what happens. */
export const becomes = {
  departure: 'departed',
  arrival: 'delivered',
  proof: 'proved',
} as const satisfies Readonly<Record<DeliveryEvent, DeliveryStatus>>;

const ruleOf = (status: DeliveryStatus): StatusRule => deliveryStatusRules[status];

export const hasLeft = (status: DeliveryStatus): boolean => ruleOf(status).hasLeft;
export const admitsEvent = (status: DeliveryStatus, event: DeliveryEvent): boolean =>
  ruleOf(status).admits.includes(event);

/** The refusal of what the status of a delivery does not admit; null: it may happen. */
export function refuseAtStatus(
  { number, status }: { readonly number: string; readonly status: DeliveryStatus },
  event: DeliveryEvent,
): Refusal | null {
  if (admitsEvent(status, event)) return null;
  return {
    kind: 'refused',
    code: status === 'proved' ? 'delivery-proved' : 'delivery-not-ready',
    said: said('delivery-at', { delivery: number, delivered: status }),
    remedy: said('read-delivery'),
  };
}

/** The statuses for which a rule holds, in the order a delivery walks through them: for SQL that lists them. */
export const statusesWhere = (holds: (status: DeliveryStatus) => boolean): readonly DeliveryStatus[] =>
  deliveryStatuses.filter(holds);
