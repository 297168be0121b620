import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CustomerAddress } from '../../contracts/address-book.js';
import type { Page, PostalAddress } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { addressLines } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';

/** Where goods go: the usual place, one of the customer's addresses by its code, or one that is none of them. */
export type ShipTo =
  | { readonly kind: 'usual' }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'other'; readonly address: PostalAddress };

export const usualPlace: ShipTo = { kind: 'usual' };

const nowhere: PostalAddress = { name: '', street: '', postalCode: '', city: '', region: '', countryCode: 'FR' };

/** What of it goes into a request. */
export const sentShipTo = (shipTo: ShipTo) => {
  switch (shipTo.kind) {
    case 'usual':
      return {};
    case 'code':
      return { shipTo: shipTo.code };
    case 'other':
      return { deliveryAddress: shipTo.address };
  }
};

type Props = {
  readonly customer: string;
  readonly value: ShipTo;
  /** What is called the usual place here. */
  readonly usual: string;
  readonly refused: Readonly<Record<string, string>>;
  readonly onChange: (shipTo: ShipTo) => void;
};

export function ShipToField({ customer, value, usual, refused, onChange }: Props) {
  const { t, language } = useWords();
  const path = pathOf('/v1/customers', customer, 'addresses');
  const query = useQuery({
    queryKey: [path, 'ship-to'],
    queryFn: ({ signal }) => get<Page<CustomerAddress>>(path, { kind: 'ship-to', active: 'true', limit: 200 }, signal),
    enabled: customer !== '',
    staleTime: 60_000,
  });
  const known = (query.data?.items ?? []).map(({ code, label, address }) => ({
    value: `code ${code}`,
    label: `${label}, ${addressLines(address, language).slice(1).join(', ')}`,
  }));
  const choose = (chosen: string | null): void => {
    if (chosen === 'other') onChange({ kind: 'other', address: nowhere });
    else if (chosen?.startsWith('code ')) onChange({ kind: 'code', code: chosen.slice('code '.length) });
    else onChange(usualPlace);
  };
  return (
    <>
      <Select
        label={t.sales.shipTo}
        data={[{ value: 'usual', label: usual }, ...known, { value: 'other', label: t.sales.otherAddress }]}
        value={value.kind === 'code' ? `code ${value.code}` : value.kind}
        allowDeselect={false}
        onChange={choose}
        error={refused['shipTo']}
      />
      {value.kind === 'other' && (
        <AddressFields
          address={value.address}
          refused={refused}
          onChange={(address) => onChange({ kind: 'other', address })}
        />
      )}
    </>
  );
}

type AddressProps = {
  readonly address: PostalAddress;
  readonly refused: Readonly<Record<string, string>>;
  readonly onChange: (address: PostalAddress) => void;
};

function AddressFields({ address, refused, onChange }: AddressProps) {
  const { t } = useWords();
  const fields = [
    ['name', t.sales.addressName, 120],
    ['street', t.sales.street, 200],
    ['postalCode', t.sales.postalCode, 20],
    ['city', t.sales.city, 100],
    ['countryCode', t.sales.country, 2],
  ] as const;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} style={{ gridColumn: '1 / -1' }}>
      {fields.map(([field, label, longest]) => (
        <TextInput
          key={field}
          label={label}
          required={field !== 'postalCode'}
          maxLength={longest}
          value={address[field]}
          onChange={(event) => {
            const text = event.currentTarget.value;
            onChange({ ...address, [field]: field === 'countryCode' ? text.toUpperCase() : text });
          }}
          error={refused[`deliveryAddress.${field}`]}
        />
      ))}
    </SimpleGrid>
  );
}
