import { Badge, Group, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Delivery } from '../../contracts/delivery.js';
import { pathOf } from '../../domain/paths.js';
import { addressLines, capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { ComplaintsOf } from '../complaints/complaints-of.js';
import { get, type Read } from '../http/client.js';
import { CustomerName } from '../parts/customer-name.js';
import { DocumentFrame } from '../parts/document-frame.js';
import { Facts } from '../parts/facts.js';
import { Day, Moment, Quantity } from '../parts/figures.js';
import { Kept } from '../parts/kept.js';
import { Go } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ArrivalButton } from './arrival.js';
import { ProofButton } from './proof.js';

/** One delivery: what it carries, where it is, who received it. */
export function DeliveryPage() {
  const { number } = useParams({ from: '/deliveries/$number' });
  const path = pathOf('/v1/deliveries', number);
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<Delivery>(path, {}, signal) });
  return (
    <Page title={number}>
      <Loaded query={query}>{(delivery) => <Whole delivery={delivery} />}</Loaded>
    </Page>
  );
}

function Whole({ delivery }: { readonly delivery: Read<Delivery> }) {
  const { t, language } = useWords();
  const may = useMay();
  const { number, status, proof } = delivery;
  const facts = [
    [
      t.logistics.order,
      <Go key="order" to="/orders/$number" params={{ number: delivery.order }}>
        {delivery.order}
      </Go>,
    ],
    [t.logistics.customer, <CustomerName key="customer" number={delivery.customer} name={delivery.customer} />],
    [t.logistics.departed, delivery.departedOn && <Day key="departed" date={delivery.departedOn} />],
    [t.logistics.deliveredOn, delivery.deliveredOn && <Day key="delivered" date={delivery.deliveredOn} />],
    [t.logistics.carrier, delivery.carrier],
    [t.logistics.tracking, delivery.tracking],
    [
      t.logistics.invoice,
      delivery.invoice !== null && may('invoices.get') && (
        <Go key="invoice" to="/invoices/$number" params={{ number: delivery.invoice }}>
          {delivery.invoice}
        </Go>
      ),
    ],
    [t.logistics.address, addressLines(delivery.address, language).join(', ')],
    [t.logistics.receivedBy, proof?.receivedBy],
    [t.logistics.receivedAt, proof && <Moment key="received" at={proof.receivedAt} />],
    [t.logistics.reserves, proof?.reserves],
  ] as const;
  return (
    <Stack gap="md">
      <Group>
        <Badge variant="outline" size="lg">
          {capital(t.logistics.status[status])}
        </Badge>
      </Group>
      <Group className="no-print">
        {may('deliveries.arrive') && (
          <Kept isOffered={status === 'departed'} why={t.logistics.arrived}>
            <ArrivalButton number={number} of={delivery} />
          </Kept>
        )}
        {may('deliveries.prove') && (
          <Kept isOffered={status !== 'prepared' && status !== 'proved'} why={t.logistics.proofDone}>
            <ProofButton delivery={delivery} />
          </Kept>
        )}
        {status === 'proved' && may('deliveries.correct-proof') && <ProofButton delivery={delivery} />}
      </Group>
      <Facts facts={facts.filter(([, value]) => value !== false)} />
      <Lines delivery={delivery} />
      {status !== 'prepared' && (
        <ComplaintsOf of={{ delivery: number }} on={{ about: { delivery: number }, lines: delivery.lines }} />
      )}
      {delivery.movedIn && <Text size="sm">{t.orders.elsewhere(number)}</Text>}
      {may('deliveries.note') && status !== 'prepared' && !delivery.movedIn && (
        <DocumentFrame title={t.logistics.note} path={pathOf('/v1/deliveries', number, 'note.pdf')} />
      )}
    </Stack>
  );
}

function Lines({ delivery }: { readonly delivery: Delivery }) {
  const { t } = useWords();
  return (
    <Panel title={t.orders.lines}>
      <Table.ScrollContainer minWidth={420} type="native">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t.orders.line}</Table.Th>
              <Table.Th scope="col">{t.logistics.product}</Table.Th>
              <Table.Th scope="col" ta="right">
                {t.logistics.quantity}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {t.logistics.backorder}
              </Table.Th>
              <Table.Th scope="col">{t.logistics.nextDate}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {delivery.lines.map(({ lineNo, description, product, quantity, unit, backorder, nextDate }) => (
              <Table.Tr key={lineNo}>
                <Table.Td>{lineNo}</Table.Td>
                <Table.Td>
                  {description} ({product})
                </Table.Td>
                <Table.Td ta="right">
                  <Quantity of={quantity} unit={unit} />
                </Table.Td>
                <Table.Td ta="right">
                  <Quantity of={backorder} />
                </Table.Td>
                <Table.Td>
                  <Day date={nextDate} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}
