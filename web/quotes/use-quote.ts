import { useQuery } from '@tanstack/react-query';
import type { Quote } from '../../contracts/quote.js';
import { pathOf } from '../../domain/paths.js';
import { get } from '../http/client.js';

/** A quote as it stands. */
export const useQuote = (number: string) =>
  useQuery({
    queryKey: ['/v1/quotes', number],
    queryFn: ({ signal }) => get<Quote>(pathOf('/v1/quotes', number), {}, signal),
  });
