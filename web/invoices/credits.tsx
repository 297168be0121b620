import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ShownInvoice } from '../../contracts/invoice.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import type { Read } from '../http/client.js';
import { Facts } from '../parts/facts.js';
import { Day, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Panel } from '../parts/panel.js';
import { ReasonDialog } from '../parts/reason-dialog.js';
import { Rows } from '../parts/rows.js';
import { useCreditWords } from './words.js';

/** The credit notes of an invoice; of a credit note, why it was issued; and what was set off against what. */
export function Credits({ invoice }: { readonly invoice: Read<ShownInvoice> }) {
  const { t } = useWords();
  const c = useCreditWords();
  const { creditNote, credits, applications, currency, replaces, replacedBy } = invoice;
  if (creditNote === null && credits.length === 0 && applications.length === 0 && replaces === null) return null;
  const places = [
    [c.replaces, replaces && <InvoiceLink number={replaces} />],
    [c.replacedBy, replacedBy && <InvoiceLink number={replacedBy} />],
  ] as const;
  return (
    <Panel title={creditNote === null ? c.credits : c.creditWhy}>
      {invoice.isCounterpart && <Text size="sm">{c.counterpart}</Text>}
      <Facts facts={places.filter(([, value]) => value !== null)} />
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
      {applications.length > 0 && <Applications invoice={invoice} />}
    </Panel>
  );
}

/** Which credit was set off against which invoice, on the pages of both; of a credit note it can be taken back. */
function Applications({ invoice }: { readonly invoice: Read<ShownInvoice> }) {
  const { t } = useWords();
  const c = useCreditWords();
  const may = useMay();
  const { creditNote, applications, currency, corrects } = invoice;
  const mayUndo = creditNote !== null && may('invoices.reverse-application');
  return (
    <Rows
      none=""
      heads={[c.setOffAgainst, t.finance.valueDate, { figure: t.finance.amount }, ...(mayUndo ? [''] : [])]}
      rows={applications.map(({ invoice: other, amount, application, on }) => ({
        key: `${other} ${application}`,
        cells: [
          <InvoiceLink key="number" number={other} />,
          <Day key="on" date={on} />,
          <Money key="amount" amount={amount} currency={currency} />,
          ...(mayUndo
            ? [
                other !== corrects && (
                  <TakeBack key="back" invoice={invoice} application={application} amount={amount} />
                ),
              ]
            : []),
        ],
      }))}
    />
  );
}

type TakeBackProps = {
  readonly invoice: Read<ShownInvoice>;
  readonly application: number;
  readonly amount: string;
};

function TakeBack({ invoice, application, amount }: TakeBackProps) {
  const { t, words } = useWords();
  const c = useCreditWords();
  const [opened, dialog] = useDisclosure(false);
  const path = pathOf('/v1/invoices', invoice.number, 'applications', application, 'reversal');
  return (
    <>
      <Button size="compact-xs" variant="subtle" onClick={dialog.open}>
        {c.takeBack}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={dialog.close}
        title={t.shell.named(c.takeBack, invoice.number)}
        confirm={c.takeBack}
        of={invoice}
        ask={(reason) => ({ path, body: { reason } })}
        done={c.setOffUndone(words.say.amount(amount, invoice.currency))}
      />
    </>
  );
}

const InvoiceLink = ({ number }: { readonly number: string }) => (
  <Go to="/invoices/$number" params={{ number }}>
    {number}
  </Go>
);
