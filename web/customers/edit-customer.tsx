import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { ShownCustomer } from '../../contracts/customer.js';
import { pathOf } from '../../domain/paths.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { fieldsOf, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { FormDialog } from '../parts/form-dialog.js';
import { refusedTerms } from '../parts/terms-field.js';
import { useRequired } from '../parts/required.js';
import { tellDone } from '../parts/tell.js';
import { identityOf, IdentityFields, sentIdentity, TermsFields, type Identity } from './identity-fields.js';

type Props = { readonly customer: Read<ShownCustomer> };

/** Name, address, numbers and terms. Orders that are open keep what they were entered with. */
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

function EditForm({ customer, onClose }: Props & { readonly onClose: () => void }) {
  const spoken = useWords();
  const { t } = spoken;
  const isGiven = useRequired();
  const form = useForm<Identity>({
    initialValues: identityOf(customer),
    validate: { name: isGiven, address: { street: isGiven, city: isGiven, countryCode: isGiven } },
  });
  useKept({ name: `customer:${customer.number}` }, form);
  const action = useAction({
    of: customer,
    onDone: () => {
      onClose();
      tellDone(spoken, t.customers.saved);
    },
  });
  const send = form.onSubmit((typed) =>
    action.mutate({
      method: 'PATCH',
      path: pathOf('/v1/customers', customer.number),
      body: changesOf(typed, customer),
    }),
  );
  const refused = fieldsOf(action.error);
  const field = (name: string, sentAs: string = name) => ({
    ...form.getInputProps(name),
    error: form.errors[name] ?? refused[sentAs],
  });
  const terms = { ...form.getInputProps('terms'), value: form.values.terms, error: refusedTerms(refused) };
  const payee = { ...form.getInputProps('payee'), value: form.values.payee, refused };
  const billing = { ...form.getInputProps('billing'), value: form.values.billing, error: refused['billing'] };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t.customers.edit}
      confirm={t.shell.save}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
      again={action.again}
      size="lg"
    >
      <IdentityFields field={field} />
      <TermsFields field={field} terms={terms} payee={payee} billing={billing} />
    </FormDialog>
  );
}

/** What is other than on record, and nothing else: the record of changes tells what a person changed. */
function changesOf(typed: Identity, customer: ShownCustomer): Record<string, unknown> {
  const [now, was] = [sentIdentity(typed), sentIdentity(identityOf(customer))];
  const entries = Object.entries(now).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(was[name as keyof typeof was]),
  );
  return Object.fromEntries(entries);
}
