import { Group, Select, SimpleGrid, TextInput } from '@mantine/core';
import type { ShownCustomer } from '../../contracts/customer.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import { invoiceChannels, languages, type InvoiceChannel, type Language } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { BillingField } from '../parts/billing-field.js';
import { useAdjustmentWords } from '../sales/words.js';
import { PayeeField, sentPayee } from '../parts/payee-field.js';
import { usePlatformWords } from '../parts/platform-words.js';
import { TermsField } from '../parts/terms-field.js';
import { useTermsWords } from '../parts/terms-words.js';

/** What is written of a customer, new or on record. */
export type Identity = {
  readonly name: string;
  readonly siren: string;
  readonly gln: string;
  readonly vatNumber: string;
  readonly address: ShownCustomer['address'];
  readonly terms: PaymentTerms;
  readonly payee: ShownCustomer['payee'];
  readonly invoiceChannel: InvoiceChannel;
  readonly billing: ShownCustomer['billing'];
  readonly documentText: string;
  readonly salesperson: string;
  readonly phone: string;
  readonly language: Language;
};

export const newIdentity = (language: Language): Identity => ({
  name: '',
  siren: '',
  gln: '',
  vatNumber: '',
  address: { name: '', street: '', postalCode: '', city: '', region: '', countryCode: 'FR' },
  terms: { kind: 'net', days: 30 },
  payee: null,
  invoiceChannel: 'mail',
  billing: { kind: 'delivery' },
  documentText: '',
  salesperson: '',
  phone: '',
  language,
});

export const identityOf = (customer: ShownCustomer): Identity => ({
  name: customer.name,
  siren: customer.siren ?? '',
  gln: customer.gln ?? '',
  vatNumber: customer.vatNumber ?? '',
  address: customer.address,
  terms: customer.paymentTerms,
  payee: customer.payee,
  invoiceChannel: customer.invoiceChannel,
  billing: customer.billing,
  documentText: customer.documentText,
  salesperson: customer.salesperson ?? '',
  phone: customer.phone,
  language: customer.language,
});

/** A number of the state or the tax office as the API has it: no spaces or dots, capitals; null: none. */
const compact = (text: string): string | null => text.replaceAll(/[\s.]/g, '').toUpperCase() || null;

/** What goes into a request. An address without a name of its own has the customer's. */
export const sentIdentity = ({ terms, payee, billing, ...typed }: Identity) => ({
  name: typed.name.trim(),
  siren: compact(typed.siren),
  gln: compact(typed.gln),
  vatNumber: compact(typed.vatNumber),
  address: {
    ...typed.address,
    name: typed.address.name.trim() || typed.name.trim(),
    countryCode: typed.address.countryCode.trim().toUpperCase(),
  },
  paymentTerms: terms,
  payee: sentPayee(payee),
  invoiceChannel: typed.invoiceChannel,
  billing,
  documentText: typed.documentText.trim(),
  salesperson: typed.salesperson.trim() || null,
  phone: typed.phone.trim(),
  language: typed.language,
});

type Props = {
  /** What a field of the form is bound by, with what is refused of it. */
  readonly field: (name: string, sentAs?: string) => object;
};

/** Name, numbers and address. */
export function IdentityFields({ field }: Props) {
  const { t } = useWords();
  return (
    <>
      <TextInput label={t.customers.name} required maxLength={120} {...field('name')} />
      <Group grow align="flex-start">
        <TextInput label={t.customers.siren} maxLength={30} {...field('siren')} />
        <TextInput label={t.customers.vatNumber} maxLength={30} {...field('vatNumber')} />
        <TextInput label="GLN" maxLength={20} {...field('gln')} />
      </Group>
      <TextInput label={t.customers.addressName} placeholder={t.customers.name} {...field('address.name')} />
      <TextInput label={t.customers.street} required {...field('address.street')} />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label={t.customers.postalCode} {...field('address.postalCode')} />
        <TextInput label={t.customers.city} required {...field('address.city')} />
        <TextInput label={t.customers.region} {...field('address.region')} />
        <TextInput label={t.customers.countryCode} required maxLength={2} {...field('address.countryCode')} />
      </SimpleGrid>
    </>
  );
}

type TermsProps = Props & {
  /** What the terms, whom it pays and when it is invoiced are bound by. */
  readonly terms: Pick<Parameters<typeof TermsField>[0], 'value' | 'onChange' | 'error'>;
  readonly payee: Pick<Parameters<typeof PayeeField>[0], 'value' | 'onChange' | 'refused'>;
  readonly billing: Parameters<typeof BillingField>[0];
};

/** Terms, and whom it is with. */
export function TermsFields({ field, terms, payee, billing }: TermsProps) {
  const { t } = useWords();
  const words = useTermsWords();
  const platform = usePlatformWords();
  const said = useAdjustmentWords();
  return (
    <>
      <TermsField isStanding {...terms} />
      <PayeeField usual={words.payee.asCompany} {...payee} />
      <Select
        label={platform.channel}
        data={invoiceChannels.map((value) => ({ value, label: capital(platform.channels[value]) }))}
        allowDeselect={false}
        {...field('invoiceChannel')}
      />
      <BillingField {...billing} />
      <TextInput
        label={said.documentText}
        description={said.documentTextHint}
        maxLength={300}
        {...field('documentText')}
      />
      <Group grow align="flex-start">
        <TextInput label={t.customers.salesperson} {...field('salesperson')} />
        <TextInput label={t.customers.phone} {...field('phone')} />
      </Group>
      <Select
        label={t.customers.language}
        data={languages.map((value: Language) => ({ value, label: t.customers.languages[value] }))}
        allowDeselect={false}
        {...field('language')}
      />
    </>
  );
}
