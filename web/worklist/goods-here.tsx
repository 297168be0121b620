import { lazy, Suspense } from 'react';
import type { Delivery } from '../../contracts/delivery.js';
import type { ShownOrder } from '../../contracts/order.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { Kept } from '../parts/kept.js';
import { Here, useWhenOpened } from './here.js';

const DeliverForm = lazy(() => import('../deliveries/deliver.js').then((made) => ({ default: made.DeliverForm })));
const ProofForm = lazy(() => import('../deliveries/proof.js').then((made) => ({ default: made.ProofForm })));
const ArrivalButton = lazy(() => import('../deliveries/arrival.js').then((made) => ({ default: made.ArrivalButton })));

/** Goods of an order leave, from a line that names it. */
export function DeliverHere({ order }: { readonly order: string }) {
  const { t } = useWords();
  if (!useMay()('orders.deliver')) return null;
  return (
    <Here<ShownOrder> text={t.logistics.deliver} of={['/v1/orders', order]}>
      {(found, close) => <DeliverForm order={found} onClose={close} />}
    </Here>
  );
}

/** Somebody has signed for a delivery. */
export function ProveHere({ delivery }: { readonly delivery: string }) {
  const { t } = useWords();
  if (!useMay()('deliveries.prove')) return null;
  return (
    <Here<Delivery> text={t.logistics.prove} of={['/v1/deliveries', delivery]}>
      {(found, close) => <ProofForm delivery={found} onClose={close} />}
    </Here>
  );
}

type Arriving = { readonly delivery: string; readonly isThere: boolean };

/** It has arrived, and the note is to follow. */
export function ArriveHere({ delivery, isThere }: Arriving) {
  const { t } = useWords();
  const may = useMay();
  const { found, ...when } = useWhenOpened<Delivery>(['/v1/deliveries', delivery]);
  return (
    may('deliveries.arrive') && (
      <Kept isOffered={!isThere} why={t.logistics.arrived}>
        <Suspense>
          <ArrivalButton number={delivery} of={found} {...when} isSmall />
        </Suspense>
      </Kept>
    )
  );
}
