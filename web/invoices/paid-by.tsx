import type { ShownInvoice } from '../../contracts/invoice.js';
import { useWords } from '../app/language.js';
import { Day, Money } from '../parts/figures.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { PaymentLink } from '../payments/payment-link.js';

/** The money that an invoice took; what credit notes alone settled took none. */
export function PaidBy({ invoice }: { readonly invoice: ShownInvoice }) {
  const { t } = useWords();
  if (invoice.payments.length === 0 && invoice.status === 'paid') return null;
  return (
    <Panel title={t.finance.paidBy}>
      <Rows
        none={t.finance.notPaid}
        heads={[t.finance.payment, t.finance.valueDate, { figure: t.finance.amount }]}
        rows={invoice.payments.map(({ payment, reference, date, amount }, at) => ({
          key: `${at} ${payment}`,
          cells: [
            <PaymentLink key="payment" payment={payment} reference={reference} />,
            <Day key="date" date={date} />,
            <Money key="amount" amount={amount} currency={invoice.currency} />,
          ],
        }))}
      />
    </Panel>
  );
}
