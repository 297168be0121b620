import type { OrderPayment } from '../../contracts/order.js';
import type { Page } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { usePages } from '../http/use-pages.js';
import { Day, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { More } from '../parts/more.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Rows } from '../parts/rows.js';
import { PaymentLink } from '../payments/payment-link.js';

const PAGE_SIZE = 100;

/** The money that the order's invoices took, and from which transfer; the reference is for who may read payments. */
export function OrderPayments({ order }: { readonly order: string }) {
  const { t } = useWords();
  const query = usePages<Page<OrderPayment>>(pathOf('/v1/orders', order, 'payments'), { limit: PAGE_SIZE });
  const payments = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title={t.orders.payments}>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Rows
        none={t.orders.noneYet}
        heads={[t.finance.payment, t.finance.valueDate, t.orders.invoice, { figure: t.finance.amount }]}
        rows={payments.map(({ payment, reference, date, invoice, amount, currency }, at) => ({
          key: `${at} ${payment}`,
          cells: [
            <PaymentLink key="payment" payment={payment} reference={reference} />,
            <Day key="date" date={date} />,
            <Go key="invoice" to="/invoices/$number" params={{ number: invoice }}>
              {invoice}
            </Go>,
            <Money key="amount" amount={amount} currency={currency} />,
          ],
        }))}
      />
      <More of={query} size="xs" mt="xs" />
    </Panel>
  );
}
