import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CustomerContact } from '../../contracts/address-book.js';
import type { Page } from '../../contracts/primitives.js';
import { contactRoles, languages } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { fieldsOf, get } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { tellDone } from '../parts/tell.js';
import { useRequired } from '../parts/required.js';

const MOST = 200;

/** Whom we write to and call. */
export function Contacts({ customer }: { readonly customer: string }) {
  const { t, words } = useWords();
  const may = useMay();
  const [edited, setEdited] = useState<CustomerContact | 'new' | null>(null);
  const path = pathOf('/v1/customers', customer, 'contacts');
  const query = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<Page<CustomerContact>>(path, { limit: MOST }, signal),
  });
  const add = may('customers.add-contact') && (
    <Button size="xs" variant="light" onClick={() => setEdited('new')}>
      {t.customers.addContact}
    </Button>
  );
  return (
    <Panel title={t.orders.contacts} right={add}>
      <Loaded query={query}>
        {({ items }) => (
          <Rows
            none={t.orders.noneYet}
            minWidth={560}
            heads={[t.customers.for, t.customers.name, t.customers.email, t.customers.phone, t.finance.state]}
            rows={items.map((contact) => ({
              key: contact.code,
              cells: [
                capital(words.contactRole[contact.role]),
                contact.name,
                <span key="email" className="wrap">
                  {contact.email}
                </span>,
                contact.phone,
                <Group key="state" gap="xs">
                  {!contact.active && t.customers.inactive}
                  {may('customers.change-contact') && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`${t.customers.change} ${contact.name}`}
                      onClick={() => setEdited(contact)}
                    >
                      {t.customers.change}
                    </Button>
                  )}
                </Group>,
              ],
            }))}
          />
        )}
      </Loaded>
      {edited !== null && (
        <ContactForm path={path} contact={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Panel>
  );
}

type FormProps = {
  readonly path: string;
  /** Null: a new one. */
  readonly contact: CustomerContact | null;
  readonly onClose: () => void;
};

const fresh = { code: '', role: 'orders', name: '', language: 'fr', email: '', phone: '', active: true } as const;

function useContact({ path, contact, onClose }: FormProps) {
  const spoken = useWords();
  const { t } = spoken;
  const isGiven = useRequired();
  const form = useForm({
    initialValues: { ...fresh, ...contact, email: contact?.email ?? '' } as Omit<CustomerContact, 'email'> & {
      email: string;
    },
    validate: { code: isGiven, name: isGiven },
  });
  useKept({ name: `${path}:${contact?.code ?? 'new'}` }, form);
  const action = useAction({
    onDone: () => {
      onClose();
      tellDone(spoken, t.customers.saved);
    },
  });
  const send = form.onSubmit(({ code, active, email, ...values }) => {
    const body = { ...values, email: email.trim() || null };
    if (contact === null) action.mutate({ path, body: { code, ...body } });
    else action.mutate({ method: 'PATCH', path: pathOf(path, contact.code), body: { ...body, active } });
  });
  const refused = fieldsOf(action.error);
  return { form, action, send, errorOf: (field: string) => form.errors[field] ?? refused[field] };
}

function ContactForm(props: FormProps) {
  const { t, words } = useWords();
  const { form, action, send, errorOf } = useContact(props);
  const text = (name: 'code' | 'name' | 'email' | 'phone') => ({ ...form.getInputProps(name), error: errorOf(name) });
  return (
    <FormDialog
      opened
      onClose={props.onClose}
      title={props.contact?.name ?? t.customers.addContact}
      confirm={t.shell.save}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
    >
      {props.contact === null && (
        <TextInput
          label={t.customers.code}
          description={t.customers.codeHint}
          required
          data-autofocus
          {...text('code')}
        />
      )}
      <TextInput label={t.customers.name} required {...text('name')} />
      <Select
        label={t.customers.for}
        data={contactRoles.map((value) => ({ value, label: capital(words.contactRole[value]) }))}
        allowDeselect={false}
        {...form.getInputProps('role')}
      />
      <TextInput label={t.customers.email} type="email" {...text('email')} />
      <TextInput label={t.customers.phone} type="tel" {...text('phone')} />
      <Select
        label={t.customers.language}
        data={languages.map((value) => ({ value, label: t.customers.languages[value] }))}
        allowDeselect={false}
        {...form.getInputProps('language')}
      />
      {props.contact !== null && (
        <Checkbox label={t.customers.active} {...form.getInputProps('active', { type: 'checkbox' })} />
      )}
    </FormDialog>
  );
}
