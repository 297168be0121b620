import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconNotes } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { Quote } from '../../contracts/quote.js';
import { useWords } from '../app/language.js';
import { useAddress } from '../lists/address.js';
import { Moment } from '../parts/figures.js';
import { Loaded, Page } from '../parts/page.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Estimate, EstimateAnswer, freightOf } from './estimate.js';
import { Refused, sendByKey, useCustomer } from './form-parts.js';
import { wholeError } from './line-adjustments.js';
import { LineGrid } from './line-grid.js';
import { OrderHead } from './order-head.js';
import { useEntry } from './use-entry.js';
import { useLineEstimates } from './use-estimate.js';
import { useQuote } from '../quotes/use-quote.js';

/** A new order, from scratch or from a quote that the address names. */
export function EntryPage() {
  const { t } = useWords();
  const { address } = useAddress();
  const quote = address['quote'];
  if (quote !== undefined) return <FromQuote key={quote} number={quote} />;
  return (
    <Page title={t.sales.newOrder}>
      <EntryForm quote={null} />
    </Page>
  );
}

function FromQuote({ number }: { readonly number: string }) {
  const { t } = useWords();
  const query = useQuote(number);
  return (
    <Page title={t.sales.newOrderFrom(number)}>
      <Loaded query={query}>{(quote) => <EntryForm quote={quote} />}</Loaded>
    </Page>
  );
}

function EntryForm({ quote }: { readonly quote: Quote | null }) {
  const { t } = useWords();
  const entry = useEntry(quote);
  const { typed, set, refusal, action } = entry;
  const customer = useCustomer(typed.customer);
  const currency = quote?.currency ?? customer?.currency ?? 'EUR';
  const { form } = refusal;
  const estimating = entry.useEstimated(currency);
  const estimates = useLineEstimates(estimating.estimate);
  useEffect(() => form.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus(), [form]);
  return (
    <form
      ref={form}
      noValidate
      onKeyDown={sendByKey}
      onSubmit={(event) => {
        event.preventDefault();
        entry.send(currency);
      }}
    >
      <Stack gap="md">
        {entry.leftAt !== null && <DraftNote at={entry.leftAt} onDiscard={entry.discard} />}
        <OrderHead entry={entry} quote={quote} customer={customer} />
        <LineGrid
          lines={typed.lines}
          editor={entry.editor}
          currency={currency}
          errors={refusal.cells}
          dateName={t.sales.date}
          noDate={typed.date}
          whole={{
            adjustments: typed.adjustments,
            error: wholeError(refusal.fields),
            onChange: (adjustments) => set({ adjustments }),
          }}
          estimates={estimates}
        />
        <Estimate
          lines={typed.lines}
          freight={typed.freight === '' && quote ? quote.freight : freightOf(typed.freight)}
          adjustments={typed.adjustments}
          currency={currency}
          totals={estimating.estimate?.totals ?? null}
        >
          <EstimateAnswer estimating={estimating} currency={currency} />
        </Estimate>
        <ProblemNote error={action.error} />
        <Refused fields={refusal.fields} count={refusal.count} isTold={action.error !== null} />
        <Group justify="flex-end">
          <Button type="submit" loading={action.isPending} size="md">
            {t.sales.enter}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function DraftNote({ at, onDiscard }: { readonly at: string; readonly onDiscard: () => void }) {
  const { t } = useWords();
  return (
    <Alert variant="outline" color="cyan" icon={<IconNotes aria-hidden />} role="status">
      <Group justify="space-between">
        <Text size="sm">
          {t.sales.draftFound} <Moment at={at} />
        </Text>
        <Button size="xs" variant="default" onClick={onDiscard}>
          {t.sales.discardDraft}
        </Button>
      </Group>
    </Alert>
  );
}
