import { Button, Group, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { Company } from '../../contracts/company.js';
import { currencies, languages, timeZones } from '../../contracts/vocabulary.js';
import { fieldsOf, get } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';
import { AdminPage } from './admin-frame.js';
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
      <Loaded query={query}>{(company) => <Form key={JSON.stringify(company)} company={company} />}</Loaded>
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

function Form({ company }: { readonly company: Company }) {
  const spoken = useAdmin();
  const { t, a } = spoken;
  const form = useForm<Company>({ initialValues: company });
  const action = useAction({ onDone: () => tellDone(spoken, a.admin.companySaved) });
  const refused = fieldsOf(action.error);
  const changes = changesOf(form.values, company);
  const field = (name: (typeof lines | typeof notes)[number] | keyof typeof choices) => ({
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
            {Object.entries(choices).map(([name, data]) => (
              <Select key={name} data={[...data]} allowDeselect={false} {...field(name as keyof typeof choices)} />
            ))}
          </SimpleGrid>
          {notes.map((name) => (
            <Textarea key={name} autosize minRows={2} maxLength={1500} {...field(name)} />
          ))}
          <ProblemNote error={action.error} />
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

/** What is not as it was; an address and notes as a whole. */
const changesOf = (typed: Company, was: Company): Partial<Company> =>
  Object.fromEntries(
    Object.entries(typed).filter(
      ([name, value]) => JSON.stringify(was[name as keyof Company]) !== JSON.stringify(value),
    ),
  );
