import { Button, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Page as ApiPage } from '../../contracts/primitives.js';
import type { Payment } from '../../contracts/payment.js';
import { currencies } from '../../contracts/vocabulary.js';
import { useWords } from '../app/language.js';
import { get, Problem } from '../http/client.js';
import { CustomerSelect } from '../parts/customer-select.js';
import { DayInput } from '../parts/day-input.js';
import { Loaded, Page } from '../parts/page.js';
import { Go } from '../parts/link.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { isSpreadWell, takersOf, type Typed } from './sharing.js';
import { availableIn, Spread } from './spread.js';
import { useAccount } from './use-account.js';
import { useBooking, type Booking } from './use-booking.js';

/** A line of a bank statement is booked, and spread over what its customer has open. */
export function NewPaymentPage() {
  const { t } = useWords();
  const [typed, setTyped] = useState<Typed>({});
  const booking = useBooking({ onOtherCustomer: () => setTyped({}) });
  const { values } = booking.form;
  const account = useAccount(values.customer === '' ? null : values.customer);
  const takers = account.data === undefined ? [] : takersOf(account.data, values.currency);
  const available = availableIn(values.amount, values.currency);
  const isBack = values.amount.trim().startsWith('-');
  const isWell = isBack || isSpreadWell(available, typed, takers, values.currency);
  return (
    <Page title={t.payments.book}>
      <form onSubmit={booking.send(isBack ? {} : typed, takers)} noValidate>
        <Stack gap="md">
          <Statement booking={booking} />
          {isBack && values.customer !== '' && <Returns booking={booking} />}
          {!isBack && values.customer !== '' && (
            <Panel title={t.payments.spreadTitle}>
              <Text size="sm" c="dimmed" mb="sm">
                {t.payments.spreadHint}
              </Text>
              <Loaded query={account}>
                {() => (
                  <Spread
                    available={available}
                    currency={values.currency}
                    text={values.remittanceText}
                    takers={takers}
                    typed={typed}
                    onChange={setTyped}
                  />
                )}
              </Loaded>
            </Panel>
          )}
          <ProblemNote error={booking.action.error} />
          <BookedAllTheSame error={booking.action.error} />
          <Group>
            <Button type="submit" loading={booking.action.isPending} disabled={!isWell}>
              {t.payments.bookIt}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

function Statement({ booking: { form, errorOf } }: { readonly booking: Booking }) {
  const { t } = useWords();
  return (
    <Panel title={t.payments.statement}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} style={{ alignItems: 'end' }}>
        <CustomerSelect
          label={t.finance.customer}
          description={t.payments.customerHint}
          clearable
          data-autofocus
          {...form.getInputProps('customer')}
          error={errorOf('customer')}
        />
        <TextInput
          label={t.finance.amount}
          description={t.payments.amountHint}
          inputMode="decimal"
          required
          {...form.getInputProps('amount')}
          error={errorOf('amount')}
        />
        <Select
          label={t.payments.currency}
          data={[...currencies]}
          allowDeselect={false}
          {...form.getInputProps('currency')}
          error={errorOf('currency')}
        />
        <DayInput
          label={t.finance.valueDate}
          description={t.payments.dateHint}
          required
          {...form.getInputProps('date')}
          error={errorOf('date')}
        />
        <TextInput
          label={t.finance.reference}
          description={t.payments.referenceHint}
          required
          maxLength={80}
          {...form.getInputProps('reference')}
          error={errorOf('reference')}
        />
        <TextInput
          label={t.payments.text}
          description={t.payments.textHint}
          maxLength={500}
          {...form.getInputProps('remittanceText')}
          error={errorOf('remittanceText')}
        />
      </SimpleGrid>
    </Panel>
  );
}

const MOST = 100;

/** Which payment went back: what it had paid last is open again. */
function Returns({ booking: { form, errorOf } }: { readonly booking: Booking }) {
  const { t, words } = useWords();
  const { customer } = form.values;
  const query = useQuery({
    queryKey: ['/v1/payments', { customer, limit: MOST }],
    queryFn: ({ signal }) => get<ApiPage<Payment>>('/v1/payments', { customer, limit: MOST, sort: '-date' }, signal),
  });
  const came = (query.data?.items ?? []).filter(({ amount }) => !amount.startsWith('-'));
  return (
    <Select
      label={t.payments.returns}
      description={t.payments.returnsHint}
      clearable
      searchable
      data={came.map(({ id, reference, amount, currency, date }) => ({
        value: id,
        label: `${reference} · ${words.say.amount(amount, currency)} · ${words.say.date(date)}`,
      }))}
      {...form.getInputProps('returns')}
      error={errorOf('returns')}
    />
  );
}

/** The money came, whatever was wrong with what it was to pay. */
function BookedAllTheSame({ error }: { readonly error: Error | null }) {
  const { t } = useWords();
  const place = error instanceof Problem ? error.location : null;
  if (place === null) return null;
  return (
    <Text size="sm">
      {t.payments.bookedAllTheSame}{' '}
      <Go to="/payments/$id" params={{ id: place.split('/').at(-1) ?? '' }}>
        {t.payments.openPayment}
      </Go>
    </Text>
  );
}
