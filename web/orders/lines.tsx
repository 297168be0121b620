import { Table, Text } from '@mantine/core';
import type { OrderLine, ShownOrder } from '../../contracts/order.js';
import { isZero } from '../../domain/money.js';
import { useWords } from '../app/language.js';
import { Day, DueDay, Money, Quantity } from '../parts/figures.js';
import { ChargedBeside, Price } from '../parts/beside-price.js';
import { Panel } from '../parts/panel.js';

/** What was ordered, what became of it, and what it comes to. */
export function Lines({ order }: { readonly order: ShownOrder }) {
  const { t, words } = useWords();
  const heads = [t.orders.line, t.orders.product];
  const figures = [t.orders.ordered, t.orders.delivered, t.orders.allocated, t.orders.backordered];
  const totals = [
    [t.orders.freight, order.freight],
    [t.orders.net, order.net],
    [t.orders.vat, order.vat],
    [t.orders.gross, order.gross],
  ] as const;
  return (
    <Panel title={t.orders.lines}>
      <Table.ScrollContainer minWidth={760} type="native">
        <Table>
          <Table.Thead>
            <Table.Tr>
              {heads.map((name) => (
                <Table.Th key={name} scope="col">
                  {name}
                </Table.Th>
              ))}
              {[...figures, t.orders.price, t.orders.discount, t.orders.lineNet].map((name) => (
                <Table.Th key={name} scope="col" ta="right">
                  {name}
                </Table.Th>
              ))}
              <Table.Th scope="col">{t.orders.promised}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {order.lines.map((line) => (
              <Row key={line.lineNo} line={line} currency={order.currency} />
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            {totals.map(([name, amount]) => (
              <Table.Tr key={name}>
                <Table.Th colSpan={8} scope="row" ta="right">
                  {name}
                </Table.Th>
                <Table.Td ta="right">
                  <Money amount={amount} currency={order.currency} />
                </Table.Td>
                <Table.Td />
              </Table.Tr>
            ))}
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
      {order.estimate !== null && (
        <Text size="sm" c="dimmed">
          {t.orders.estimate(words.say.amount(order.estimate.gross, order.currency), words.say.date(order.estimate.on))}
        </Text>
      )}
    </Panel>
  );
}

function Row({ line, currency }: { readonly line: OrderLine; readonly currency: string }) {
  const { t, words } = useWords();
  const isOver = isZero(line.backorder) && isZero(line.allocated);
  return (
    <Table.Tr>
      <Table.Td>{line.lineNo}</Table.Td>
      <Table.Td>
        {line.description}{' '}
        <Text span size="xs" c="dimmed">
          {line.product}
        </Text>
        <ChargedBeside line={line} currency={currency} />
        {!isZero(line.cancelled) && (
          <Text size="xs" c="dimmed">
            {t.shell.named(t.orders.cancelled, words.say.quantity(line.cancelled))}
          </Text>
        )}
      </Table.Td>
      {[line.quantity, line.delivered, line.allocated, line.backorder].map((quantity, at) => (
        <Table.Td key={at} ta="right">
          <Quantity of={quantity} {...(at === 0 && { unit: line.unit })} />
        </Table.Td>
      ))}
      <Table.Td ta="right" className="figure">
        <Price of={line} />
      </Table.Td>
      <Table.Td ta="right" className="figure">
        {isZero(line.discountPercent) ? '' : words.say.percent(line.discountPercent)}
      </Table.Td>
      <Table.Td ta="right">
        <Money amount={line.net} currency={currency} />
      </Table.Td>
      <Table.Td>
        <Promise line={line} isOver={isOver} />
      </Table.Td>
    </Table.Tr>
  );
}

function Promise({ line, isOver }: { readonly line: OrderLine; readonly isOver: boolean }) {
  const { t } = useWords();
  const { firstConfirmedDate: first, lastConfirmedDate: last, requestedDate } = line;
  return (
    <>
      {last === null ? t.orders.noDate : <DueDay date={last} isOver={isOver} />}
      {first !== null && first !== last && (
        <Text size="xs" c="dimmed">
          {t.orders.firstPromise} <Day date={first} />
        </Text>
      )}
      {requestedDate !== last && (
        <Text size="xs" c="dimmed">
          {t.orders.requested} <Day date={requestedDate} />
        </Text>
      )}
    </>
  );
}
