import { useQuery } from '@tanstack/react-query';
import type { OrderActions } from '../../contracts/order-actions.js';
import type { OrderAction } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { get } from '../http/client.js';

export type Offer = OrderActions['items'][number];

/** What the reader may do with an order now, and why not; null: not at all, or it is not known yet. */
export type Offers = (action: OrderAction) => Offer | null;

export function useOrderActions(number: string): Offers {
  const { data } = useQuery({
    queryKey: ['/v1/orders', number, 'actions'],
    queryFn: ({ signal }) => get<OrderActions>(pathOf('/v1/orders', number, 'actions'), {}, signal),
  });
  return (action) => data?.items.find((each) => each.action === action) ?? null;
}
