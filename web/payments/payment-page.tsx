import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Payment } from '../../contracts/payment.js';
import { isPositive } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get, type Read } from '../http/client.js';
import { CustomerName } from '../parts/customer-name.js';
import { Facts } from '../parts/facts.js';
import { Day, Moment, Money } from '../parts/figures.js';
import { Kept } from '../parts/kept.js';
import { Go } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { AllocateRest } from './allocate-rest.js';
import { Allocations } from './allocations.js';
import { Assign } from './assign.js';

/** One payment: whose it is, what it paid and what of it waits. */
export function PaymentPage() {
  const { t } = useWords();
  const { id } = useParams({ from: '/payments/$id' });
  const path = pathOf('/v1/payments', id);
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<Payment>(path, {}, signal) });
  return (
    <Page title={`${t.finance.payment} ${query.data?.reference ?? ''}`}>
      <Loaded query={query}>{(payment) => <Whole payment={payment} />}</Loaded>
    </Page>
  );
}

function Whole({ payment }: { readonly payment: Read<Payment> }) {
  const { t } = useWords();
  const may = useMay();
  const { customer, unallocated } = payment;
  return (
    <Stack gap="md">
      <Summary payment={payment} />
      {customer === null && may('payments.assign') && <Assign payment={payment} />}
      <Allocations payment={payment} />
      {customer !== null && may('payments.allocate') && (
        <Kept isOffered={isPositive(unallocated)} why={t.payments.nothingLeft}>
          <AllocateRest payment={payment} customer={customer} />
        </Kept>
      )}
    </Stack>
  );
}

function Summary({ payment }: { readonly payment: Read<Payment> }) {
  const { t } = useWords();
  const { customer, customerName, amount, allocated, unallocated, currency, returns } = payment;
  const money = (of: string) => <Money key={of} amount={of} currency={currency} />;
  const facts = [
    [
      t.finance.customer,
      customer === null ? (
        t.payments.nobody
      ) : (
        <CustomerName key="customer" number={customer} name={customerName ?? customer} />
      ),
    ],
    [t.finance.amount, money(amount)],
    [t.payments.allocated, money(allocated)],
    [t.payments.unallocated, money(unallocated)],
    [t.finance.valueDate, <Day key="date" date={payment.date} />],
    [t.finance.reference, payment.reference],
    [t.payments.text, payment.remittanceText],
    [
      t.payments.returns,
      returns && (
        <Go to="/payments/$id" params={{ id: returns }}>
          {t.payments.openPayment}
        </Go>
      ),
    ],
    [t.payments.booked, <Moment key="booked" at={payment.createdAt} />],
  ] as const;
  return <Facts facts={facts} />;
}
