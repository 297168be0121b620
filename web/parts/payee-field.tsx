import { Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import type { CustomerPayee } from '../../contracts/payee.js';
import { useTermsWords } from './terms-words.js';

const nobody = { kind: 'other', name: '', iban: '', bic: '', notice: { fr: '', en: '' } } as const;

/** As it is sent: an IBAN and a BIC without spaces, in capitals. */
export const sentPayee = <T extends CustomerPayee | null>(payee: T): T => {
  if (payee?.kind !== 'other') return payee;
  const compact = (text: string): string => text.replaceAll(/\s/g, '').toUpperCase();
  return { ...payee, iban: compact(payee.iban), bic: compact(payee.bic) };
};

type Props = {
  readonly value: CustomerPayee | null;
  /** What null is called; left out: nothing else holds, and we are paid. */
  readonly usual?: string;
  readonly refused: Readonly<Record<string, string | undefined>>;
  readonly onChange: (payee: CustomerPayee | null) => void;
};

/** Whom invoices are paid to: us, or somebody else with an account and a notice that says why. */
export function PayeeField({ value, usual, refused, onChange }: Props) {
  const terms = useTermsWords();
  const kinds = [
    ...(usual === undefined ? [] : [{ value: 'usual', label: usual }]),
    { value: 'seller', label: terms.payee.us },
    { value: 'other', label: terms.payee.other },
  ];
  const choose = (kind: string | null): void => {
    if (kind === 'other') onChange(nobody);
    else onChange(kind === 'seller' ? { kind: 'seller' } : null);
  };
  return (
    <Stack gap={4}>
      <Select
        label={terms.payee.title}
        data={kinds}
        value={value?.kind ?? 'usual'}
        allowDeselect={false}
        onChange={choose}
        error={refused['payee']}
      />
      {value?.kind === 'other' && <Other value={value} refused={refused} onChange={onChange} />}
    </Stack>
  );
}

type OtherProps = Pick<Props, 'refused' | 'onChange'> & {
  readonly value: Extract<CustomerPayee, { kind: 'other' }>;
};

function Other({ value, refused, onChange }: OtherProps) {
  const terms = useTermsWords();
  const { payee } = terms;
  const line = (name: 'name' | 'iban' | 'bic') => ({
    label: payee[name],
    value: value[name],
    error: refused[`payee.${name}`],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange({ ...value, [name]: event.currentTarget.value }),
  });
  const notice = (language: 'fr' | 'en') => ({
    label: payee.notice[language],
    value: value.notice[language],
    error: refused[`payee.notice.${language}`],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange({ ...value, notice: { ...value.notice, [language]: event.currentTarget.value } }),
  });
  return (
    <>
      <TextInput {...line('name')} required maxLength={120} />
      <Group grow align="flex-start">
        <TextInput {...line('iban')} required maxLength={45} />
        <TextInput {...line('bic')} required maxLength={15} />
      </Group>
      <Textarea {...notice('fr')} required autosize minRows={2} maxLength={1500} />
      <Textarea {...notice('en')} required autosize minRows={2} maxLength={1500} />
    </>
  );
}
