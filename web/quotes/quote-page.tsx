import { Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { Page as PageOf } from '../../contracts/primitives.js';
import type { Quote, QuoteRevision } from '../../contracts/quote.js';
import { isZero } from '../../domain/money.js';
import { chargedBeside, orderLineNet } from '../../domain/order-totals.js';
import { pathOf } from '../../domain/paths.js';
import { describeDeposit } from '../../words/deposits.js';
import { describeWarning } from '../../words/legal-terms.js';
import { describeTerms } from '../../words/payment-terms.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { ChargedBeside, Price } from '../parts/beside-price.js';
import { useDepositWords } from '../parts/deposit-words.js';
import { Facts } from '../parts/facts.js';
import { Day, Moment, Money, Quantity } from '../parts/figures.js';
import { Kept } from '../parts/kept.js';
import { GoButton } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProformaButton } from '../parts/proforma.js';
import { Rows } from '../parts/rows.js';
import { AcceptButton, ExtendButton, LoseButton } from './quote-actions.js';
import { isOrderable, QuoteState } from './quotes-page.js';
import type { Read } from '../http/client.js';
import { SendButton } from './send-button.js';
import { useQuote } from './use-quote.js';

/** One quote: what is offered, until when, how it came to that, and what may be done with it. */
export function QuotePage() {
  const { number } = useParams({ from: '/quotes/$number' });
  const query = useQuote(number);
  return (
    <Page title={number}>
      <Loaded query={query}>
        {(quote) => (
          <Stack gap="md">
            <Summary quote={quote} />
            <Actions quote={quote} />
            <Lines quote={quote} />
            <Revisions quote={quote} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

type QuoteProps = { readonly quote: Read<Quote> };

function Summary({ quote }: QuoteProps) {
  const { t, language } = useWords();
  const d = useDepositWords();
  const facts = [
    [t.sales.customer, quote.customer],
    [t.sales.validUntil, <Day key="valid" date={quote.validUntil} />],
    [t.sales.terms, describeTerms(quote.paymentTerms, language)],
    [d.title, quote.deposit && describeDeposit(quote.deposit, quote.currency, language)],
    [t.customers.warnings, quote.warnings.map((each) => describeWarning(each, language)).join(' ') || null],
    [t.sales.revision, quote.revision],
    [t.sales.created, <Moment key="created" at={quote.createdAt} />],
    [t.sales.acceptedOn, quote.acceptedOn && <Day key="accepted" date={quote.acceptedOn} />],
    [t.sales.lostReason, quote.lostReason],
  ] as const;
  return (
    <Stack gap="xs">
      <Group>
        <QuoteState status={quote.status} />
      </Group>
      <Facts facts={facts} />
    </Stack>
  );
}

function Actions({ quote }: QuoteProps) {
  const { t } = useWords();
  const may = useMay();
  const { number, status } = quote;
  const isOpen = status === 'open' || status === 'expired';
  return (
    <Group gap="xs" className="no-print">
      {may('orders.create') && isOrderable(quote) && (
        <GoButton to="/new-order" search={{ quote: number }} size="xs">
          {t.sales.order}
        </GoButton>
      )}
      {may('quotes.proforma') && <ProformaButton path={pathOf('/v1/quotes', number)} />}
      {may('quotes.accept') && (
        <Kept isOffered={isOpen} why={t.sales.decidedMeanwhile}>
          <AcceptButton quote={quote} />
        </Kept>
      )}
      {may('quotes.revise') && status !== 'lost' && (
        <GoButton to="/quotes/$number/revise" params={{ number }} size="xs" variant="light">
          {t.sales.revise}
        </GoButton>
      )}
      {may('quotes.update') && (
        <Kept isOffered={isOpen} why={t.sales.decidedMeanwhile}>
          <ExtendButton quote={quote} />
          <LoseButton quote={quote} />
        </Kept>
      )}
      <SendButton quote={quote} />
    </Group>
  );
}

function Lines({ quote }: QuoteProps) {
  const { t, words } = useWords();
  const { currency } = quote;
  const heads = [
    t.orders.line,
    t.sales.product,
    { figure: t.sales.quantity },
    { figure: t.sales.price },
    { figure: t.sales.discount },
    t.sales.deliveryDate,
    { figure: t.sales.total },
  ];
  const rows = quote.lines.map((line) => ({
    key: String(line.lineNo),
    cells: [
      line.lineNo,
      <Fragment key="product">
        {line.product}
        <ChargedBeside line={{ adjustments: chargedBeside(line, currency).adjustments }} currency={currency} />
      </Fragment>,
      <Quantity key="quantity" of={line.quantity} />,
      <Price key="price" of={line} />,
      isZero(line.discountPercent) ? '' : words.say.percent(line.discountPercent),
      line.deliveryDate === null ? t.sales.asSoon : <Day key="date" date={line.deliveryDate} />,
      <Money key="net" amount={orderLineNet(line, currency)} currency={currency} />,
    ],
  }));
  const totals = [
    [t.sales.freight, <Money key="freight" amount={quote.freight} currency={currency} />],
    [t.orders.net, <Money key="net" amount={quote.net} currency={currency} />],
  ] as const;
  return (
    <Panel title={t.sales.lines}>
      <Rows none={t.sales.noLines} heads={heads} rows={rows} totals={totals} minWidth={640} />
    </Panel>
  );
}

function Revisions({ quote: { number, revision, currency } }: QuoteProps) {
  const { t } = useWords();
  const path = pathOf('/v1/quotes', number, 'revisions');
  const query = useQuery({
    queryKey: [path, revision],
    queryFn: ({ signal }) => get<PageOf<QuoteRevision>>(path, {}, signal),
  });
  const heads = [
    t.sales.revision,
    t.sales.created,
    t.sales.validUntil,
    { figure: t.orders.net },
    { figure: t.sales.lines },
    t.shell.reason,
  ];
  return (
    <Panel title={t.sales.revisions}>
      <Loaded query={query}>
        {({ items }) => (
          <Rows
            none={t.sales.noQuotes}
            heads={heads}
            rows={items.toReversed().map((each) => ({
              key: String(each.revision),
              cells: [
                each.revision,
                <Moment key="at" at={each.createdAt} />,
                <Day key="valid" date={each.validUntil} />,
                <Money key="net" amount={each.net} currency={currency} />,
                each.lines.length,
                each.reason,
              ],
            }))}
          />
        )}
      </Loaded>
    </Panel>
  );
}
