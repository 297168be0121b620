import { Group } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import type { Product, StockReceipt } from '../../contracts/product.js';
import { isZero } from '../../domain/money.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { Day, Quantity } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { ReceiveButton } from './receive.js';

/** What is there, and what is promised to orders. */
export function StockPage() {
  const spoken = useWords();
  const definition = useMemo(() => productsOf(spoken), [spoken]);
  return (
    <Frame current="/stock">
      <List definition={definition} />
    </Frame>
  );
}

/** What came in, and whom it served. */
export function ReceiptsPage() {
  const spoken = useWords();
  const definition = useMemo(() => receiptsOf(spoken), [spoken]);
  return (
    <Frame current="/stock/receipts">
      <List definition={definition} />
    </Frame>
  );
}

const tabs = ['/stock', '/stock/receipts'] as const;

function Frame({ current, children }: { readonly current: (typeof tabs)[number]; readonly children: ReactNode }) {
  const { t } = useWords();
  const may = useMay();
  const names = { '/stock': t.logistics.stock, '/stock/receipts': t.logistics.receipts };
  return (
    <Page title={names[current]} right={may('stock.receive') && <ReceiveButton />}>
      <Group component="nav" aria-label={t.shell.stock}>
        {tabs.map((to) => (
          <Go key={to} to={to} {...(to === current && { 'aria-current': 'page', fw: 700 })}>
            {names[to]}
          </Go>
        ))}
      </Group>
      {children}
    </Page>
  );
}

const productsOf = ({ t }: Spoken): ListDefinition<Product> => ({
  path: '/v1/products',
  isWhole: false,
  keyOf: ({ number }) => number,
  empty: t.lists.empty,
  filters: [{ id: 'search', kind: 'text', label: t.lists.filter }],
  columns: [
    { id: 'number', header: t.logistics.product, cell: ({ number, name }) => `${name} (${number})` },
    { id: 'unit', header: t.logistics.unit, cell: ({ unit }) => unit },
    { id: 'onHand', header: t.logistics.onHand, isNumber: true, cell: ({ onHand }) => <Quantity of={onHand} /> },
    {
      id: 'allocated',
      header: t.logistics.allocated,
      isNumber: true,
      cell: ({ allocated }) => <Quantity of={allocated} />,
    },
    {
      id: 'available',
      header: t.logistics.available,
      isNumber: true,
      cell: ({ available }) => <Quantity of={available} />,
    },
  ],
});

const receiptsOf = ({ t, words }: Spoken): ListDefinition<StockReceipt> => ({
  path: '/v1/stock/receipts',
  keyOf: ({ reference }) => reference,
  empty: t.logistics.noReceipts,
  filters: [],
  columns: [
    { id: 'reference', header: t.logistics.reference, cell: ({ reference }) => reference },
    { id: 'receivedOn', header: t.logistics.receivedOn, cell: ({ receivedOn }) => <Day date={receivedOn} /> },
    {
      id: 'lines',
      header: t.orders.lines,
      cell: ({ lines }) =>
        lines.map(({ product, quantity }) => `${product} × ${words.say.quantity(quantity)}`).join(', '),
    },
    {
      id: 'served',
      header: t.logistics.served,
      cell: ({ served }) =>
        served.every(({ quantity }) => isZero(quantity))
          ? t.logistics.servedNone
          : served.map(({ order, line, quantity }) => (
              <div key={`${order} ${line}`}>
                <Go to="/orders/$number" params={{ number: order }}>
                  {order}
                </Go>
                {` × ${words.say.quantity(quantity)}`}
              </div>
            )),
    },
  ],
});
