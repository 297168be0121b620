import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { ShownCustomer } from '../../contracts/customer.js';
import type { Payment } from '../../contracts/payment.js';
import { pathOf } from '../../domain/paths.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { useAddress } from '../lists/address.js';
import { fieldsOf, get } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';
import { useRequired } from '../parts/required.js';
import { targetsOf, type Taker, type Typed } from './sharing.js';

const nothing = { customer: '', amount: '', currency: 'EUR', reference: '', remittanceText: '', returns: '' };

/** What is typed of a payment, and how it is sent. A customer in the address is filled in. */
export function useBooking({ onOtherCustomer }: { readonly onOtherCustomer: () => void }) {
  const spoken = useWords();
  const { t } = spoken;
  const { today } = useMe();
  const { address } = useAddress();
  const navigate = useNavigate();
  const isGiven = useRequired();
  const form = useForm({
    initialValues: { ...nothing, customer: address['customer'] ?? '', date: today },
    transformValues: (values) => ({ ...values, customer: values.customer ?? '', returns: values.returns ?? '' }),
    validate: { amount: isGiven, date: isGiven, reference: isGiven },
  });
  useKept({ name: 'payment:new' }, form);
  useCurrencyOf(form.values.customer ?? '', (currency) => form.setFieldValue('currency', currency));
  form.watch('customer', onOtherCustomer);
  const action = useAction<Payment>({
    onDone: ({ id, reference }) => {
      tellDone(spoken, t.payments.bookedDone(reference));
      void navigate({ to: '/payments/$id', params: { id } });
    },
  });
  const send = (typed: Typed, takers: readonly Taker[]) =>
    form.onSubmit((values) =>
      action.mutate({ path: '/v1/payments', body: bodyOf(values, targetsOf(typed, takers, values.currency)) }),
    );
  const refused = fieldsOf(action.error);
  return { form, action, send, errorOf: (field: string) => form.errors[field] ?? refused[field] };
}

export type Booking = ReturnType<typeof useBooking>;

type Values = typeof nothing & { readonly date: string };

const bodyOf = (values: Values, allocations: ReturnType<typeof targetsOf>) => {
  const { customer, amount, currency, date, reference, remittanceText, returns } = values;
  const text = remittanceText.trim();
  return {
    amount: typedDecimal(amount),
    currency,
    date,
    reference: reference.trim(),
    ...(customer !== '' && { customer }),
    ...(text !== '' && { remittanceText: text }),
    ...(returns !== '' && { returns }),
    ...(allocations.length > 0 && { allocations }),
  };
};

/** A customer pays in its own currency. */
function useCurrencyOf(customer: string, tell: (currency: string) => void): void {
  const path = pathOf('/v1/customers', customer);
  const { data } = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<ShownCustomer>(path, {}, signal),
    enabled: customer !== '',
  });
  const currency = data?.currency;
  useEffect(() => {
    if (currency !== undefined) tell(currency);
  }, [currency]);
}
