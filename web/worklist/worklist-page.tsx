import { Badge, Button, Card, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Page as ApiPage } from '../../contracts/primitives.js';
import type { WorkItem } from '../../contracts/work-item.js';
import { roles, workItemKinds } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { get } from '../http/client.js';
import { useAddress } from '../lists/address.js';
import { DueDay, Moment, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { ProblemNote } from '../parts/problem-note.js';

const PAGE_SIZE = 50;

/** What waits for a person of the reader's role, oldest first, with what to do about it. */
export function WorklistPage() {
  const { t } = useWords();
  const { address } = useAddress();
  const { kind, role, sort = 'createdAt' } = address;
  const query = useInfiniteQuery({
    queryKey: ['/v1/worklist', { kind, role, sort }],
    queryFn: ({ pageParam, signal }) =>
      get<ApiPage<WorkItem>>(
        '/v1/worklist',
        { kind, role, sort, limit: PAGE_SIZE, cursor: pageParam ?? undefined },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t.shell.worklist}>
      <Narrow />
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      {query.isSuccess && items.length === 0 && (
        <Text c="dimmed">{kind === undefined ? t.work.nothingToDo : t.work.nothingMatches}</Text>
      )}
      <Stack gap="sm" component="ul" p={0} m={0} aria-busy={query.isFetching}>
        {items.map((item) => (
          <Item key={item.id} item={item} />
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

function Narrow() {
  const { t, words } = useWords();
  const me = useMe();
  const { address, change } = useAddress();
  const sees = ['manager', 'ops', 'admin'].includes(me.role);
  return (
    <Group align="flex-end">
      <Select
        label={t.work.kind}
        placeholder={t.lists.all}
        clearable
        data={workItemKinds.map((value) => ({ value, label: t.work.kinds[value] }))}
        value={address['kind'] ?? null}
        onChange={(kind) => change({ kind: kind ?? undefined })}
      />
      {sees && (
        <Select
          label={t.work.team}
          placeholder={t.lists.all}
          clearable
          data={roles.map((value) => ({ value, label: capital(words.role[value]) }))}
          value={address['role'] ?? null}
          onChange={(role) => change({ role: role ?? undefined })}
        />
      )}
      <SegmentedControl
        aria-label={t.lists.sortBy(t.work.age)}
        data={[
          { value: 'createdAt', label: t.work.age },
          { value: 'dueOn', label: t.work.due },
        ]}
        value={address['sort'] ?? 'createdAt'}
        onChange={(sort) => change({ sort })}
      />
    </Group>
  );
}

function Item({ item }: { readonly item: WorkItem }) {
  const { t, words } = useWords();
  return (
    <Card component="li" withBorder padding="sm">
      <Group justify="space-between" align="flex-start" wrap="wrap">
        <Stack gap={2} flex={1} miw={260}>
          <Group gap="xs">
            <Badge variant="outline">{t.work.kinds[item.kind]}</Badge>
            <Text fw={600}>{item.title}</Text>
          </Group>
          <Text size="sm" className="wrap">
            {item.sentence}
          </Text>
          <Text size="xs" c="dimmed">
            <Moment at={item.createdAt} /> · {words.role[item.role]}
            {item.escalations > 0 && ` · ${t.work.escalations(item.escalations)}`}
          </Text>
        </Stack>
        <Stack gap={2} align="flex-end">
          <Text fw={600}>
            <Money amount={item.amount} currency="EUR" />
          </Text>
          {item.dueOn !== null && (
            <Text size="sm">
              {t.work.due} : <DueDay date={item.dueOn} isOver={item.status !== 'open'} />
            </Text>
          )}
          {item.order !== null && (
            <Go to="/orders/$number" params={{ number: item.order }} size="sm">
              {item.order}
            </Go>
          )}
        </Stack>
      </Group>
    </Card>
  );
}
