import { SimpleGrid, TextInput } from '@mantine/core';
import type { PostalAddress } from '../../contracts/primitives.js';
import { useWords } from '../app/language.js';

/** One that nothing is typed of. */
export const nowhere: PostalAddress = { name: '', street: '', postalCode: '', city: '', region: '', countryCode: 'FR' };

type AddressProps = {
  readonly address: PostalAddress;
  readonly refused: Readonly<Record<string, string>>;
  readonly onChange: (address: PostalAddress) => void;
  /** What it is called in the request. */
  readonly name: string;
};

/** An address that is typed. */
export function AddressFields({ address, refused, onChange, name }: AddressProps) {
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
          error={refused[`${name}.${field}`]}
        />
      ))}
    </SimpleGrid>
  );
}
