import { useMemo } from 'react';
import { useWords, type Spoken } from '../app/language.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { Panel } from '../parts/panel.js';
import { listOf as stepsOf } from '../dunning/dunning-page.js';
import { listOf as invoicesOf } from '../invoices/invoices-page.js';
import { listOf as mailsOf } from '../mails/mails-page.js';
import { listOf as ordersOf } from '../orders/orders-page.js';
import { listOf as quotesOf } from '../quotes/quotes-page.js';
import { listOf as paymentsOf } from '../payments/payments-page.js';

type Props = { readonly customer: string };

/** A list of the console, of one customer alone. */
function useOwn<T>(listOf: (spoken: Spoken) => ListDefinition<T>, customer: string): ListDefinition<T> {
  const spoken = useWords();
  return useMemo(() => {
    const { columns, ...list } = listOf(spoken);
    return {
      ...list,
      columns: columns.filter(({ id }) => id !== 'customer'),
      filters: [],
      fixed: { customer },
      isWhole: false,
    };
  }, [listOf, spoken, customer]);
}

export function OrdersOf({ customer }: Props) {
  return <List definition={useOwn(ordersOf, customer)} />;
}

export function QuotesOf({ customer }: Props) {
  return <List definition={useOwn(quotesOf, customer)} />;
}

export function InvoicesOf({ customer }: Props) {
  return <List definition={useOwn(invoicesOf, customer)} />;
}

export function PaymentsOf({ customer }: Props) {
  return <List definition={useOwn(paymentsOf, customer)} />;
}

export function MailsOf({ customer }: Props) {
  return <List definition={useOwn(mailsOf, customer)} />;
}

export function StepsOf({ customer }: Props) {
  const { t } = useWords();
  return (
    <Panel title={t.finance.steps}>
      <List definition={useOwn(stepsOf, customer)} />
    </Panel>
  );
}
