import type { ShownInvoice } from '../../contracts/invoice.js';
import { isZero } from '../../domain/money.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { Day, DueDay, Money } from '../parts/figures.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';

/** What is owed by which day, each part with what is open of it and how far its dunning is; nothing where all is due at once. */
export function Instalments({ invoice: { instalments, currency } }: { readonly invoice: ShownInvoice }) {
  const { t, words } = useWords();
  if (instalments.length < 2) return null;
  return (
    <Panel title={t.finance.instalments}>
      <Rows
        none=""
        heads={[
          t.finance.instalment,
          t.finance.due,
          { figure: t.finance.amount },
          { figure: t.finance.open },
          t.finance.level,
          t.finance.settled,
        ]}
        rows={instalments.map(({ instalment, dueDate, amount, open, dunningLevel, settledOn }) => ({
          key: String(instalment),
          cells: [
            instalment,
            <DueDay key="due" date={dueDate} isOver={isZero(open)} />,
            <Money key="amount" amount={amount} currency={currency} />,
            <Money key="open" amount={open} currency={currency} />,
            dunningLevel && capital(words.level[dunningLevel]),
            <Day key="settled" date={settledOn} />,
          ],
        }))}
      />
    </Panel>
  );
}
