import { Select, SimpleGrid, TextInput } from '@mantine/core';
import type { ShownCustomer } from '../../contracts/customer.js';
import type { Quote } from '../../contracts/quote.js';
import { orderOrigins } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { describeTerms } from '../../words/payment-terms.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { CustomerSelect } from '../parts/customer-select.js';
import { DayInput } from '../parts/day-input.js';
import { Panel } from '../parts/panel.js';
import { refusedTerms, TermsField } from '../parts/terms-field.js';
import { DepositField } from './deposit-field.js';
import { ShipToField, usualPlace } from './ship-to-field.js';
import type { useEntry } from './use-entry.js';

type Props = {
  readonly entry: ReturnType<typeof useEntry>;
  readonly quote: Quote | null;
  readonly customer: ShownCustomer | undefined;
};

/** Who orders, by what reference, for when, to where and on which terms. */
export function OrderHead({ entry, quote, customer }: Props) {
  const { t, words, language } = useWords();
  const { today } = useMe();
  const { typed, set, refusal } = entry;
  const { fields } = refusal;
  const terms = quote?.paymentTerms ?? customer?.paymentTerms;
  const origins = orderOrigins.map((origin) => ({ value: origin, label: capital(words.origin[origin]) }));
  return (
    <Panel title={customer === undefined ? t.sales.who : `${customer.name} (${customer.number})`}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        <CustomerSelect
          label={t.sales.customer}
          placeholder={t.sales.customerHint}
          required
          value={typed.customer === '' ? null : typed.customer}
          onChange={(number) => set({ customer: number ?? '', shipTo: usualPlace })}
          error={fields['customer'] ?? fields['currency']}
          disabled={quote !== null}
          data-autofocus={quote === null || undefined}
        />
        <TextInput
          label={t.sales.reference}
          placeholder={t.sales.referenceHint}
          value={typed.reference}
          maxLength={60}
          onChange={(event) => set({ reference: event.currentTarget.value })}
          error={fields['customerReference']}
          data-autofocus={quote !== null || undefined}
        />
        <Select
          label={t.sales.origin}
          data={origins}
          value={typed.origin}
          allowDeselect={false}
          onChange={(origin) => origin !== null && set({ origin })}
          error={fields['origin']}
        />
        <DayInput
          label={t.sales.wantedFor}
          value={typed.date}
          onChange={(date) => set({ date: date ?? today })}
          error={fields['requestedDate']}
        />
        <ShipToField
          customer={typed.customer}
          value={typed.shipTo}
          usual={t.sales.usualAddress}
          refused={fields}
          onChange={(shipTo) => set({ shipTo })}
        />
        <TermsField
          value={typed.terms}
          usual={terms ? t.sales.usualTerms(describeTerms(terms, language)) : t.sales.termsOfCustomer}
          error={refusedTerms(fields)}
          onChange={(next) => set({ terms: next })}
        />
        <TextInput
          label={t.sales.freight}
          placeholder={quote ? words.say.amount(quote.freight, quote.currency) : t.sales.freightNone}
          inputMode="decimal"
          value={typed.freight}
          maxLength={20}
          onChange={(event) => set({ freight: event.currentTarget.value })}
          error={fields['freight']}
        />
        <DepositField value={typed.deposit} refused={fields} onChange={(deposit) => set({ deposit })} />
      </SimpleGrid>
    </Panel>
  );
}
