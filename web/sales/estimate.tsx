import { Box, Group, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { OrderAdjustment } from '../../contracts/adjustment.js';
import type { FoundDiscrepancy } from '../../contracts/discrepancy.js';
import type { EntryEstimate, EstimatedCredit, EstimatedTotals } from '../../contracts/order-estimate.js';
import { chargedFor, sumOf } from '../../domain/adjustments.js';
import { subtract, sum } from '../../domain/money.js';
import { valuesOf } from '../../words/values.js';
import { useWords } from '../app/language.js';
import { Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { typedDecimal } from '../parts/typed.js';
import { netOf, type TypedLine } from './typed-lines.js';
import type { Estimating } from './use-estimate.js';

/** What the lines come to before tax, as far as they are figures already. */
export const goodsOf = (lines: readonly TypedLine[], currency: string): string =>
  sum(
    lines.map((line) => netOf(line, currency) ?? '0'),
    currency,
  );

/** What adjustments of the whole make of it; those of some of its goods alone, the API works out. */
export const adjustedBy = (adjustments: readonly OrderAdjustment[], goods: string, currency: string): string =>
  sumOf(
    chargedFor(
      adjustments.filter(({ taxClass }) => taxClass === undefined),
      { quantity: '1', of: '1', base: goods },
      currency,
    ),
    currency,
  );

/** Freight that was typed, in the currency; zero while it is no amount. */
export const freightOf = (typed: string): string => {
  const text = typedDecimal(typed);
  return /^\d{1,12}(\.\d{1,2})?$/.test(text) ? text : '0';
};

type Props = {
  readonly lines: readonly TypedLine[];
  readonly freight: string;
  readonly adjustments: readonly OrderAdjustment[];
  readonly currency: string;
  /** Beside the totals: what the API makes of it. */
  readonly children?: ReactNode;
  readonly totals?: EstimatedTotals | null | undefined;
};

/** What it comes to while it is typed: at once before tax, and with tax as the API answers. */
export function Estimate({ lines, freight, adjustments, currency, children, totals }: Props) {
  const { t } = useWords();
  const goods = goodsOf(lines, currency);
  const rows = [
    [t.sales.goods, goods],
    [t.sales.freight, freight],
    [t.sales.estimate, sum([goods, freight, adjustedBy(adjustments, goods, currency)], currency)],
  ] as const;
  return (
    <Panel title={t.sales.estimate}>
      <SimpleGrid cols={{ base: 1, md: children === undefined ? 1 : 2 }}>
        <Table highlightOnHover={false} withRowBorders={false} maw={420}>
          <Table.Tbody>
            {rows.map(([name, amount]) => (
              <Sum key={name} name={name} amount={amount} currency={currency} isMain={name === t.sales.estimate} />
            ))}
            {totals !== undefined && <Taxed totals={totals} currency={currency} />}
          </Table.Tbody>
        </Table>
        {children}
      </SimpleGrid>
    </Panel>
  );
}

type SumProps = {
  readonly name: string;
  readonly amount: string | null;
  readonly currency: string;
  readonly isMain?: boolean;
};

function Sum({ name, amount, currency, isMain = false }: SumProps) {
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={isMain ? 700 : 400}>
        {name}
      </Table.Th>
      <Table.Td ta="right" fw={isMain ? 700 : 400}>
        {amount === null ? '…' : <Money amount={amount} currency={currency} />}
      </Table.Td>
    </Table.Tr>
  );
}

function Taxed({ totals, currency }: { readonly totals: EstimatedTotals | null; readonly currency: string }) {
  const { t, words } = useWords();
  const rates = totals?.vatBreakdown ?? [];
  return (
    <>
      {rates.length === 0 && <Sum name={t.sales.vat} amount={null} currency={currency} />}
      {rates.map(({ vatCategory, vatRate, vat }) => (
        <Sum
          key={`${vatCategory} ${vatRate}`}
          name={t.sales.vatAt(words.say.percent(vatRate))}
          amount={vat}
          currency={currency}
        />
      ))}
      <Sum name={t.sales.gross} amount={totals?.gross ?? null} currency={currency} isMain />
    </>
  );
}

type AnswerProps = { readonly estimating: Estimating<EntryEstimate>; readonly currency: string };

/** What the rules make of the order as it stands in the form: credit, differences, a reference seen before. */
export function EstimateAnswer({ estimating: { estimate, error, isCurrent }, currency }: AnswerProps) {
  const { t } = useWords();
  return (
    <Box mih={150} aria-busy={!isCurrent} aria-live="polite">
      {error !== null && <ProblemNote error={error} />}
      {error === null && estimate === undefined && (
        <Text size="sm" c="dimmed">
          {t.sales.estimateHint}
        </Text>
      )}
      {error === null && estimate !== undefined && <Told estimate={estimate} currency={currency} />}
    </Box>
  );
}

function Told({ estimate, currency }: { readonly estimate: EntryEstimate; readonly currency: string }) {
  const { t, words, language } = useWords();
  const { differences, sameReferenceAs, refusals } = estimate;
  const open = differences.filter(({ withinTolerance, type }) => !withinTolerance && type !== 'reference');
  const differenceOf = (found: FoundDiscrepancy): string => {
    const { actual, expected } = valuesOf(found, currency, language);
    const where = found.lineNo === null ? '' : `${t.sales.line(found.lineNo)}, `;
    return t.sales.difference(`${where}${words.discrepancy[found.type]}`, actual, expected);
  };
  const refused = estimate.lines.filter(({ refusal }) => refusal !== null).length;
  return (
    <Stack gap={6}>
      {estimate.seesCredit ? (
        estimate.credit && <CreditVerdict credit={estimate.credit} currency={currency} />
      ) : (
        <Text size="sm">{t.sales.financeLooks}</Text>
      )}
      {sameReferenceAs !== null && (
        <Text size="sm" c="red.9" fw={600}>
          {t.sales.referenceSeen}{' '}
          <Go to="/orders/$number" params={{ number: sameReferenceAs }}>
            {sameReferenceAs}
          </Go>
        </Text>
      )}
      {open.length > 0 && (
        <div>
          <Text size="sm" c="red.9" fw={600}>
            {t.sales.differences(open.length)}
          </Text>
          {open.slice(0, 8).map((found) => (
            <Text key={found.id} size="sm">
              {differenceOf(found)}
            </Text>
          ))}
          {open.length > 8 && <Text size="sm">{t.sales.andMore(open.length - 8)}</Text>}
        </div>
      )}
      {refused > 0 && (
        <Text size="sm" c="red.9">
          {t.sales.refusedLines(refused)}
        </Text>
      )}
      {refusals.map(({ field, detail }) => (
        <Text key={`${field} ${detail}`} size="sm" c="red.9">
          {detail}
        </Text>
      ))}
    </Stack>
  );
}

/** The decision that the credit check would come to, in words with its figures. */
export function CreditVerdict({ credit, currency }: { readonly credit: EstimatedCredit; readonly currency: string }) {
  const { t, words } = useWords();
  const money = (amount: string): string => words.say.amount(amount, currency);
  const verdict =
    credit.kind === 'held' ? t.sales.creditHeld[credit.reason ?? 'credit-limit'] : t.sales.credit[credit.kind];
  return (
    <div>
      <Text size="sm" fw={600} c={credit.kind === 'approved' ? 'teal.9' : 'red.9'} role="status">
        {verdict}
      </Text>
      <Group gap={4}>
        <Text size="sm">
          {t.sales.creditFigures(money(credit.exposure), money(credit.exposureAfter), money(credit.limit))}
        </Text>
        <Text size="sm" c="dimmed">
          {[
            t.sales.creditLeft(money(subtract(credit.limit, credit.exposureAfter))),
            t.sales.overdueNow(money(credit.overdue)),
          ].join(' · ')}
        </Text>
      </Group>
    </div>
  );
}
