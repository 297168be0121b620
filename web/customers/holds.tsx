import { Button, Select, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { DunningHoldRecord } from '../../contracts/dunning.js';
import type { Page } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { usePages } from '../http/use-pages.js';
import { DayInput } from '../parts/day-input.js';
import { DecideButton } from '../parts/decide-button.js';
import { Day, Moment } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { More } from '../parts/more.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { ReasonDialog } from '../parts/reason-dialog.js';
import { Rows } from '../parts/rows.js';
import { takersOf } from '../payments/sharing.js';
import { useAccount } from '../payments/use-account.js';

/** What holds the dunning of a customer, and what held it. */
export function Holds({ customer, currency }: { readonly customer: string; readonly currency: string }) {
  const { t } = useWords();
  const may = useMay();
  const path = pathOf('/v1/customers', customer, 'dunning-holds');
  const query = usePages<Page<DunningHoldRecord>>(path, {});
  const holds = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel
      title={t.customers.holds}
      right={may('dunning-holds.place') && <PlaceButton customer={customer} currency={currency} />}
    >
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      {query.isSuccess && (
        <Rows
          none={t.customers.noHolds}
          minWidth={560}
          heads={[t.customers.held, t.customers.until, t.shell.reason, t.orders.who, t.finance.state]}
          rows={holds.map((hold) => ({
            key: hold.id,
            cells: [
              <Held key="held" invoice={hold.invoice} />,
              hold.until === null ? t.customers.untilLifted : <Day key="until" date={hold.until} />,
              hold.reason,
              hold.placedBy,
              <HoldState key="state" hold={hold} />,
            ],
          }))}
        />
      )}
      <More of={query} mt="sm" size="xs" />
    </Panel>
  );
}

function Held({ invoice }: { readonly invoice: string | null }) {
  const { t } = useWords();
  if (invoice === null) return t.customers.wholeAccount;
  return (
    <Go to="/invoices/$number" params={{ number: invoice }}>
      {invoice}
    </Go>
  );
}

function HoldState({ hold }: { readonly hold: DunningHoldRecord }) {
  const { t } = useWords();
  const may = useMay();
  const { today } = useMe();
  if (hold.liftedAt !== null)
    return (
      <Text size="sm" c="dimmed">
        {t.customers.lifted} {hold.liftedBy}, <Moment at={hold.liftedAt} />
      </Text>
    );
  if (hold.until !== null && hold.until < today)
    return (
      <Text size="sm" c="dimmed">
        {t.customers.holdOver}
      </Text>
    );
  return may('dunning-holds.lift') ? <LiftButton hold={hold} /> : t.customers.holds;
}

export function LiftButton({ hold: { id, customer } }: { readonly hold: Pick<DunningHoldRecord, 'id' | 'customer'> }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="compact-xs" variant="light" onClick={dialog.open}>
        {t.customers.liftHold}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={dialog.close}
        title={t.customers.liftHold}
        confirm={t.customers.liftHold}
        ask={(reason) => ({ path: pathOf('/v1/customers', customer, 'dunning-holds', id, 'lift'), body: { reason } })}
        done={t.customers.holdLifted}
      />
    </>
  );
}

type UntilProps = {
  readonly until: string | null;
  readonly onChange: (until: string | null) => void;
  readonly error: string | undefined;
};

/** Until when the dunning is held; nothing: until it is lifted. */
function UntilInput({ until, onChange, error }: UntilProps) {
  const { t } = useWords();
  return (
    <DayInput
      label={t.customers.until}
      placeholder={t.customers.untilLifted}
      clearable
      value={until}
      onChange={onChange}
      error={error}
    />
  );
}

/** Holds the dunning of one invoice, where it stands. */
export function HoldInvoiceButton({ invoice, customer }: { readonly invoice: string; readonly customer: string }) {
  const { t } = useWords();
  const [until, setUntil] = useState<string | null>(null);
  useKeptTyping({ name: `hold-invoice:${invoice}`, typed: until, giveBack: setUntil });
  return (
    <DecideButton
      text={t.customers.placeHold}
      isSmall
      title={t.shell.named(t.customers.placeHold, invoice)}
      ask={(reason) => ({
        path: pathOf('/v1/customers', customer, 'dunning-holds'),
        body: { reason, invoice, ...(until !== null && { until }) },
      })}
      done={t.customers.holdPlaced}
    >
      {(refused) => <UntilInput until={until} onChange={setUntil} error={refused['until']} />}
    </DecideButton>
  );
}

function PlaceButton({ customer, currency }: { readonly customer: string; readonly currency: string }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  const [invoice, setInvoice] = useState<string | null>(null);
  const [until, setUntil] = useState<string | null>(null);
  useKeptTyping({
    name: `hold:${customer}`,
    isOpen: opened,
    typed: { invoice, until },
    giveBack: (typed) => {
      setInvoice(typed.invoice);
      setUntil(typed.until);
    },
  });
  const account = useAccount(opened ? customer : null);
  const open = account.data === undefined ? [] : takersOf(account.data, currency);
  const invoices = [...new Set(open.map((taker) => taker.invoice))];
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {t.customers.placeHold}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={dialog.close}
        title={t.customers.placeHold}
        confirm={t.customers.placeHold}
        ask={(reason) => ({
          path: pathOf('/v1/customers', customer, 'dunning-holds'),
          body: { reason, ...(invoice !== null && { invoice }), ...(until !== null && { until }) },
        })}
        done={t.customers.holdPlaced}
      >
        {(refused) => (
          <>
            <Select
              label={t.customers.held}
              placeholder={t.customers.wholeAccount}
              clearable
              data={invoices}
              value={invoice}
              onChange={setInvoice}
              error={refused['invoice']}
            />
            <UntilInput until={until} onChange={setUntil} error={refused['until']} />
          </>
        )}
      </ReasonDialog>
    </>
  );
}
