import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { Delivery } from '../../contracts/delivery.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { useOrder } from '../orders/use-order.js';
import { Loaded } from '../parts/page.js';

const DeliverForm = lazy(() => import('../deliveries/deliver.js').then((made) => ({ default: made.DeliverForm })));
const ProofForm = lazy(() => import('../deliveries/proof.js').then((made) => ({ default: made.ProofForm })));
const ArrivalButton = lazy(() => import('../deliveries/arrival.js').then((made) => ({ default: made.ArrivalButton })));

/** Goods of an order leave, from a line that names it. */
export function DeliverHere({ order }: { readonly order: string }) {
  const { t } = useWords();
  const may = useMay();
  const [opened, dialog] = useDisclosure(false);
  const query = useOrder(order, { enabled: opened });
  if (!may('orders.deliver')) return null;
  return (
    <>
      <Button size="xs" onClick={dialog.open}>
        {t.logistics.deliver}
      </Button>
      {opened && (
        <Loaded query={query}>
          {(found) => (
            <Suspense>
              <DeliverForm order={found} onClose={dialog.close} />
            </Suspense>
          )}
        </Loaded>
      )}
    </>
  );
}

/** Somebody has signed for a delivery. */
export function ProveHere({ delivery }: { readonly delivery: string }) {
  const { t } = useWords();
  const may = useMay();
  const [opened, dialog] = useDisclosure(false);
  const path = `/v1/deliveries/${delivery}`;
  const query = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<Delivery>(path, {}, signal),
    enabled: opened,
  });
  if (!may('deliveries.prove')) return null;
  return (
    <>
      <Button size="xs" onClick={dialog.open}>
        {t.logistics.prove}
      </Button>
      {opened && (
        <Loaded query={query}>
          {(found) => (
            <Suspense>
              <ProofForm delivery={found} onClose={dialog.close} />
            </Suspense>
          )}
        </Loaded>
      )}
    </>
  );
}

/** It has arrived, and the note is to follow. */
export function ArriveHere({ delivery }: { readonly delivery: string }) {
  const may = useMay();
  return (
    may('deliveries.arrive') && (
      <Suspense>
        <ArrivalButton number={delivery} isSmall />
      </Suspense>
    )
  );
}
