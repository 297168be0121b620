import { useQuery } from '@tanstack/react-query';
import type { ShownAccount } from '../../contracts/account.js';
import { pathOf } from '../../domain/paths.js';
import { get } from '../http/client.js';

/** What is open on a customer's account; nothing is asked while nobody is named. */
export function useAccount(customer: string | null) {
  const path = pathOf('/v1/customers', customer ?? '', 'account');
  return useQuery({
    queryKey: [path, { limit: 1 }],
    queryFn: ({ signal }) => get<ShownAccount>(path, { limit: 1 }, signal),
    enabled: customer !== null,
  });
}
