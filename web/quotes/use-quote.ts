import { useQuery } from '@tanstack/react-query';
import type { Quote } from '../../contracts/quote.js';
import { get } from '../http/client.js';

/** A quote as it stands. */
export const useQuote = (number: string) =>
  useQuery({
    queryKey: ['/v1/quotes', number],
    queryFn: ({ signal }) => get<Quote>(`/v1/quotes/${encodeURIComponent(number)}`, {}, signal),
  });
