import { Button, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Page as ApiPage } from '../../contracts/primitives.js';
import type { WorkItem } from '../../contracts/work-item.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';
import { useAddress } from '../lists/address.js';
import { Page } from '../parts/page.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Narrow } from './narrow.js';
import { WorkCard } from './work-card.js';

const PAGE_SIZE = 50;

/** What waits for a person of the reader's role, oldest first, with what to do about it in place. */
export function WorklistPage() {
  const { t } = useWords();
  const { address } = useAddress();
  const { kind, role, assignee, aside, sort = 'createdAt' } = address;
  const query = useInfiniteQuery({
    queryKey: ['/v1/worklist', { kind, role, assignee, aside, sort }],
    queryFn: ({ pageParam, signal }) =>
      get<ApiPage<WorkItem>>(
        '/v1/worklist',
        { kind, role, assignee, aside, sort, limit: PAGE_SIZE, cursor: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const isNarrowed = [kind, role, assignee, aside].some((value) => value !== undefined);
  return (
    <Page title={t.shell.worklist}>
      <Narrow />
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      {query.isSuccess && items.length === 0 && (
        <Text c="dimmed">{isNarrowed ? t.work.nothingMatches : t.work.nothingToDo}</Text>
      )}
      <Stack gap="sm" component="ul" p={0} m={0} aria-busy={query.isFetching}>
        {items.map((item) => (
          <WorkCard key={item.id} item={item} />
        ))}
      </Stack>
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t.orders.more}
        </Button>
      )}
    </Page>
  );
}
