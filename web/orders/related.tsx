import { useQuery } from '@tanstack/react-query';
import type { InvoiceSummary } from '../../contracts/invoice.js';
import type { ShownOrder } from '../../contracts/order.js';
import type { Page } from '../../contracts/primitives.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { MailsOf } from '../mails/mails-of.js';
import { DueDay, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { Documents } from './documents.js';
import { Messages } from './messages.js';
import { OrderPayments } from './payments.js';

const MOST = 100;

/** What the order led to: documents, invoices, payments and mails. */
export function Related({ order }: { readonly order: ShownOrder }) {
  const may = useMay();
  return (
    <>
      <Documents order={order} />
      {order.origin === 'edi' && may('orders.messages') && <Messages order={order} />}
      {may('invoices.list') && <Invoices order={order.number} />}
      {may('orders.payments') && <OrderPayments order={order.number} />}
      {may('mails.list') && <MailsOf of={{ order: order.number }} />}
    </>
  );
}

function Invoices({ order }: { readonly order: string }) {
  const { t, words } = useWords();
  const query = useQuery({
    queryKey: ['/v1/invoices', { order }],
    queryFn: ({ signal }) => get<Page<InvoiceSummary>>('/v1/invoices', { order, limit: MOST, sort: 'number' }, signal),
  });
  return (
    <Panel title={t.orders.invoices}>
      <Loaded query={query}>
        {({ items }) => (
          <Rows
            none={t.orders.noneYet}
            heads={[
              t.orders.invoice,
              { figure: t.orders.gross },
              { figure: t.orders.open },
              t.orders.due,
              t.orders.level,
            ]}
            rows={items.map(({ number, gross, open, currency, dueDate, nextDue, status, dunningLevel }) => ({
              key: number,
              cells: [
                <Go key="number" to="/invoices/$number" params={{ number }}>
                  {number}
                </Go>,
                <Money key="gross" amount={gross} currency={currency} />,
                <Money key="open" amount={open} currency={currency} />,
                <DueDay key="due" date={dueDate} next={nextDue} isOver={status === 'paid'} />,
                dunningLevel === null ? '' : words.level[dunningLevel],
              ],
            }))}
          />
        )}
      </Loaded>
    </Panel>
  );
}
