import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { ShownOrder } from '../../contracts/order.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { Go } from '../parts/link.js';
import { Panel } from '../parts/panel.js';

/** What was issued, or moved in: what it is called and the page that it has; the path of its document, null: not here. */
type Paper = { readonly name: string; readonly page: ReactNode; readonly path: string | null };

/** The papers of an order, each shown in place, beside the page of what it is of. */
export function Documents({ order }: { readonly order: ShownOrder }) {
  const { t } = useWords();
  const papers = usePapers(order);
  const [shown, show] = useState<string | null>(null);
  return (
    <Panel title={t.orders.documents}>
      {papers.length === 0 && <Text c="dimmed">{t.orders.noDocuments}</Text>}
      {order.issuedElsewhere.length > 0 && (
        <Text size="sm">{t.orders.elsewhere(order.issuedElsewhere.join(', '))}</Text>
      )}
      <Stack gap="xs">
        {papers.map((paper) => (
          <PaperRow
            key={paper.name}
            paper={paper}
            isShown={shown === paper.name}
            onPress={() => show(shown === paper.name ? null : paper.name)}
          />
        ))}
      </Stack>
    </Panel>
  );
}

function usePapers(order: ShownOrder): readonly Paper[] {
  const { t } = useWords();
  const may = useMay();
  const elsewhere = new Set(order.issuedElsewhere);
  const here = (number: string, mayRead: boolean, path: string): string | null =>
    mayRead && !elsewhere.has(number) ? path : null;
  const acknowledgement = pathOf('/v1/orders', order.number, 'acknowledgement.pdf');
  const isAcknowledged = order.acknowledgedAt !== null && may('orders.acknowledgement') && !elsewhere.has(order.number);
  const deliveries = may('deliveries.get') ? order.deliveries : [];
  const invoices = may('invoices.get') ? order.invoices : [];
  return [
    ...(isAcknowledged
      ? [{ name: t.orders.acknowledgement, page: t.orders.acknowledgement, path: acknowledgement }]
      : []),
    ...deliveries.map((number) => ({
      name: `${t.orders.deliveryNote} ${number}`,
      page: (
        <Go to="/deliveries/$number" params={{ number }} size="sm">
          {t.orders.deliveryNote} {number}
        </Go>
      ),
      path: here(number, may('deliveries.note'), pathOf('/v1/deliveries', number, 'note.pdf')),
    })),
    ...invoices.map((number) => ({
      name: `${t.orders.invoice} ${number}`,
      page: (
        <Go to="/invoices/$number" params={{ number }} size="sm">
          {t.orders.invoice} {number}
        </Go>
      ),
      path: here(number, may('invoices.document'), pathOf('/v1/invoices', number, 'document.pdf')),
    })),
  ];
}

type RowProps = { readonly paper: Paper; readonly isShown: boolean; readonly onPress: () => void };

function PaperRow({ paper: { name, page, path }, isShown, onPress }: RowProps) {
  const { t } = useWords();
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text size="sm" component="span">
          {page}
        </Text>
        {path !== null && (
          <>
            <Button
              size="compact-xs"
              variant="default"
              onClick={onPress}
              aria-expanded={isShown}
              aria-label={`${isShown ? t.finance.hideDocument : t.finance.showDocument}: ${name}`}
            >
              {isShown ? t.finance.hideDocument : t.finance.showDocument}
            </Button>
            <Anchor href={path} target="_blank" rel="noreferrer" size="sm" aria-label={`${t.finance.newTab}: ${name}`}>
              {t.finance.newTab}
            </Anchor>
          </>
        )}
      </Group>
      {isShown && path !== null && <iframe className="document" title={name} src={path} />}
    </Stack>
  );
}
