import { Anchor, Grid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { InvoiceSummary } from '../../contracts/invoice.js';
import type { ShownOrder } from '../../contracts/order.js';
import type { Page } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { MailsOf } from '../mails/mails-of.js';
import { DueDay, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';

const MOST = 100;

/** What the order led to: documents, invoices and mails. */
export function Related({ order }: { readonly order: ShownOrder }) {
  const may = useMay();
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 4 }}>
        <Documents order={order} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Stack gap="md">
          {may('invoices.list') && <Invoices order={order.number} />}
          {may('mails.list') && <MailsOf of={{ order: order.number }} />}
        </Stack>
      </Grid.Col>
    </Grid>
  );
}

function Documents({ order }: { readonly order: ShownOrder }) {
  const { t } = useWords();
  const may = useMay();
  const elsewhere = new Set(order.issuedElsewhere);
  const isHere = (number: string): boolean => !elsewhere.has(number);
  const links = [
    ...(may('orders.acknowledgement') && order.acknowledgedAt !== null && isHere(order.number)
      ? [{ href: pathOf('/v1/orders', order.number, 'acknowledgement.pdf'), text: t.orders.acknowledgement }]
      : []),
    ...(may('deliveries.note') ? order.deliveries : []).filter(isHere).map((number) => ({
      href: pathOf('/v1/deliveries', number, 'note.pdf'),
      text: `${t.orders.deliveryNote} ${number}`,
    })),
    ...(may('invoices.document') ? order.invoices : []).filter(isHere).map((number) => ({
      href: pathOf('/v1/invoices', number, 'document.pdf'),
      text: `${t.orders.invoice} ${number}`,
    })),
  ];
  return (
    <Panel title={t.orders.documents}>
      {links.length === 0 && elsewhere.size === 0 && <Text c="dimmed">{t.orders.noDocuments}</Text>}
      {elsewhere.size > 0 && <Text size="sm">{t.orders.elsewhere([...elsewhere].join(', '))}</Text>}
      <Stack gap={4}>
        {links.map(({ href, text }) => (
          <Anchor key={href} href={href} target="_blank" rel="noreferrer" size="sm">
            {text}
          </Anchor>
        ))}
      </Stack>
    </Panel>
  );
}

function Invoices({ order }: { readonly order: string }) {
  const { t, words } = useWords();
  const query = useQuery({
    queryKey: ['/v1/invoices', { order }],
    queryFn: ({ signal }) => get<Page<InvoiceSummary>>('/v1/invoices', { order, limit: MOST, sort: 'number' }, signal),
  });
  return (
    <Panel title={t.orders.invoices}>
      <Loaded query={query}>
        {({ items }) => (
          <Rows
            none={t.orders.noneYet}
            heads={[
              t.orders.invoice,
              { figure: t.orders.gross },
              { figure: t.orders.open },
              t.orders.due,
              t.orders.level,
            ]}
            rows={items.map(({ number, gross, open, currency, dueDate, status, dunningLevel }) => ({
              key: number,
              cells: [
                <Go key="number" to="/invoices/$number" params={{ number }}>
                  {number}
                </Go>,
                <Money key="gross" amount={gross} currency={currency} />,
                <Money key="open" amount={open} currency={currency} />,
                <DueDay key="due" date={dueDate} isOver={status === 'paid'} />,
                dunningLevel === null ? '' : words.level[dunningLevel],
              ],
            }))}
          />
        )}
      </Loaded>
    </Panel>
  );
}
