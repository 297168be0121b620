import { Group, Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { WorkItem } from '../../contracts/work-item.js';
import { useMay } from '../app/session.js';
import { CustomerName } from '../parts/customer-name.js';
import { Go } from '../parts/link.js';

const ByKind = lazy(() => import('./by-kind.js'));

/** What can be done about a line where it stands, and the way to the rest. */
export function InPlace({ item }: { readonly item: WorkItem }) {
  const may = useMay();
  const { order, invoice, customer } = item;
  return (
    <Group gap="xs" align="flex-start">
      {order !== null && (
        <Go to="/orders/$number" params={{ number: order }} size="sm" mt={4}>
          {order}
        </Go>
      )}
      {invoice !== null && may('invoices.get') && (
        <Go to="/invoices/$number" params={{ number: invoice }} size="sm" mt={4}>
          {invoice}
        </Go>
      )}
      {customer !== null && (
        <Text size="sm" component="div" mt={4}>
          <CustomerName number={customer} name={item.customerName ?? customer} />
        </Text>
      )}
      <Suspense>
        <ByKind item={item} />
      </Suspense>
    </Group>
  );
}
