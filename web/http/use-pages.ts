import { keepPreviousData, useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { get, type Query } from './client.js';

/** A list of the API read a page after the other, as far as somebody asks for more. `keepsPrevious`: until another query is answered. */
export const usePages = <P extends { readonly nextCursor: string | null }>(
  path: string,
  query: Query,
  {
    keepsPrevious = false,
    againMs,
  }: {
    /** When it is read again, by what was read so far; 0: not by itself. */
    readonly againMs?: (pages: readonly P[]) => number;
    readonly keepsPrevious?: boolean;
  } = {},
) =>
  useInfiniteQuery({
    // Apart from the same list read as one page, which is kept in another shape.
    queryKey: [path, query, 'pages'],
    queryFn: ({ pageParam, signal }) => get<P>(path, { ...query, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    ...(keepsPrevious && { placeholderData: keepPreviousData }),
    ...(againMs !== undefined && {
      refetchInterval: ({ state }: { readonly state: { readonly data?: InfiniteData<P> | undefined } }) =>
        againMs(state.data?.pages ?? []) || false,
    }),
  });
