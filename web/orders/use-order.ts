import { useQuery } from '@tanstack/react-query';
import type { ShownOrder } from '../../contracts/order.js';
import { pathOf } from '../../domain/paths.js';
import { get } from '../http/client.js';

/** An order as it stands. */
export const useOrder = (number: string, { enabled = true } = {}) =>
  useQuery({
    queryKey: ['/v1/orders', number],
    queryFn: ({ signal }) => get<ShownOrder>(pathOf('/v1/orders', number), {}, signal),
    enabled,
  });
