import { Badge, Button, Card, Group, Stack, Table, Text } from '@mantine/core';
import type { Preparation } from '../../contracts/preparation.js';
import type { Page as ApiPage } from '../../contracts/primitives.js';
import { addDays } from '../../domain/calendar.js';
import { pathOf } from '../../domain/paths.js';
import { addressLines } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { usePages } from '../http/use-pages.js';
import { useAction } from '../http/use-action.js';
import { useAddress } from '../lists/address.js';
import { CustomerName } from '../parts/customer-name.js';
import { DueDay, Moment, Quantity } from '../parts/figures.js';
import { Keep } from '../parts/kept.js';
import { Go } from '../parts/link.js';
import { More } from '../parts/more.js';
import { Page } from '../parts/page.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';
import { useLines } from '../parts/use-lines.js';
import { DeliverHere } from '../worklist/goods-here.js';
import { Left } from '../worklist/left.js';

const PAGE_SIZE = 50;
const WEEK_DAYS = 7;

/** What is reserved and leaves today, what should have left before, and what the warehouse takes for it: on paper too. */
export function TodayPage() {
  const { t } = useWords();
  const { today } = useMe();
  const { address, change } = useAddress();
  const isWeek = address['until'] === 'week';
  const until = isWeek ? addDays(today, WEEK_DAYS) : today;
  const query = usePages<ApiPage<Preparation>>('/v1/preparations', { until, limit: PAGE_SIZE });
  const due = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const { lines, tellAt } = useLines(due, ({ order }) => order);
  const right = (
    <Group gap="xs" className="no-print">
      <Button size="xs" variant="default" onClick={() => change({ until: isWeek ? undefined : 'week' })}>
        {isWeek ? t.logistics.onlyToday : t.logistics.wholeWeek}
      </Button>
      <Button size="xs" variant="default" disabled={due.length === 0} onClick={() => print()}>
        {t.logistics.printList}
      </Button>
    </Group>
  );
  return (
    <Page title={t.logistics.toDeliver} right={right}>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      {query.isSuccess && lines.length === 0 && <Text c="dimmed">{t.logistics.nothingToDeliver}</Text>}
      <Stack component="ul" gap="sm" p={0} m={0} aria-busy={query.isFetching}>
        {lines.map(({ item, isGone }) => (
          <Due key={item.order} due={item} isGone={isGone} onAt={(isAt) => tellAt(item, isAt)} />
        ))}
      </Stack>
      <More of={query} />
    </Page>
  );
}

type DueProps = {
  readonly due: Preparation;
  /** It has left the list, and stands for who is at its form. */
  readonly isGone: boolean;
  readonly onAt: (isAt: boolean) => void;
};

function Due({ due, isGone, onAt }: DueProps) {
  const { t, language } = useWords();
  const { order, prepared, backordered } = due;
  return (
    <Card component="li" withBorder padding="sm" aria-label={order}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={2}>
          <Group gap="xs">
            <Go to="/orders/$number" params={{ number: order }} fw={600}>
              {order}
            </Go>
            <CustomerName number={due.customer} name={due.customerName} />
            {due.customerReference !== null && <Text size="sm">{due.customerReference}</Text>}
          </Group>
          <Text size="sm" className="wrap">
            {addressLines(due.address, language).join(', ')}
          </Text>
          {prepared !== null && (
            <Group gap={6}>
              <Badge color="teal" variant="outline">
                {t.logistics.status.prepared}
              </Badge>
              <Text size="xs" c="dimmed">
                {prepared.by} · <Moment at={prepared.at} />
              </Text>
            </Group>
          )}
        </Stack>
        <Text size="sm" component="div">
          {t.logistics.promisedFor} <DueDay date={due.on} />
        </Text>
      </Group>
      <Lines due={due} />
      {backordered > 0 && (
        <Text size="sm" c="dimmed">
          {t.logistics.onBackorder(backordered)}
        </Text>
      )}
      <Group gap="xs" mt="xs" className="no-print">
        <PrepareButton due={due} />
        <Keep gone={isGone ? <Left order={order} /> : null} onAt={onAt}>
          <DeliverHere order={order} />
        </Keep>
      </Group>
    </Card>
  );
}

function Lines({ due: { lines, order } }: { readonly due: Preparation }) {
  const { t } = useWords();
  return (
    <Table.ScrollContainer minWidth={320} type="native">
      <Table aria-label={order}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t.orders.line}</Table.Th>
            <Table.Th scope="col">{t.logistics.product}</Table.Th>
            <Table.Th scope="col" ta="right">
              {t.logistics.quantity}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map(({ lineNo, product, description, quantity, unit }) => (
            <Table.Tr key={lineNo}>
              <Table.Td>{lineNo}</Table.Td>
              <Table.Td>
                {description} ({product})
              </Table.Td>
              <Table.Td ta="right">
                <Quantity of={quantity} unit={unit} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** It lies ready: told once, until something else is reserved or has left. */
function PrepareButton({ due: { order, prepared } }: { readonly due: Preparation }) {
  const spoken = useWords();
  const { t } = spoken;
  const may = useMay();
  const action = useAction({ onDone: () => tellDone(spoken, t.logistics.preparedDone(order)) });
  if (prepared !== null || !may('orders.prepare')) return null;
  return (
    <>
      <Button
        size="xs"
        variant="light"
        loading={action.isPending}
        onClick={() => action.mutate({ path: pathOf('/v1/orders', order, 'preparations'), body: {} })}
      >
        {t.logistics.prepare}
      </Button>
      <ProblemNote error={action.error} />
    </>
  );
}
