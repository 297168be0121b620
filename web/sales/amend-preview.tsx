import { SimpleGrid, Text } from '@mantine/core';
import type { AmendmentEstimate, EstimatedTotals } from '../../contracts/order-estimate.js';
import { useWords, type Spoken } from '../app/language.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { EstimateAnswer } from './estimate.js';
import type { Estimating } from './use-estimate.js';

type Props = { readonly estimating: Estimating<AmendmentEstimate>; readonly currency: string };

/** What an amendment would change of totals, VAT, dates and credit, before it is sent. */
export function AmendPreview({ estimating, currency }: Props) {
  const spoken = useWords();
  const { t } = spoken;
  const { estimate } = estimating;
  return (
    <Panel title={t.sales.preview}>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <div>
          {estimate && (
            <Rows
              none={t.sales.noChanges}
              minWidth={360}
              heads={[t.sales.what, { figure: t.sales.before }, { figure: t.sales.after }]}
              rows={[...totalsOf(estimate, currency, spoken), ...datesOf(estimate, spoken)].map(
                ([what, before, after]) => ({ key: what, cells: [what, before, after] }),
              )}
            />
          )}
          {estimate && datesOf(estimate, spoken).length === 0 && (
            <Text size="sm" c="dimmed">
              {t.sales.sameDates}
            </Text>
          )}
        </div>
        <EstimateAnswer estimating={{ ...estimating, estimate: estimate?.after }} currency={currency} />
      </SimpleGrid>
    </Panel>
  );
}

type Compared = readonly [string, string, string];

function totalsOf({ before, after }: AmendmentEstimate, currency: string, { t, words: { say } }: Spoken): Compared[] {
  const money = (amount: string | undefined): string => (amount === undefined ? '' : say.amount(amount, currency));
  const vatOf = (totals: EstimatedTotals | null, rate: string): string | undefined =>
    totals?.vatBreakdown.find(({ vatRate }) => vatRate === rate)?.vat;
  const rates = [before, after].flatMap(({ totals }) => (totals?.vatBreakdown ?? []).map(({ vatRate }) => vatRate));
  return [
    [t.sales.beforeTax, money(before.totals?.net), money(after.totals?.net)],
    ...[...new Set(rates)].map((rate): Compared => [
      t.sales.vatAt(say.percent(rate)),
      money(vatOf(before.totals, rate)),
      money(vatOf(after.totals, rate)),
    ]),
    [t.sales.gross, money(before.totals?.gross), money(after.totals?.gross)],
  ];
}

function datesOf({ before, after }: AmendmentEstimate, { t, words: { say } }: Spoken): Compared[] {
  const was = new Map(before.lines.map(({ lineNo, promisedDate }) => [lineNo, promisedDate]));
  return after.lines.flatMap(({ lineNo, promisedDate }): Compared[] => {
    const former = was.get(lineNo) ?? null;
    if (former === promisedDate) return [];
    const day = (date: string | null): string => (date === null ? '' : say.date(date));
    return [[t.sales.linePromised(lineNo), day(former), day(promisedDate)]];
  });
}
