import { Button, Group, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { CustomerExposure, ShownCustomer } from '../../contracts/customer.js';
import { pathOf } from '../../domain/paths.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { fieldsOf, get, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Money } from '../parts/figures.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { DecideButton } from '../parts/decide-button.js';
import { Rows } from '../parts/rows.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal, writtenDecimal } from '../parts/typed.js';

/** What the customer owes and will owe, source by source, against its limit; and the limit and the stop themselves. */
export function Credit({ customer }: { readonly customer: Read<ShownCustomer> }) {
  const { t } = useWords();
  const may = useMay();
  const path = pathOf('/v1/customers', customer.number, 'exposure');
  const query = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<CustomerExposure>(path, {}, signal),
    enabled: may('customers.exposure'),
  });
  if (!may('customers.exposure')) return null;
  const buttons = may('customers.update') && (
    <Group gap="xs">
      <LimitButton customer={customer} />
      {customer.creditStop === true ? <LiftButton customer={customer} /> : <StopButton customer={customer} />}
    </Group>
  );
  return (
    <Panel title={t.orders.credit} right={buttons}>
      <Loaded query={query}>{(exposure) => <Sources exposure={exposure} />}</Loaded>
    </Panel>
  );
}

function Sources({ exposure: { sources, currency, ...exposure } }: { readonly exposure: CustomerExposure }) {
  const { t } = useWords();
  const money = (amount: string) => <Money amount={amount} currency={currency} />;
  const totals = [
    [t.customers.exposure, money(exposure.exposure)],
    [t.customers.limit, money(exposure.creditLimit)],
    [t.customers.available, money(exposure.creditAvailable)],
  ] as const;
  if (sources.length === 0)
    return (
      <Group gap="xl">
        {totals.map(([name, amount]) => (
          <Text key={name} size="sm">
            {t.shell.named(name, '')}
            {amount}
          </Text>
        ))}
      </Group>
    );
  return (
    <Rows
      none=""
      minWidth={320}
      heads={[t.customers.source, { figure: t.finance.amount }]}
      rows={sources.map((source) => ({
        key: `${source.kind} ${source.reference}`,
        cells: [<Source key="source" source={source} />, <span key="amount">{money(source.amount)}</span>],
      }))}
      totals={totals}
    />
  );
}

function Source({ source: { kind, reference } }: { readonly source: CustomerExposure['sources'][number] }) {
  const { t } = useWords();
  switch (kind) {
    case 'order':
      return (
        <>
          {t.work.source.order}{' '}
          <Go to="/orders/$number" params={{ number: reference }}>
            {reference}
          </Go>
        </>
      );
    case 'invoice':
      return (
        <>
          {t.work.source.invoice}{' '}
          <Go to="/invoices/$number" params={{ number: reference }}>
            {reference}
          </Go>
        </>
      );
    case 'payment':
      return t.work.source.payment;
  }
}

const placeOf = ({ number }: ShownCustomer): string => pathOf('/v1/customers', number);

function LimitButton({ customer }: { readonly customer: Read<ShownCustomer> }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {t.customers.changeLimit}
      </Button>
      {opened && <LimitForm customer={customer} onClose={dialog.close} />}
    </>
  );
}

type FormProps = { readonly customer: Read<ShownCustomer>; readonly onClose: () => void };

function LimitForm({ customer, onClose }: FormProps) {
  const spoken = useWords();
  const { t, language } = spoken;
  const form = useForm({
    initialValues: { creditLimit: writtenDecimal(customer.creditLimit ?? '', language) },
    validate: { creditLimit: (text) => (text.trim() === '' ? t.shell.required : null) },
  });
  useKept({ name: `limit:${customer.number}` }, form);
  const action = useAction({
    of: customer,
    onDone: () => {
      onClose();
      tellDone(spoken, t.customers.saved);
    },
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t.customers.changeLimit}
      confirm={t.shell.save}
      onSubmit={form.onSubmit(({ creditLimit }) =>
        action.mutate({ method: 'PATCH', path: placeOf(customer), body: { creditLimit: typedDecimal(creditLimit) } }),
      )}
      isPending={action.isPending}
      error={action.error}
      again={action.again}
    >
      <TextInput
        label={`${t.customers.limit} (${customer.currency})`}
        description={t.customers.limitHint}
        inputMode="decimal"
        data-autofocus
        required
        {...form.getInputProps('creditLimit')}
        error={form.errors['creditLimit'] ?? fieldsOf(action.error)['creditLimit']}
      />
    </FormDialog>
  );
}

function StopButton({ customer }: { readonly customer: Read<ShownCustomer> }) {
  const { t } = useWords();
  return (
    <DecideButton
      text={t.customers.setStop}
      title={t.customers.setStop}
      isDangerous
      ask={(reason) => ({
        method: 'PATCH',
        path: placeOf(customer),
        body: { creditStop: true, creditStopReason: reason },
      })}
      of={customer}
      done={t.customers.stopSet}
    >
      <Text size="sm">{t.customers.stopHint}</Text>
    </DecideButton>
  );
}

function LiftButton({ customer }: { readonly customer: Read<ShownCustomer> }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {t.customers.liftStop}
      </Button>
      {opened && <LiftForm customer={customer} onClose={dialog.close} />}
    </>
  );
}

function LiftForm({ customer, onClose }: FormProps) {
  const spoken = useWords();
  const { t } = spoken;
  const action = useAction({
    of: customer,
    onDone: () => {
      onClose();
      tellDone(spoken, t.customers.stopLifted);
    },
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t.customers.liftStop}
      confirm={t.customers.liftStop}
      onSubmit={(event) => {
        event.preventDefault();
        action.mutate({ method: 'PATCH', path: placeOf(customer), body: { creditStop: false } });
      }}
      isPending={action.isPending}
      error={action.error}
      again={action.again}
    >
      <Text size="sm">{t.customers.liftHint}</Text>
    </FormDialog>
  );
}
