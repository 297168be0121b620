import { Badge } from '@mantine/core';
import { useMemo } from 'react';
import type { Quote } from '../../contracts/quote.js';
import { quoteStatuses, type QuoteStatus } from '../../contracts/vocabulary.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import { choice, type Column, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { CustomerName } from '../parts/customer-name.js';
import { Day, DueDay, Moment, Money } from '../parts/figures.js';
import { Go, GoButton } from '../parts/link.js';
import { Page } from '../parts/page.js';

/** What was offered to whom, and what became of it. */
export function QuotesPage() {
  const spoken = useWords();
  const may = useMay();
  const mayOrder = may('orders.create');
  const definition = useMemo(() => listOf(spoken, mayOrder), [spoken, mayOrder]);
  return (
    <Page
      title={spoken.t.sales.quotes}
      right={may('quotes.create') && <GoButton to="/quotes/new">{spoken.t.sales.newQuote}</GoButton>}
    >
      <List definition={definition} />
    </Page>
  );
}

const colours: Readonly<Record<QuoteStatus, string>> = {
  open: 'blue',
  accepted: 'green',
  expired: 'gray',
  lost: 'gray',
};

/** What became of a quote. */
export function QuoteState({ status }: { readonly status: QuoteStatus }) {
  const { t } = useWords();
  return (
    <Badge variant="outline" color={colours[status]}>
      {t.sales.quoteStatus[status]}
    </Badge>
  );
}

/** Whether an order can answer it still. */
export const isOrderable = ({ status }: Pick<Quote, 'status'>): boolean => status === 'open' || status === 'accepted';

export const listOf = ({ t }: Spoken, mayOrder = false): ListDefinition<Quote> => ({
  path: '/v1/quotes',
  keyOf: ({ number }) => number,
  empty: t.sales.noQuotes,
  sort: '-createdAt',
  filters: [
    { id: 'search', kind: 'text', label: t.lists.filter },
    choice('status', t.sales.status, quoteStatuses, t.sales.quoteStatus),
    { id: 'customer', kind: 'customer', label: t.sales.customer },
  ],
  columns: [
    {
      id: 'number',
      header: t.sales.quote,
      sort: 'number',
      cell: ({ number }) => (
        <Go to="/quotes/$number" params={{ number }}>
          {number}
        </Go>
      ),
    },
    {
      id: 'customer',
      header: t.sales.customer,
      cell: ({ customer, customerName }) => <CustomerName number={customer} name={customerName} />,
    },
    { id: 'status', header: t.sales.status, cell: ({ status }) => <QuoteState status={status} /> },
    {
      id: 'validUntil',
      header: t.sales.validUntil,
      sort: 'validUntil',
      cell: ({ validUntil, status }) => <DueDay date={validUntil} isOver={status !== 'expired'} />,
    },
    {
      id: 'net',
      header: t.orders.net,
      sort: 'net',
      isNumber: true,
      cell: ({ net, currency }) => <Money amount={net} currency={currency} />,
    },
    {
      id: 'created',
      header: t.sales.created,
      sort: 'createdAt',
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
    { id: 'revision', header: t.sales.revision, isNumber: true, cell: ({ revision }) => revision },
    { id: 'accepted', header: t.sales.acceptedOn, isExtra: true, cell: ({ acceptedOn }) => <Day date={acceptedOn} /> },
    { id: 'lost', header: t.sales.lostReason, isExtra: true, cell: ({ lostReason }) => lostReason },
    ...(mayOrder ? [orderColumn(t.sales)] : []),
  ],
});

const orderColumn = ({ order, orderFrom }: Spoken['t']['sales']): Column<Quote> => ({
  id: 'order',
  header: order,
  cell: (quote) =>
    isOrderable(quote) && (
      <Go to="/orders/new" search={{ quote: quote.number }} aria-label={orderFrom(quote.number)}>
        {order}
      </Go>
    ),
});
