import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ShownCustomer } from '../../contracts/customer.js';
import type { EntryEstimate } from '../../contracts/order-estimate.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { Quote } from '../../contracts/quote.js';
import { describeTerms } from '../../words/payment-terms.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import type { Read } from '../http/client.js';
import { CustomerSelect } from '../parts/customer-select.js';
import { DayInput } from '../parts/day-input.js';
import { Loaded, Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { refusedTerms, TermsField } from '../parts/terms-field.js';
import { DepositField } from '../sales/deposit-field.js';
import { Estimate, freightOf } from '../sales/estimate.js';
import { Refused, sendByKey, useCustomer } from '../sales/form-parts.js';
import { wholeError } from '../sales/line-adjustments.js';
import { LineGrid } from '../sales/line-grid.js';
import { usualPlace } from '../sales/ship-to-field.js';
import { estimateHead, estimateLines, useEstimate, useLineEstimates } from '../sales/use-estimate.js';
import { useOffer } from './use-offer.js';
import { useQuote } from './use-quote.js';

/** A new quote. */
export function NewQuotePage() {
  const { t } = useWords();
  return (
    <Page title={t.sales.newQuote}>
      <OfferForm quote={null} />
    </Page>
  );
}

/** A new revision of a quote, from the one that stands. */
export function RevisePage() {
  const { t } = useWords();
  const { number } = useParams({ from: '/quotes/$number/revise' });
  const query = useQuote(number);
  return (
    <Page title={t.sales.reviseTitle(number)}>
      <Loaded query={query}>{(quote) => <OfferForm key={quote.number} quote={quote} />}</Loaded>
    </Page>
  );
}

/** An offer is held against the customer's own place and terms. */
const asUsual = { reference: '', shipTo: usualPlace, terms: null };
const usualTerms: PaymentTerms = { kind: 'net', days: 30 };

function OfferForm({ quote }: { readonly quote: Read<Quote> | null }) {
  const { t } = useWords();
  const offer = useOffer(quote);
  const { typed, set, refusal, action } = offer;
  const customer = useCustomer(typed.customer);
  const currency = quote?.currency ?? customer?.currency ?? 'EUR';
  const { today } = useMe();
  const lines = estimateLines(typed.lines, today).map((line) => ({ ...line, quoteLineNo: null }));
  const question = {
    customer: typed.customer,
    currency,
    ...estimateHead({ ...typed, ...asUsual }),
    adjustments: typed.adjustments,
    lines,
  };
  const isAsked = typed.customer !== '' && lines.length > 0;
  const estimating = useEstimate<EntryEstimate>('/v1/order-estimates', isAsked ? question : null);
  const estimates = useLineEstimates(estimating.estimate);
  return (
    <form
      ref={refusal.form}
      noValidate
      onKeyDown={sendByKey}
      onSubmit={(event) => {
        event.preventDefault();
        offer.send(customer?.paymentTerms ?? usualTerms);
      }}
    >
      <Stack gap="md">
        <Head offer={offer} quote={quote} customer={customer} />
        <LineGrid
          lines={typed.lines}
          editor={offer.editor}
          currency={currency}
          errors={refusal.cells}
          dateName={t.sales.deliveryDate}
          noDate={t.sales.asSoon}
          whole={{
            adjustments: typed.adjustments,
            error: wholeError(refusal.fields),
            onChange: (adjustments) => set({ adjustments }),
          }}
          estimates={estimates}
        />
        <Estimate
          lines={typed.lines}
          freight={freightOf(typed.freight)}
          adjustments={typed.adjustments}
          currency={currency}
          totals={estimating.estimate?.totals ?? null}
        />
        <ProblemNote error={action.error} again={action.again} />
        <Refused fields={refusal.fields} count={refusal.count} isTold={action.error !== null} />
        <Group justify="flex-end">
          <Button type="submit" loading={action.isPending} size="md">
            {quote ? t.sales.reviseSend : t.sales.makeQuote}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type HeadProps = {
  readonly offer: ReturnType<typeof useOffer>;
  readonly quote: Quote | null;
  readonly customer: ShownCustomer | undefined;
};

function Head({ offer: { typed, set, refusal }, quote, customer }: HeadProps) {
  const { t, language } = useWords();
  const { fields } = refusal;
  const terms = customer?.paymentTerms;
  return (
    <Panel title={customer === undefined ? t.sales.who : `${customer.name} (${customer.number})`}>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        <CustomerSelect
          label={t.sales.customer}
          placeholder={t.sales.customerHint}
          required
          disabled={quote !== null}
          value={typed.customer === '' ? null : typed.customer}
          onChange={(number) => set({ customer: number ?? '' })}
          error={fields['customer']}
        />
        <DayInput
          label={t.sales.validUntil}
          required
          value={typed.validUntil}
          onChange={(date) => date !== null && set({ validUntil: date })}
          error={fields['validUntil']}
        />
        <TermsField
          value={typed.terms}
          usual={terms ? t.sales.usualTerms(describeTerms(terms, language)) : t.sales.termsOfCustomer}
          error={refusedTerms(fields)}
          onChange={(next) => set({ terms: next })}
        />
        <TextInput
          label={t.sales.freight}
          placeholder={t.sales.freightNone}
          inputMode="decimal"
          value={typed.freight}
          maxLength={20}
          onChange={(event) => set({ freight: event.currentTarget.value })}
          error={fields['freight']}
        />
        <DepositField value={typed.deposit} refused={fields} onChange={(deposit) => set({ deposit })} />
        {quote !== null && (
          <TextInput
            label={t.sales.reviseReason}
            value={typed.reason}
            maxLength={200}
            onChange={(event) => set({ reason: event.currentTarget.value })}
            error={fields['reason']}
          />
        )}
      </SimpleGrid>
    </Panel>
  );
}
