import { Button, Select, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { ExchangeRate, ExchangeRates } from '../../contracts/exchange-rate.js';
import type { Page } from '../../contracts/primitives.js';
import { currencies, type Currency } from '../../contracts/vocabulary.js';
import { useKept } from '../app/kept-typing.js';
import { useMay, useMe } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { usePages } from '../http/use-pages.js';
import { DayInput } from '../parts/day-input.js';
import { Day } from '../parts/figures.js';
import { FormDialog } from '../parts/form-dialog.js';
import { More } from '../parts/more.js';
import { ProblemNote } from '../parts/problem-note.js';
import { useRequired } from '../parts/required.js';
import { Rows } from '../parts/rows.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal, writtenDecimal } from '../parts/typed.js';
import { AdminPage } from './admin-frame.js';
import { useAdmin } from './use-admin.js';

const path = '/v1/exchange-rates';

/** What currencies are worth in ours, from which day on. */
export function ExchangePage() {
  const { a, language } = useAdmin();
  const may = useMay();
  const query = usePages<Page<ExchangeRate>>(path, {});
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <AdminPage title={a.admin.exchange} right={may('exchange-rates.create') && <EnterRate />}>
      <Text size="sm" c="dimmed">
        {a.admin.exchangeHint}
      </Text>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Rows
        none={a.admin.noExchange}
        heads={[a.admin.exchangeCurrency, a.admin.exchangeFrom, { figure: a.admin.exchangeRate }]}
        rows={items.map(({ currency, from, rate }) => ({
          key: `${currency} ${from}`,
          cells: [currency, <Day key="from" date={from} />, writtenDecimal(rate, language)],
        }))}
      />
      <More of={query} size="xs" mt="xs" />
    </AdminPage>
  );
}

function EnterRate() {
  const spoken = useAdmin();
  const { t, a } = spoken;
  const { today } = useMe();
  const isGiven = useRequired();
  const [opened, dialog] = useDisclosure(false);
  const form = useForm({
    initialValues: { currency: 'USD' as Currency, from: today, rate: '' },
    validate: { from: isGiven, rate: isGiven },
  });
  useKept({ name: 'exchange-rate', isOpen: opened }, form);
  const action = useAction<ExchangeRates>({
    onDone: () => {
      dialog.close();
      form.reset();
      tellDone(spoken, a.admin.exchangeEntered);
    },
  });
  const refused = fieldsOf(action.error);
  const field = (name: 'currency' | 'from' | 'rate') => ({
    ...form.getInputProps(name),
    error: form.errors[name] ?? refused[`rates.0.${name}`],
  });
  return (
    <>
      <Button onClick={dialog.open}>{a.admin.enterExchange}</Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={a.admin.enterExchange}
        confirm={t.shell.save}
        onSubmit={form.onSubmit(({ rate, ...rest }) =>
          action.mutate({ path, body: { rates: [{ ...rest, rate: typedDecimal(rate) }] } }),
        )}
        isPending={action.isPending}
        error={action.error}
      >
        <Select label={a.admin.exchangeCurrency} allowDeselect={false} data={[...currencies]} {...field('currency')} />
        <DayInput label={a.admin.exchangeFrom} required {...field('from')} />
        <TextInput label={a.admin.exchangeRate} required inputMode="decimal" maxLength={16} {...field('rate')} />
      </FormDialog>
    </>
  );
}
