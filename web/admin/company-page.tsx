import { Button, Group, Select, SimpleGrid, Stack, Text, Textarea, TextInput, type SelectProps } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Company } from '../../contracts/company.js';
import type { CustomerPayee } from '../../contracts/payee.js';
import { currencies, goodsSectors, languages, timeZones } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useKept } from '../app/kept-typing.js';
import { fieldsOf, get, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { PayeeField, sentPayee } from '../parts/payee-field.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';
import { usePlatformWords } from '../parts/platform-words.js';
import { useTermsWords } from '../parts/terms-words.js';
import { AdminPage } from './admin-frame.js';
import { rebased } from './rebased.js';
import { useAdmin } from './use-admin.js';

/** Who we are on documents. */
export function CompanyPage() {
  const { a } = useAdmin();
  const query = useQuery({
    queryKey: ['/v1/company'],
    queryFn: ({ signal }) => get<Company>('/v1/company', {}, signal),
  });
  return (
    <AdminPage title={a.admin.company}>
      <Loaded query={query}>{(company) => <Latest company={company} />}</Loaded>
    </AdminPage>
  );
}

const lines = [
  'legalName',
  'legalForm',
  'shareCapital',
  'siren',
  'tradeRegister',
  'vatNumber',
  'address.name',
  'address.street',
  'address.postalCode',
  'address.city',
  'address.region',
  'address.countryCode',
  'phone',
  'email',
  'financeEmail',
  'iban',
  'bic',
] as const;
const choices = { currency: currencies, language: languages, zone: timeZones } as const;
const notes = ['invoiceNotes.fr', 'invoiceNotes.en'] as const;

/** Of which invoices we tell that they are paid. */
function ReceiptsSelect(input: SelectProps) {
  const words = usePlatformWords();
  return (
    <Select
      {...input}
      label={words.receipts}
      data={(['due', 'all'] as const).map((value) => ({ value, label: capital(words.receiptsOf[value]) }))}
      allowDeselect={false}
    />
  );
}

/** A form of what is read, begun anew once it is saved; what others change meanwhile does not touch what is typed. */
function Latest({ company }: { readonly company: Read<Company> }) {
  const [round, setRound] = useState(0);
  return <Form key={round} company={company} onSaved={() => setRound(round + 1)} />;
}

function Form({ company, onSaved }: { readonly company: Read<Company>; readonly onSaved: () => void }) {
  const spoken = useAdmin();
  const { t, a } = spoken;
  const [was, setWas] = useState(() => bodyOf(company));
  const form = useForm<Company>({ initialValues: was });
  useKept({ name: 'company' }, form);
  const action = useAction<Company, Company>({
    of: company,
    onReadAgain: (read) => {
      const now = bodyOf(read);
      form.setValues(rebased(form.values, was, now));
      setWas(now);
    },
    onDone: () => {
      tellDone(spoken, a.admin.companySaved);
      onSaved();
    },
  });
  const { goodsSector: sectors } = useTermsWords();
  const refused = fieldsOf(action.error);
  const payee = form.values.payee && ({ kind: 'other', ...form.values.payee } as const);
  const changes = changesOf(form.values, was);
  const field = (name: (typeof lines | typeof notes)[number] | keyof typeof choices | 'goodsSector') => ({
    label: a.admin.fields[name],
    ...form.getInputProps(name),
    error: refused[name],
  });
  return (
    <Panel title={company.legalName}>
      <form
        noValidate
        onSubmit={form.onSubmit(() => action.mutate({ method: 'PATCH', path: '/v1/company', body: changes }))}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {a.admin.companyHint}
          </Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {lines.map((name) => (
              <TextInput key={name} {...field(name)} />
            ))}
            <Select
              data={goodsSectors.map((each) => ({ value: each, label: capital(sectors[each]) }))}
              allowDeselect={false}
              {...field('goodsSector')}
            />
            <ReceiptsSelect {...form.getInputProps('receipts')} error={refused['receipts']} />
            {Object.entries(choices).map(([name, data]) => (
              <Select key={name} data={[...data]} allowDeselect={false} {...field(name as keyof typeof choices)} />
            ))}
          </SimpleGrid>
          <PayeeField
            value={payee ?? { kind: 'seller' }}
            refused={refused}
            onChange={(next) => form.setFieldValue('payee', payeeOf(next))}
          />
          {notes.map((name) => (
            <Textarea key={name} autosize minRows={2} maxLength={1500} {...field(name)} />
          ))}
          <ProblemNote error={action.error} again={action.again} />
          <Group>
            <Button type="submit" loading={action.isPending} disabled={Object.keys(changes).length === 0}>
              {t.shell.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

const bodyOf = ({ asRead: _tag, ...company }: Read<Company>): Company => ({
  goodsSector: 'general',
  receipts: 'due',
  payee: null,
  ...company,
});

function payeeOf(typed: CustomerPayee | null): Company['payee'] {
  const sent = sentPayee(typed);
  if (sent?.kind !== 'other') return null;
  const { kind: _kind, ...payee } = sent;
  return payee;
}

/** What is not as it was; an address and notes as a whole. */
const changesOf = (typed: Company, was: Company): Partial<Company> =>
  Object.fromEntries(
    Object.entries(typed).filter(
      ([name, value]) => JSON.stringify(was[name as keyof Company]) !== JSON.stringify(value),
    ),
  );
