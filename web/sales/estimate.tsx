import { Stack, Table, Text } from '@mantine/core';
import type { ShownCustomer } from '../../contracts/customer.js';
import { compare, sum } from '../../domain/money.js';
import { useWords } from '../app/language.js';
import { Money } from '../parts/figures.js';
import { Panel } from '../parts/panel.js';
import { typedDecimal } from '../parts/typed.js';
import { netOf, type TypedLine } from './typed-lines.js';

/** What the lines come to before tax, as far as they are figures already. */
export const goodsOf = (lines: readonly TypedLine[], currency: string): string =>
  sum(
    lines.map((line) => netOf(line, currency) ?? '0'),
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
  readonly currency: string;
  readonly customer: ShownCustomer | undefined;
};

/** What it comes to while it is typed, against the credit that is left. */
export function Estimate({ lines, freight, currency, customer }: Props) {
  const { t } = useWords();
  const goods = goodsOf(lines, currency);
  const total = sum([goods, freight], currency);
  const credit = customer?.creditAvailable;
  const isBeyond = credit !== undefined && compare(total, credit) > 0;
  const rows = [
    [t.sales.goods, goods],
    [t.sales.freight, freight],
    [t.sales.estimate, total],
    ...(credit === undefined ? [] : [[t.sales.creditAvailable, credit] as const]),
  ] as const;
  return (
    <Panel title={t.sales.estimate}>
      <Stack gap={4}>
        <Table highlightOnHover={false} withRowBorders={false} maw={420}>
          <Table.Tbody>
            {rows.map(([name, amount]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={name === t.sales.estimate ? 700 : 400}>
                  {name}
                </Table.Th>
                <Table.Td ta="right" fw={name === t.sales.estimate ? 700 : 400}>
                  <Money amount={amount} currency={currency} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Text size="xs" c="dimmed">
          {t.sales.estimateHint}
        </Text>
        {(isBeyond || customer?.creditStop === true) && (
          <Text size="sm" c="orange.9" fw={600} role="status">
            {customer?.creditStop === true ? t.sales.creditStopped : t.sales.beyondCredit}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
