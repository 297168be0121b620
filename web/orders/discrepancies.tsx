import { Badge, Table, Text } from '@mantine/core';
import type { Discrepancy } from '../../contracts/discrepancy.js';
import type { ShownOrder } from '../../contracts/order.js';
import { capital } from '../../words/format.js';
import { valuesOf } from '../../words/values.js';
import { useWords } from '../app/language.js';
import { Panel } from '../parts/panel.js';

/** Where the order differs from what it answers: expected, actual, and what was decided, side by side. */
export function Discrepancies({ order }: { readonly order: ShownOrder }) {
  const { t } = useWords();
  if (order.discrepancies.length === 0) return null;
  const heads = [t.orders.line, t.orders.what, t.orders.expected, t.orders.actual, t.orders.tolerance, t.orders.status];
  return (
    <Panel title={t.orders.discrepancies}>
      <Table.ScrollContainer minWidth={640} type="native">
        <Table>
          <Table.Thead>
            <Table.Tr>
              {heads.map((name) => (
                <Table.Th key={name} scope="col">
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {order.discrepancies.map((one) => (
              <Row key={one.id} one={one} currency={order.currency} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

function Row({ one, currency }: { readonly one: Discrepancy; readonly currency: string }) {
  const { t, words, language } = useWords();
  const { expected, actual } = valuesOf(one, currency, language);
  const isOpen = one.disposition === 'open';
  return (
    <Table.Tr>
      <Table.Td>{one.lineNo}</Table.Td>
      <Table.Td>{capital(words.discrepancy[one.type])}</Table.Td>
      <Table.Td>{expected}</Table.Td>
      <Table.Td fw={600}>{actual}</Table.Td>
      <Table.Td>{one.withinTolerance ? t.orders.withinTolerance : t.orders.beyondTolerance}</Table.Td>
      <Table.Td>
        <Badge variant="outline" color={isOpen ? 'orange' : 'gray'}>
          {t.orders.disposition[one.disposition]}
        </Badge>
        {one.decidedBy !== null && (
          <Text size="xs" c="dimmed">
            {one.decidedBy}
            {one.reason === null ? '' : ` : ${one.reason}`}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
