import { Stack, Text } from '@mantine/core';
import type { ShownOrder } from '../../contracts/order.js';
import { useWords } from '../app/language.js';
import { Moment } from '../parts/figures.js';
import { Panel } from '../parts/panel.js';

/** What was decided on its credit, and why, in a sentence with its figures; a person's reason in their own words. */
export function Credit({ order }: { readonly order: ShownOrder }) {
  const { t } = useWords();
  if (order.creditDecisions === undefined) return null;
  return (
    <Panel title={t.orders.credit}>
      <Stack gap="xs">
        {order.creditDecisions.length === 0 && <Text c="dimmed">{t.orders.noneYet}</Text>}
        {order.creditDecisions.map((decision) => (
          <div key={`${decision.decidedAt} ${decision.kind}`}>
            <Text size="sm" fw={600}>
              {t.orders.creditDecided[decision.kind]} · {decision.decidedBy} · <Moment at={decision.decidedAt} />
            </Text>
            <Text size="sm">{decision.sentence}</Text>
            {decision.kind !== 'held' && decision.reason !== null && (
              <Text size="sm" className="wrap">
                {decision.reason}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Panel>
  );
}
