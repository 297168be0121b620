import { Button, Group, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { CustomerExposure } from '../../contracts/customer.js';
import type { WorkItem } from '../../contracts/work-item.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { CreditButtons } from '../orders/decisions.js';
import { Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';
import { useOrder } from '../orders/use-order.js';

const Discrepancies = lazy(() =>
  import('../orders/discrepancies.js').then(({ Discrepancies: component }) => ({ default: component })),
);

/** What can be done about a line where it stands, and the way to the rest. */
export function InPlace({ item }: { readonly item: WorkItem }) {
  return (
    <Group gap="xs" align="flex-start">
      {item.order !== null && (
        <Go to="/orders/$number" params={{ number: item.order }} size="sm" mt={4}>
          {item.order}
        </Go>
      )}
      <ByKind item={item} />
    </Group>
  );
}

function ByKind({ item }: { readonly item: WorkItem }) {
  const may = useMay();
  if (item.order === null) return null;
  switch (item.kind) {
    case 'credit-hold':
      return (
        <>
          {may('orders.decide-credit') && <CreditButtons order={item.order} />}
          {may('customers.exposure') && item.customer !== null && <ExposureOf customer={item.customer} />}
        </>
      );
    case 'discrepancy':
      return <DifferencesOf order={item.order} />;
    case 'dunning-report':
    case 'collections':
    case 'allocation':
    case 'write-off':
    case 'mail-unknown':
    case 'mail-failed':
    case 'mail-channel':
      return null;
  }
}

/** What the customer owes and will owe, source by source: what would free the order. */
function ExposureOf({ customer }: { readonly customer: string }) {
  const { t } = useWords();
  const [opened, shown] = useDisclosure(false);
  return (
    <div>
      <Button size="xs" variant="default" onClick={shown.toggle} aria-expanded={opened}>
        {t.work.exposure}
      </Button>
      {opened && <Exposure customer={customer} />}
    </div>
  );
}

function Exposure({ customer }: { readonly customer: string }) {
  const { t } = useWords();
  const path = `/v1/customers/${customer}/exposure`;
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<CustomerExposure>(path, {}, signal) });
  return (
    <Loaded query={query}>
      {({ sources, exposure, creditLimit, creditAvailable, currency }) => (
        <Table mt="xs" w="auto">
          <Table.Tbody>
            {sources.map(({ kind, reference, amount }) => (
              <Table.Tr key={`${kind} ${reference}`}>
                <Table.Td>
                  {t.work.source[kind]} {kind === 'payment' ? '' : reference}
                </Table.Td>
                <Table.Td ta="right">
                  <Money amount={amount} currency={currency} />
                </Table.Td>
              </Table.Tr>
            ))}
            {(
              [
                [t.work.exposure, exposure],
                [t.work.limit, creditLimit],
                [t.work.available, creditAvailable],
              ] as const
            ).map(([name, amount]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td ta="right">
                  <Text fw={600} span size="sm">
                    <Money amount={amount} currency={currency} />
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Loaded>
  );
}

/** The order's differences, to be decided on here. */
function DifferencesOf({ order }: { readonly order: string }) {
  const { t } = useWords();
  const [opened, shown] = useDisclosure(false);
  const query = useOrder(order, { enabled: opened });
  return (
    <div>
      <Button size="xs" variant="light" onClick={shown.toggle} aria-expanded={opened}>
        {t.work.decideHere}
      </Button>
      {opened && (
        <Loaded query={query}>
          {(found) => (
            <Suspense>
              <Discrepancies order={found} />
            </Suspense>
          )}
        </Loaded>
      )}
    </div>
  );
}
