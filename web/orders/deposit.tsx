import { Text } from '@mantine/core';
import type { OrderDeposit } from '../../contracts/deposit.js';
import type { ShownOrder } from '../../contracts/order.js';
import { describeDeposit } from '../../words/deposits.js';
import { describeTerms } from '../../words/payment-terms.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { useDepositWords } from '../parts/deposit-words.js';
import { Facts } from '../parts/facts.js';
import { DueDay, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Panel } from '../parts/panel.js';

/** What was asked for before the goods, what is paid of it, and what no invoice has deducted yet. */
export function DepositPanel({ order }: { readonly order: ShownOrder & { readonly deposit: OrderDeposit } }) {
  const may = useMay();
  const { language } = useWords();
  const d = useDepositWords();
  const { currency } = order;
  const { asked, invoice, dueDate, gross, open, left, blocks } = order.deposit;
  const money = (key: string, amount: string | null) =>
    amount === null ? null : <Money key={key} amount={amount} currency={currency} />;
  return (
    <Panel title={d.title}>
      <Facts
        facts={[
          [d.asked, `${describeDeposit(asked, currency, language)} · ${describeTerms(asked.terms, language)}`],
          [
            d.invoice,
            invoice === null ? (
              d.toCome
            ) : may('invoices.get') ? (
              <Go key="invoice" to="/invoices/$number" params={{ number: invoice }}>
                {invoice}
              </Go>
            ) : (
              invoice
            ),
          ],
          [d.due, dueDate && <DueDay key="due" date={dueDate} isOver={!blocks} />],
          [d.gross, money('gross', gross)],
          [d.open, money('open', open)],
          [d.left, money('left', left)],
        ]}
      />
      {blocks && <Text fw={600}>{d.holds}</Text>}
    </Panel>
  );
}
