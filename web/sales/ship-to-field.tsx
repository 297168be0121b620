import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CustomerAddress } from '../../contracts/address-book.js';
import type { Page, PostalAddress } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { addressLines } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';
import { AddressFields, nowhere } from '../parts/address-fields.js';

/** Where goods go: the usual place, one of the customer's addresses by its code, or one that is none of them. */
export type ShipTo =
  | { readonly kind: 'usual' }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'other'; readonly address: PostalAddress };

export const usualPlace: ShipTo = { kind: 'usual' };

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
          name="deliveryAddress"
          address={value.address}
          refused={refused}
          onChange={(address) => onChange({ kind: 'other', address })}
        />
      )}
    </>
  );
}
