import { Button, Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { ShownCustomer } from '../../contracts/customer.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import { languages, type Language } from '../../contracts/vocabulary.js';
import { useWords } from '../app/language.js';
import { fieldsOf, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { FormDialog } from '../parts/form-dialog.js';
import { tellDone } from '../parts/tell.js';

type Props = { readonly customer: Read<ShownCustomer> };

/** Terms, and whom it is with. Orders that are open keep what they were entered with. */
export function EditCustomer({ customer }: Props) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {t.customers.edit}
      </Button>
      {opened && <EditForm customer={customer} onClose={dialog.close} />}
    </>
  );
}

const kinds = ['net', 'days-then-month-end', 'month-end-then-days'] as const;
type TermsKind = (typeof kinds)[number];

const kindOf = (terms: PaymentTerms): TermsKind => (terms.kind === 'net' ? 'net' : terms.reading);
const termsOf = (kind: TermsKind, days: number): PaymentTerms =>
  kind === 'net' ? { kind, days } : { kind: 'end-of-month', days, reading: kind };

function useEdit({ customer, onClose }: Props & { readonly onClose: () => void }) {
  const spoken = useWords();
  const form = useForm({
    initialValues: {
      kind: kindOf(customer.paymentTerms),
      days: customer.paymentTerms.days,
      salesperson: customer.salesperson ?? '',
      phone: customer.phone,
      language: customer.language,
    },
  });
  const action = useAction({
    of: customer,
    onDone: () => {
      onClose();
      tellDone(spoken, spoken.t.customers.saved);
    },
  });
  const send = form.onSubmit(({ kind, days, salesperson, phone, language }) =>
    action.mutate({
      method: 'PATCH',
      path: `/v1/customers/${customer.number}`,
      body: { paymentTerms: termsOf(kind, days), salesperson: salesperson.trim() || null, phone, language },
    }),
  );
  return { form, action, send };
}

function EditForm(props: Props & { readonly onClose: () => void }) {
  const { t } = useWords();
  const { form, action, send } = useEdit(props);
  const refused = fieldsOf(action.error);
  return (
    <FormDialog
      opened
      onClose={props.onClose}
      title={t.customers.edit}
      confirm={t.shell.save}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
      again={action.again}
    >
      <Group grow align="flex-start">
        <Select
          label={t.customers.terms}
          data={kinds.map((value) => ({ value, label: t.customers.termKinds[value] }))}
          allowDeselect={false}
          data-autofocus
          {...form.getInputProps('kind')}
        />
        <NumberInput
          label={t.customers.days}
          min={0}
          max={120}
          allowDecimal={false}
          {...form.getInputProps('days')}
          error={refused['paymentTerms.days']}
        />
      </Group>
      <TextInput
        label={t.customers.salesperson}
        {...form.getInputProps('salesperson')}
        error={refused['salesperson']}
      />
      <TextInput label={t.customers.phone} {...form.getInputProps('phone')} error={refused['phone']} />
      <Select
        label={t.customers.language}
        data={languages.map((value: Language) => ({ value, label: t.customers.languages[value] }))}
        allowDeselect={false}
        {...form.getInputProps('language')}
      />
    </FormDialog>
  );
}
