import { Button, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Customer } from '../../contracts/customer.js';
import { currencies } from '../../contracts/vocabulary.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { refusedTerms } from '../parts/terms-field.js';
import { useRequired } from '../parts/required.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';
import { Doubles, useDoubles } from './doubles.js';
import { IdentityFields, newIdentity, sentIdentity, TermsFields, type Identity } from './identity-fields.js';
import { useDeskWords } from './words.js';

type Values = Identity & {
  readonly number: string;
  readonly currency: string;
  readonly creditLimit: string;
  readonly contactName: string;
  readonly contactEmail: string;
};

function useFields() {
  const { language } = useWords();
  const isGiven = useRequired();
  const empty = { number: '', currency: 'EUR', creditLimit: '0', contactName: '', contactEmail: '' };
  return useForm<Values>({
    initialValues: { ...newIdentity(language), ...empty },
    validate: {
      number: isGiven,
      name: isGiven,
      address: { street: isGiven, city: isGiven, countryCode: isGiven },
      creditLimit: isGiven,
      contactName: isGiven,
      contactEmail: isGiven,
    },
  });
}

function useNewCustomer() {
  const spoken = useWords();
  const words = useDeskWords();
  const navigate = useNavigate();
  const form = useFields();
  useKept({ name: 'customer:new' }, form);
  const [isAnother, setAnother] = useState(false);
  const [unsaid, setUnsaid] = useState<string | null>(null);
  const doubles = useDoubles(form.values);
  const action = useAction<Customer>({
    onDone: ({ number }) => {
      tellDone(spoken, words.made(number));
      void navigate({ to: '/customers/$number', params: { number } });
    },
  });
  const send = form.onSubmit((typed) => {
    const isOpen = doubles.length > 0 && !isAnother;
    setUnsaid(isOpen ? words.confirmAnother : null);
    if (!isOpen) action.mutate({ path: '/v1/customers', body: bodyOf(typed) });
  });
  const refused = fieldsOf(action.error);
  const field = (name: string, sentAs: string = name) => ({
    ...form.getInputProps(name),
    error: form.errors[name] ?? refused[sentAs],
  });
  const terms = { ...form.getInputProps('terms'), value: form.values.terms, error: refusedTerms(refused) };
  const payee = { ...form.getInputProps('payee'), value: form.values.payee, refused };
  const billing = { ...form.getInputProps('billing'), value: form.values.billing, error: refused['billing'] };
  return { field, terms, payee, billing, action, send, doubles, isAnother, setAnother, unsaid };
}

function bodyOf({ number, currency, creditLimit, contactName, contactEmail, ...identity }: Values) {
  const { language } = identity;
  const contact = { code: 'ORDERS', role: 'orders', name: contactName.trim(), email: contactEmail.trim(), phone: '' };
  return {
    number: number.trim().toUpperCase(),
    ...sentIdentity(identity),
    currency,
    creditLimit: typedDecimal(creditLimit),
    contacts: [{ ...contact, language }],
  };
}

/** A customer's account is opened, once it is sure that there is none yet. */
export function NewCustomerPage() {
  const { t } = useWords();
  const words = useDeskWords();
  const { field, terms, payee, billing, action, send, doubles, isAnother, setAnother, unsaid } = useNewCustomer();
  return (
    <Page title={words.create}>
      <form noValidate onSubmit={send}>
        <Stack gap="md">
          <Panel title={words.identity}>
            <Stack gap="sm">
              <TextInput
                label={words.number}
                description={words.numberHint}
                required
                maxLength={20}
                {...field('number')}
              />
              <IdentityFields field={field} />
              <Doubles doubles={doubles} isAnother={isAnother} error={unsaid} onChange={setAnother} />
            </Stack>
          </Panel>
          <Panel title={words.termsAndCredit}>
            <Stack gap="sm">
              <TermsFields field={field} terms={terms} payee={payee} billing={billing} />
              <Group grow align="flex-start">
                <Select
                  label={t.customers.currency}
                  data={[...currencies]}
                  allowDeselect={false}
                  {...field('currency')}
                />
                <TextInput label={t.customers.limit} inputMode="decimal" required {...field('creditLimit')} />
              </Group>
            </Stack>
          </Panel>
          <Panel title={words.firstContact}>
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <TextInput label={words.contactName} required {...field('contactName', 'contacts.0.name')} />
              <TextInput label={words.contactEmail} required {...field('contactEmail', 'contacts.0.email')} />
            </SimpleGrid>
          </Panel>
          <ProblemNote error={action.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={action.isPending}>
              {words.send}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
