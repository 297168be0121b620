import { Group } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import type { Product, StockReceipt } from '../../contracts/product.js';
import { isZero } from '../../domain/money.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import { shown } from '../lists/columns.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
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

const productsOf = (spoken: Spoken): ListDefinition<Product> => ({
  list: 'stock',
  keyOf: ({ number }) => number,
  empty: spoken.t.lists.empty,
  sort: 'number',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    {
      id: 'available',
      kind: 'choice',
      label: spoken.t.logistics.available,
      choices: [
        { value: 'true', label: spoken.t.logistics.someFree },
        { value: 'false', label: spoken.t.logistics.noneFree },
      ],
    },
    { id: 'active', kind: 'flag', label: spoken.t.products.onlyActive },
  ],
  columns: shown(listColumns.stock, spoken, {
    number: ({ number }) => (
      <Go to="/products/$number" params={{ number }}>
        {number}
      </Go>
    ),
  }),
});

const receiptsOf = (spoken: Spoken): ListDefinition<StockReceipt> => ({
  list: 'stock-receipts',
  keyOf: ({ reference }) => reference,
  empty: spoken.t.logistics.noReceipts,
  sort: '-receivedOn',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    { id: 'product', kind: 'product', label: spoken.t.logistics.product },
    { id: 'receivedFrom', kind: 'date', label: `${spoken.t.logistics.receivedOn} ${spoken.t.lists.from}` },
    { id: 'receivedTo', kind: 'date', label: spoken.t.lists.to },
  ],
  columns: shown(listColumns['stock-receipts'], spoken, {
    served: ({ served }) =>
      served.every(({ quantity }) => isZero(quantity))
        ? spoken.t.logistics.servedNone
        : served.map(({ order, line, quantity }) => (
            <div key={`${order} ${line}`}>
              <Go to="/orders/$number" params={{ number: order }}>
                {order}
              </Go>
              {` × ${spoken.words.say.quantity(quantity)}`}
            </div>
          )),
  }),
});
