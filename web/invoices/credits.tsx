import type { ShownInvoice } from '../../contracts/invoice.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { Facts } from '../parts/facts.js';
import { Day, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { useCreditWords } from './words.js';

/** The credit notes of an invoice; of a credit note, why it was issued; and what was set off against what. */
export function Credits({ invoice }: { readonly invoice: ShownInvoice }) {
  const { t } = useWords();
  const c = useCreditWords();
  const { creditNote, credits, applications, currency } = invoice;
  if (creditNote === null && credits.length === 0) return null;
  return (
    <Panel title={creditNote === null ? c.credits : c.creditWhy}>
      {creditNote !== null && (
        <Facts
          facts={[
            [c.creditOf, capital(c.scope[creditNote.scope])],
            [c.creditReason, capital(c.reason[creditNote.reason])],
            [c.creditNote, creditNote.note],
          ]}
        />
      )}
      {credits.length > 0 && (
        <Rows
          none=""
          heads={[c.creditNumber, t.finance.issued, c.creditReason, { figure: t.finance.gross }]}
          rows={credits.map((credit) => ({
            key: credit.creditNote,
            cells: [
              <InvoiceLink key="number" number={credit.creditNote} />,
              <Day key="issued" date={credit.issueDate} />,
              capital(c.reason[credit.reason]),
              <Money key="gross" amount={credit.gross} currency={currency} />,
            ],
          }))}
        />
      )}
      {applications.length > 0 && (
        <Rows
          none=""
          heads={[c.setOffAgainst, { figure: t.finance.amount }]}
          rows={applications.map(({ invoice: other, amount }) => ({
            key: other,
            cells: [
              <InvoiceLink key="number" number={other} />,
              <Money key="amount" amount={amount} currency={currency} />,
            ],
          }))}
        />
      )}
    </Panel>
  );
}

const InvoiceLink = ({ number }: { readonly number: string }) => (
  <Go to="/invoices/$number" params={{ number }}>
    {number}
  </Go>
);
