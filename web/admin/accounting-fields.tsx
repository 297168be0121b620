import { Button, Fieldset, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AccountingPolicy } from '../../contracts/accounting.js';
import { invoiceKinds, vatCategories } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { accountsOfChart, journalsOfChart } from './accounting-values.js';
import type { PolicyForm } from './policy-page.js';
import { useAdmin } from './use-admin.js';

type Props = { readonly form: PolicyForm; readonly refused: Readonly<Record<string, string>> };

/** The chart of accounts: the financial year, journals, single accounts, and the rules of sales and VAT. */
export function AccountingFields({ form, refused }: Props) {
  const { a } = useAdmin();
  const words = a.policies.accounting;
  return (
    <>
      <TextInput
        label={words.yearEnd}
        description={words.yearEndHint}
        placeholder="12-31"
        {...form.getInputProps('yearEnd')}
        error={refused['yearEnd']}
      />
      <Part title={words.journals} error={refused['journals']}>
        {journalsOfChart.map((name) => (
          <Pair
            key={name}
            title={words.journal[name]}
            path={`journals.${name}`}
            first="code"
            form={form}
            refused={refused}
          />
        ))}
      </Part>
      <Part title={words.accounts} error={undefined}>
        {accountsOfChart.map((name) => (
          <Pair key={name} title={words.account[name]} path={name} first="account" form={form} refused={refused} />
        ))}
      </Part>
      <Rules form={form} refused={refused} list="sales" />
      <Rules form={form} refused={refused} list="vat" />
    </>
  );
}

function Part(props: {
  readonly title: string;
  readonly hint?: string;
  readonly error: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <Fieldset legend={props.title}>
      {props.hint !== undefined && (
        <Text size="sm" c="dimmed" mb="xs">
          {props.hint}
        </Text>
      )}
      {props.children}
      {props.error !== undefined && (
        <Text size="sm" c="red.9" role="alert">
          {props.error}
        </Text>
      )}
    </Fieldset>
  );
}

type PairProps = Props & { readonly title: string; readonly path: string; readonly first: 'account' | 'code' };

/** An account or a journal with what it is called. */
function Pair({ title, path, first, form, refused }: PairProps) {
  const { a } = useAdmin();
  const { number, name } = a.policies.accounting;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} mb="xs">
      <TextInput
        label={`${title} · ${number}`}
        {...form.getInputProps(`${path}.${first}`)}
        error={refused[`${path}.${first}`]}
      />
      <TextInput
        label={`${title} · ${name}`}
        {...form.getInputProps(`${path}.label`)}
        error={refused[`${path}.label`]}
      />
    </SimpleGrid>
  );
}

const ofNewSale = { account: '', label: '', family: '', vatCategory: null, vatRate: '', document: null };
const ofNewVat = { account: '', label: '', vatRate: '' };

/** Rules in their order, the first that fits; a new one stands before the last, which takes whatever is left. */
function Rules({ form, refused, list }: Props & { readonly list: 'sales' | 'vat' }) {
  const { a, words } = useAdmin();
  const w = a.policies.accounting;
  const rules = (form.values as unknown as AccountingPolicy)[list];
  const text = (path: string, label: string) => ({
    label,
    value: String(form.getInputProps(path).value ?? ''),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => form.setFieldValue(path, event.currentTarget.value),
    error: refused[path],
  });
  return (
    <Part title={w[list]} hint={w.rulesHint} error={refused[list]}>
      {rules.map(({ account }, at) => {
        const path = `${list}.${at}`;
        const isLast = at === rules.length - 1;
        return (
          <Fieldset key={`${at}`} legend={isLast ? w.whateverIsLeft : w.rule(at + 1)} mb="sm">
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              <TextInput {...text(`${path}.account`, w.number)} />
              <TextInput {...text(`${path}.label`, w.name)} />
              {!isLast && <TextInput {...text(`${path}.vatRate`, w.vatRate)} inputMode="decimal" />}
              {!isLast && list === 'sales' && (
                <>
                  <TextInput {...text(`${path}.family`, w.family)} />
                  <Select
                    label={w.vatCategory}
                    data={[...vatCategories]}
                    clearable
                    {...form.getInputProps(`${path}.vatCategory`)}
                    error={refused[`${path}.vatCategory`]}
                  />
                  <Select
                    label={w.document}
                    data={invoiceKinds.map((kind) => ({ value: kind, label: capital(words.invoiceKind[kind]) }))}
                    clearable
                    {...form.getInputProps(`${path}.document`)}
                    error={refused[`${path}.document`]}
                  />
                </>
              )}
            </SimpleGrid>
            {!isLast && (
              <Button
                mt="xs"
                size="compact-xs"
                variant="default"
                aria-label={`${a.policies.remove} ${account}`}
                onClick={() => form.removeListItem(list, at)}
              >
                {a.policies.remove}
              </Button>
            )}
          </Fieldset>
        );
      })}
      <Button
        size="xs"
        variant="default"
        onClick={() => form.insertListItem(list, list === 'sales' ? ofNewSale : ofNewVat, rules.length - 1)}
      >
        {w.addRule}
      </Button>
    </Part>
  );
}
