import type { ReactNode } from 'react';
import { NotNow } from '../parts/not-now.js';
import type { Offer } from './use-order-actions.js';

type Props = {
  readonly offer: Offer | null;
  /** What the button says. */
  readonly text: string;
  readonly children: ReactNode;
};

/** The button of an action as the order admits it: as it is, or with why not now; nothing for who may not at all. */
export function Offered({ offer, text, children }: Props) {
  if (offer === null) return null;
  return offer.allowed ? children : <NotNow text={text} why={offer.reason ?? ''} />;
}
