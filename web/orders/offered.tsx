import type { ReactNode } from 'react';
import { Kept } from '../parts/kept.js';
import { NotNow } from '../parts/not-now.js';
import type { Offer } from './use-order-actions.js';

type Props = {
  readonly offer: Offer | null;
  /** What the button says. */
  readonly text: string;
  /** False: it is no action of an order that stands where this one does, and nothing is said of it. */
  readonly isOfStage?: boolean;
  readonly children: ReactNode;
};

/**
 * The button of an action as the order admits it: as it is, or with why not now; nothing for who may not at all. Who has begun
 * keeps their form when the order admits it no more.
 */
export function Offered({ offer, text, isOfStage = true, children }: Props) {
  const reason = offer?.reason ?? '';
  const notNow = offer === null || !isOfStage ? null : <NotNow text={text} why={reason} />;
  return (
    <Kept isOffered={isOfStage && offer?.allowed === true} why={reason} otherwise={notNow}>
      {children}
    </Kept>
  );
}
