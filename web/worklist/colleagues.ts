import { useQuery } from '@tanstack/react-query';
import type { Role } from '../../contracts/vocabulary.js';
import { get } from '../http/client.js';

export type Colleague = { readonly person: string; readonly name: string; readonly role: Role };

const RARELY_MS = 300_000;
const none: readonly Colleague[] = [];

/** Who works here; nobody until it is read. */
export function useColleagues(): readonly Colleague[] {
  const query = useQuery({
    queryKey: ['/v1/colleagues'],
    queryFn: ({ signal }) => get<{ readonly items: readonly Colleague[] }>('/v1/colleagues', {}, signal),
    staleTime: RARELY_MS,
  });
  return query.data?.items ?? none;
}
