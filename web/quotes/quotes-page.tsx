import { Badge } from '@mantine/core';
import { useMemo } from 'react';
import type { Quote } from '../../contracts/quote.js';
import { quoteStatuses, type QuoteStatus } from '../../contracts/vocabulary.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import { shown } from '../lists/columns.js';
import { choice, type Column, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { CustomerName } from '../parts/customer-name.js';
import { DueDay } from '../parts/figures.js';
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
      right={may('quotes.create') && <GoButton to="/new-quote">{spoken.t.sales.newQuote}</GoButton>}
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

export const listOf = (spoken: Spoken, mayOrder = false): ListDefinition<Quote> => ({
  list: 'quotes',
  keyOf: ({ number }) => number,
  empty: spoken.t.sales.noQuotes,
  sort: '-createdAt',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    choice('status', spoken.t.sales.status, quoteStatuses, spoken.t.sales.quoteStatus),
    { id: 'customer', kind: 'customer', label: spoken.t.sales.customer },
  ],
  columns: [
    ...shown(listColumns.quotes, spoken, {
      number: ({ number }) => (
        <Go to="/quotes/$number" params={{ number }}>
          {number}
        </Go>
      ),
      customer: ({ customer, customerName }) => <CustomerName number={customer} name={customerName} />,
      status: ({ status }) => <QuoteState status={status} />,
      validUntil: ({ validUntil, status }) => <DueDay date={validUntil} isOver={status !== 'expired'} />,
    }),
    ...(mayOrder ? [orderColumn(spoken.t.sales)] : []),
  ],
});

const orderColumn = ({ order, orderFrom }: Spoken['t']['sales']): Column<Quote> => ({
  id: 'order',
  header: order,
  isAction: true,
  cell: (quote) =>
    isOrderable(quote) && (
      <Go to="/new-order" search={{ quote: quote.number }} aria-label={orderFrom(quote.number)}>
        {order}
      </Go>
    ),
});
