import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CustomerAddress } from '../../contracts/address-book.js';
import type { Page } from '../../contracts/primitives.js';
import { addressKinds } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { addressLines } from '../../words/format.js';
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

/** Where goods and invoices go, beside the customer's own address. */
export function Addresses({ customer }: { readonly customer: string }) {
  const { t, language } = useWords();
  const may = useMay();
  const [edited, setEdited] = useState<CustomerAddress | 'new' | null>(null);
  const path = pathOf('/v1/customers', customer, 'addresses');
  const query = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<Page<CustomerAddress>>(path, { limit: MOST }, signal),
  });
  const add = may('customers.add-address') && (
    <Button size="xs" variant="light" onClick={() => setEdited('new')}>
      {t.customers.addAddress}
    </Button>
  );
  return (
    <Panel title={t.customers.addresses} right={add}>
      <Loaded query={query}>
        {({ items }) => (
          <Rows
            none={t.orders.noneYet}
            minWidth={560}
            heads={[t.customers.for, t.customers.label, t.customers.address, t.finance.state]}
            rows={items.map((each) => ({
              key: each.code,
              cells: [
                t.customers.addressKinds[each.kind],
                each.label,
                addressLines(each.address, language).join(', '),
                <Group key="state" gap="xs">
                  {each.isDefault && t.customers.isDefault}
                  {!each.active && t.customers.inactive}
                  {may('customers.change-address') && (
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`${t.customers.change} ${each.label}`}
                      onClick={() => setEdited(each)}
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
        <AddressForm path={path} given={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Panel>
  );
}

type FormProps = {
  readonly path: string;
  /** Null: a new one. */
  readonly given: CustomerAddress | null;
  readonly onClose: () => void;
};

type Values = Omit<CustomerAddress, 'siret' | 'gln'> & { readonly siret: string; readonly gln: string };

const fresh: Values = {
  code: '',
  kind: 'ship-to',
  label: '',
  address: { name: '', street: '', postalCode: '', city: '', region: '', countryCode: 'FR' },
  siret: '',
  gln: '',
  isDefault: false,
  active: true,
};

function useAddressForm({ path, given, onClose }: FormProps) {
  const spoken = useWords();
  const { t } = spoken;
  const isGiven = useRequired();
  const form = useForm<Values>({
    initialValues: { ...fresh, ...given, siret: given?.siret ?? '', gln: given?.gln ?? '' },
    validate: { code: isGiven, label: isGiven, address: { name: isGiven, street: isGiven, city: isGiven } },
  });
  useKept({ name: `${path}:${given?.code ?? 'new'}` }, form);
  const action = useAction({
    onDone: () => {
      onClose();
      tellDone(spoken, t.customers.saved);
    },
  });
  const send = form.onSubmit(({ code, kind, active, siret, gln, ...values }) => {
    const body = { ...values, siret: siret.trim() || null, gln: gln.trim() || null };
    if (given === null) action.mutate({ path, body: { code, kind, ...body } });
    else action.mutate({ method: 'PATCH', path: pathOf(path, given.code), body: { ...body, active } });
  });
  const refused = fieldsOf(action.error);
  const text = (name: string) => ({ ...form.getInputProps(name), error: form.errors[name] ?? refused[name] });
  return { form, action, send, text };
}

function AddressForm(props: FormProps) {
  const { t } = useWords();
  const { form, action, send, text } = useAddressForm(props);
  return (
    <FormDialog
      opened
      onClose={props.onClose}
      title={props.given?.label ?? t.customers.addAddress}
      confirm={t.shell.save}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
    >
      {props.given === null && (
        <>
          <TextInput
            label={t.customers.code}
            description={t.customers.codeHint}
            required
            data-autofocus
            {...text('code')}
          />
          <Select
            label={t.customers.for}
            data={addressKinds.map((value) => ({ value, label: t.customers.addressKinds[value] }))}
            allowDeselect={false}
            {...form.getInputProps('kind')}
          />
        </>
      )}
      <TextInput label={t.customers.label} required {...text('label')} />
      <TextInput label={t.customers.addressName} required {...text('address.name')} />
      <TextInput label={t.customers.street} required {...text('address.street')} />
      <TextInput label={t.customers.postalCode} {...text('address.postalCode')} />
      <TextInput label={t.customers.city} required {...text('address.city')} />
      <TextInput label={t.customers.region} {...text('address.region')} />
      <TextInput label={t.customers.countryCode} maxLength={2} required {...text('address.countryCode')} />
      <TextInput label="SIRET" {...text('siret')} />
      <TextInput label="GLN" {...text('gln')} />
      <Checkbox label={t.customers.isDefault} {...form.getInputProps('isDefault', { type: 'checkbox' })} />
      {props.given !== null && (
        <Checkbox label={t.customers.active} {...form.getInputProps('active', { type: 'checkbox' })} />
      )}
    </FormDialog>
  );
}
