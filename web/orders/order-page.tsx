import { Anchor, Badge, Grid, Group, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { ShownOrder } from '../../contracts/order.js';
import { add, compare, isZero } from '../../domain/money.js';
import { hasEnded } from '../../domain/order-stages.js';
import { capital } from '../../words/format.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import { ComplaintsOf } from '../complaints/complaints-of.js';
import { DeliverButton } from '../deliveries/deliver.js';
import type { Read } from '../http/client.js';
import { CustomerName } from '../parts/customer-name.js';
import { DueDay, Moment, Stage } from '../parts/figures.js';
import { Facts } from '../parts/facts.js';
import { Go } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { SalesActions } from '../sales/order-actions.js';
import { AskForNews } from './ask-for-news.js';
import { Credit } from './credit.js';
import { CancelButton, RefuseButton, ReleaseButton, ReleaseDeliveriesButton } from './decisions.js';
import { pathOf } from '../../domain/paths.js';
import { ProformaButton } from '../parts/proforma.js';
import { DepositPanel } from './deposit.js';
import { Discrepancies } from './discrepancies.js';
import { Dossier } from './dossier.js';
import { Lines } from './lines.js';
import { Offered } from './offered.js';
import { Parties } from './parties.js';
import { Related } from './related.js';
import { useOrderActions } from './use-order-actions.js';
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

function Whole({ order }: { readonly order: Read<ShownOrder> }) {
  return (
    <Stack gap="md">
      <Summary order={order} />
      <Actions order={order} />
      <Discrepancies order={order} />
      <Lines order={order} />
      {order.deposit !== null && <DepositPanel order={{ ...order, deposit: order.deposit }} />}
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Parties order={order} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Credit order={order} />
        </Grid.Col>
      </Grid>
      <Related order={order} />
      {order.lines.some(({ delivered }) => !isZero(delivered)) && (
        <ComplaintsOf of={{ order: order.number }} on={{ about: { order: order.number }, lines: order.lines }} />
      )}
      <Dossier order={order.number} />
    </Stack>
  );
}

/** What this reader may do about it now; what not now, with why. A credit decision is offered where one waits. */
function Actions({ order }: { readonly order: Read<ShownOrder> }) {
  const { t } = useWords();
  const may = useMay();
  const offers = useOrderActions(order.number);
  const isHeld = order.stage === 'credit-hold';
  return (
    <Group gap="xs" className="no-print">
      <Offered offer={offers('release-credit')} text={t.orders.release} isOfStage={isHeld}>
        <ReleaseButton order={order.number} of={order} />
      </Offered>
      <Offered offer={offers('refuse-credit')} text={t.orders.refuse} isOfStage={isHeld}>
        <RefuseButton order={order.number} of={order} />
      </Offered>
      <Offered
        offer={offers('release-deliveries')}
        text={t.orders.releaseDeliveries}
        isOfStage={order.waitsFor.kind === 'credit-stop'}
      >
        <ReleaseDeliveriesButton order={order} />
      </Offered>
      <Offered offer={offers('deliver')} text={t.logistics.deliver}>
        <DeliverButton order={order} />
      </Offered>
      <SalesActions order={order} offers={offers} />
      {may('orders.proforma') && <ProformaButton path={pathOf('/v1/orders', order.number)} />}
      <AskForNews order={order.number} />
      <Offered offer={offers('cancel')} text={t.orders.cancelAll}>
        <CancelButton order={order} />
      </Offered>
    </Group>
  );
}

/** What is to happen on the next date, by the lines that were promised for it. */
function whyNext({ lines, nextDate }: ShownOrder, { orders }: Spoken['t']): string {
  const promised = lines.filter(({ lastConfirmedDate }) => lastConfirmedDate === nextDate);
  const open = promised.filter(
    ({ quantity, delivered, cancelled }) => compare(quantity, add(delivered, cancelled)) > 0,
  );
  if (open.length === 0) return '';
  const isReady = open.every(({ backorder }) => isZero(backorder));
  return isReady ? orders.nextInStock(open.length) : orders.nextOnBackorder(open.length);
}

/** Where it is, what it waits for and until when. */
function Summary({ order }: { readonly order: ShownOrder }) {
  const may = useMay();
  const { t, words } = useWords();
  const facts = [
    [t.orders.waitsFor, order.sentence],
    [t.orders.since, !hasEnded(order.stage) && order.waitsSince && <Moment key="since" at={order.waitsSince} />],
    [
      t.orders.nextDate,
      order.nextDate && (
        <span key="next">
          <DueDay date={order.nextDate} isOver={hasEnded(order.stage)} /> {whyNext(order, t)}
        </span>
      ),
    ],
    [
      t.orders.prepared,
      order.prepared && (
        <span key="prepared">
          <Moment at={order.prepared.at} /> · {order.prepared.by}
        </span>
      ),
    ],
    [t.orders.received, <Moment key="received" at={order.receivedAt} />],
    [t.orders.origin, words.origin[order.origin]],
    [t.orders.reference, order.customerReference],
    [
      t.orders.quote,
      order.quote && may('quotes.get') ? (
        <Go key="quote" to="/quotes/$number" params={{ number: order.quote }}>
          {order.quote}
        </Go>
      ) : (
        order.quote
      ),
    ],
    [t.orders.salesperson, order.salesperson],
    [t.orders.enteredBy, order.enteredBy],
    [t.orders.amendedBy, order.lastAmendedBy],
  ] as const;
  return (
    <Stack gap="xs">
      <Group gap="md">
        <Stage stage={order.stage} />
        {order.prepared !== null && (
          <Badge variant="outline" color="teal">
            {capital(t.logistics.status.prepared)}
          </Badge>
        )}
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
      <Facts facts={facts.filter(([, value]) => value !== false)} />
    </Stack>
  );
}
