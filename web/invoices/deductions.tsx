import type { ShownInvoice } from '../../contracts/invoice.js';
import { useDepositWords } from '../parts/deposit-words.js';
import { Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';

/** Deposits that an invoice deducts; of a deposit, the invoices that deduct it. */
export function Deductions({ invoice }: { readonly invoice: ShownInvoice }) {
  const d = useDepositWords();
  const { deductions, kind, currency } = invoice;
  return (
    <Panel title={kind === 'deposit' ? d.deductedOn : d.deducted}>
      <Rows
        none=""
        heads={[d.number, { figure: d.amount }]}
        rows={deductions.map(({ invoice: other, amount }) => ({
          key: other,
          cells: [
            <Go key="number" to="/invoices/$number" params={{ number: other }}>
              {other}
            </Go>,
            <Money key="amount" amount={amount} currency={currency} />,
          ],
        }))}
      />
    </Panel>
  );
}
