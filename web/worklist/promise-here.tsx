import { lazy } from 'react';
import type { ShownOrder } from '../../contracts/order.js';
import type { WorkItem } from '../../contracts/work-item.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { Kept } from '../parts/kept.js';
import { DeliverHere } from './goods-here.js';
import { Here } from './here.js';

const TellCustomer = lazy(() => import('./tell-customer.js').then((made) => ({ default: made.TellCustomer })));

type Props = { readonly item: Extract<WorkItem, { readonly kind: 'promise-late' }>; readonly order: string };

/** A promise that was not kept: sales tell the customer, logistics let go what is there. */
export function PromiseHere({ item, order }: Props) {
  const { t } = useWords();
  const may = useMay();
  return (
    <>
      {may('worklist.comment') && (
        <Here<ShownOrder> text={t.work.tell} of={['/v1/orders', order]}>
          {(found, close) => <TellCustomer item={item} order={found} onClose={close} />}
        </Here>
      )}
      <Kept isOffered={item.facts.ready > 0} why={t.logistics.nothingAllocated}>
        <DeliverHere order={order} />
      </Kept>
    </>
  );
}
