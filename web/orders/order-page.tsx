import { Anchor, Grid, Group, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { ShownOrder } from '../../contracts/order.js';
import { admits, hasEnded } from '../../domain/order-stages.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { DeliverButton } from '../deliveries/deliver.js';
import { CustomerName } from '../parts/customer-name.js';
import { DueDay, Moment, Stage } from '../parts/figures.js';
import { Facts } from '../parts/facts.js';
import { Loaded, Page } from '../parts/page.js';
import { SalesActions } from '../sales/order-actions.js';
import { AskForNews } from './ask-for-news.js';
import { Credit } from './credit.js';
import { CancelButton, CreditButtons } from './decisions.js';
import { Discrepancies } from './discrepancies.js';
import { Dossier } from './dossier.js';
import { Lines } from './lines.js';
import { Parties } from './parties.js';
import { Related } from './related.js';
import { useOrder } from './use-order.js';

/** Everything about one order: where it is and why, and what may be done about it. */
export function OrderPage() {
  const { number } = useParams({ from: '/orders/$number' });
  const query = useOrder(number);
  return (
    <Page title={number}>
      <Loaded query={query}>{(order) => <Whole order={order} />}</Loaded>
    </Page>
  );
}

function Whole({ order }: { readonly order: ShownOrder }) {
  return (
    <Stack gap="md">
      <Summary order={order} />
      <Actions order={order} />
      <Discrepancies order={order} />
      <Lines order={order} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Parties order={order} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Credit order={order} />
        </Grid.Col>
      </Grid>
      <Related order={order} />
      <Dossier order={order.number} />
    </Stack>
  );
}

/** What this reader may do about it now. */
function Actions({ order }: { readonly order: ShownOrder }) {
  const may = useMay();
  return (
    <Group gap="xs" className="no-print">
      {order.stage === 'credit-hold' && may('orders.decide-credit') && <CreditButtons order={order.number} />}
      {may('orders.deliver') && admits(order.stage, 'delivery') && <DeliverButton order={order} />}
      <SalesActions order={order} />
      <AskForNews order={order.number} />
      {may('orders.cancel') && admits(order.stage, 'cancellation') && <CancelButton order={order.number} />}
    </Group>
  );
}

/** Where it is, what it waits for and until when. */
function Summary({ order }: { readonly order: ShownOrder }) {
  const { t, words } = useWords();
  const facts = [
    [t.orders.waitsFor, order.sentence],
    [t.orders.nextDate, <DueDay key="next" date={order.nextDate} isOver={hasEnded(order.stage)} />],
    [t.orders.received, <Moment key="received" at={order.receivedAt} />],
    [t.orders.origin, words.origin[order.origin]],
    [t.orders.reference, order.customerReference],
    [t.orders.quote, order.quote],
    [t.orders.salesperson, order.salesperson],
    [t.orders.enteredBy, order.enteredBy],
    [t.orders.amendedBy, order.lastAmendedBy],
  ] as const;
  return (
    <Stack gap="xs">
      <Group gap="md">
        <Stage stage={order.stage} />
        {order.holdReason !== null && <Text fw={600}>{words.hold[order.holdReason]}</Text>}
        <CustomerName number={order.customer} name={order.customerName} />
        <Text c="dimmed" size="sm">
          {t.orders.version(order.version)}
        </Text>
        {order.temporalUrl !== null && (
          <Anchor href={order.temporalUrl} target="_blank" rel="noreferrer" size="sm">
            {t.orders.inTemporal} <IconExternalLink size={14} aria-hidden />
          </Anchor>
        )}
      </Group>
      <Facts facts={facts} />
    </Stack>
  );
}
