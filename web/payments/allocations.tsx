import { Text } from '@mantine/core';
import type { Payment } from '../../contracts/payment.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import type { Read } from '../http/client.js';
import { Day, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Panel } from '../parts/panel.js';
import { DecideButton } from '../parts/decide-button.js';
import { Rows } from '../parts/rows.js';

type Allocation = Payment['allocations'][number];

/** What a payment paid, and what of that was undone. */
export function Allocations({ payment }: { readonly payment: Read<Payment> }) {
  const { t } = useWords();
  return (
    <Panel title={t.payments.paid}>
      <Rows
        none={t.payments.paidNothing}
        heads={[t.finance.invoice, t.payments.on, { figure: t.finance.amount }, t.finance.state]}
        rows={payment.allocations.map((allocation) => ({
          key: String(allocation.allocation),
          cells: [
            <Taken key="taken" allocation={allocation} />,
            <Day key="on" date={allocation.on} />,
            <Money key="amount" amount={allocation.amount} currency={payment.currency} />,
            <Standing key="state" payment={payment} allocation={allocation} />,
          ],
        }))}
      />
    </Panel>
  );
}

/** What took it: an invoice, or what was claimed for one. */
function Taken({ allocation: { invoice, instalment, claim } }: { readonly allocation: Allocation }) {
  const { t } = useWords();
  const [number = '', , kind] = claim?.split(':') ?? [];
  const claimed = kind === 'interest' || kind === 'recovery-fee' ? ` · ${capital(t.finance.claimKind[kind])}` : '';
  return (
    <>
      <Go to="/invoices/$number" params={{ number: invoice ?? number }}>
        {invoice ?? number}
      </Go>
      {claimed}
      {instalment !== null && instalment > 1 && ` · ${t.finance.instalment} ${instalment}`}
    </>
  );
}

function Standing({ payment, allocation }: { readonly payment: Read<Payment>; readonly allocation: Allocation }) {
  const { t, words } = useWords();
  const may = useMay();
  const { undone } = allocation;
  if (undone !== null)
    return (
      <Text size="sm" c="dimmed">
        {t.payments.undoneOn(words.say.date(undone.on))}
        {undone.reason !== null && t.shell.named('', undone.reason)}
        {undone.returnedBy !== null && (
          <>
            {' '}
            <Go to="/payments/$id" params={{ id: undone.returnedBy }}>
              {t.payments.wentBack}
            </Go>
          </>
        )}
      </Text>
    );
  return may('payments.reverse') ? <UndoButton payment={payment} allocation={allocation} /> : t.payments.stands;
}

function UndoButton({ payment, allocation }: { readonly payment: Read<Payment>; readonly allocation: Allocation }) {
  const { t } = useWords();
  const what = allocation.invoice ?? allocation.claim ?? '';
  return (
    <DecideButton
      text={t.payments.undo}
      isSmall
      title={t.payments.undoTitle(what)}
      isDangerous
      ask={(reason) => ({
        path: pathOf('/v1/payments', payment.id, 'allocations', allocation.allocation, 'reversal'),
        body: { reason },
      })}
      of={payment}
      done={t.payments.undone(what)}
    >
      <Text size="sm">{t.payments.undoHint}</Text>
    </DecideButton>
  );
}
