import { Badge, Checkbox, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { Discrepancy, Tolerance } from '../../contracts/discrepancy.js';
import type { ShownOrder } from '../../contracts/order.js';
import { capital } from '../../words/format.js';
import { valuesOf } from '../../words/values.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import type { Read } from '../http/client.js';
import { Kept } from '../parts/kept.js';
import { Panel } from '../parts/panel.js';
import { DispositionButtons } from './decisions.js';

/** Where the order differs from what it answers: expected, actual, and what was decided, side by side. */
export function Discrepancies({ order }: { readonly order: Read<ShownOrder> }) {
  const { t } = useWords();
  const may = useMay();
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  if (order.discrepancies.length === 0) return null;
  const open = order.discrepancies.filter(({ disposition }) => disposition === 'open').map(({ id }) => id);
  const mayDecide = open.length > 0 && may('orders.dispose-several');
  const ids = (chosen ?? open).filter((id) => open.includes(id));
  const toggle = (id: string): void => setChosen(ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]);
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
              <Row
                key={one.id}
                one={one}
                currency={order.currency}
                isChosen={ids.includes(one.id)}
                onToggle={mayDecide && one.disposition === 'open' ? () => toggle(one.id) : null}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Kept isOffered={mayDecide} why={t.orders.decidedMeanwhile}>
        <Group justify="space-between" mt="sm">
          <Text size="sm">{t.orders.decideOn(ids.length)}</Text>
          <Kept isOffered={ids.length > 0} why={t.orders.decidedMeanwhile}>
            <DispositionButtons order={order} ids={ids} />
          </Kept>
        </Group>
      </Kept>
    </Panel>
  );
}

/** How far it might have gone without a person. */
function allowed(tolerance: Tolerance | null, currency: string, { t, words }: Pick<Spoken, 't' | 'words'>): string {
  if (tolerance === null) return t.orders.toleranceOf.none;
  const { unit, value } = tolerance;
  const written = {
    percent: words.say.percent,
    points: words.say.quantity,
    days: (days: string) => days,
    amount: (amount: string) => words.say.amount(amount, currency),
  };
  return t.orders.toleranceOf[unit](written[unit](value));
}

type RowProps = {
  readonly one: Discrepancy;
  readonly currency: string;
  readonly isChosen: boolean;
  /** Null: it is not for this reader to decide on. */
  readonly onToggle: (() => void) | null;
};

function Row({ one, currency, isChosen, onToggle }: RowProps) {
  const { t, words, language } = useWords();
  const { expected, actual } = valuesOf(one, currency, language);
  const isOpen = one.disposition === 'open';
  const tolerance = allowed(one.tolerance, currency, { t, words });
  return (
    <Table.Tr>
      <Table.Td>{one.lineNo}</Table.Td>
      <Table.Td>
        {onToggle === null ? (
          capital(words.discrepancy[one.type])
        ) : (
          <Checkbox label={capital(words.discrepancy[one.type])} checked={isChosen} onChange={onToggle} />
        )}
      </Table.Td>
      <Table.Td>{expected}</Table.Td>
      <Table.Td fw={600}>{actual}</Table.Td>
      <Table.Td>{tolerance}</Table.Td>
      <Table.Td>
        <Badge variant="outline" color={isOpen ? 'orange' : 'gray'}>
          {t.orders.disposition[one.disposition]}
        </Badge>
        {one.decidedBy !== null && (
          <Text size="xs" c="dimmed">
            {one.reason === null ? one.decidedBy : t.shell.named(one.decidedBy, one.reason)}
            {one.cause !== null && ` (${words.errorCause[one.cause]})`}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
