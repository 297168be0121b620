import { Stack, Text } from '@mantine/core';
import type { ShownOrder } from '../../contracts/order.js';
import { useWords } from '../app/language.js';
import { Moment } from '../parts/figures.js';
import { Panel } from '../parts/panel.js';

/** What was decided on its credit, with the figures it was decided on. */
export function Credit({ order }: { readonly order: ShownOrder }) {
  const { t, words } = useWords();
  if (order.creditDecisions === undefined) return null;
  const amount = (text: string): string => words.say.amount(text, order.currency);
  return (
    <Panel title={t.orders.credit}>
      <Stack gap="xs">
        {order.creditDecisions.length === 0 && <Text c="dimmed">{t.orders.noneYet}</Text>}
        {order.creditDecisions.map((decision) => (
          <div key={`${decision.decidedAt} ${decision.kind}`}>
            <Text size="sm" fw={600}>
              {t.orders.creditDecided[decision.kind]} · {decision.decidedBy} · <Moment at={decision.decidedAt} />
            </Text>
            <Text size="sm">
              {t.orders.creditFigures(
                amount(decision.amount),
                amount(decision.exposureBefore),
                amount(decision.limit),
                amount(decision.overdue),
              )}
            </Text>
            {decision.reason !== null && <Text size="sm">{decision.reason}</Text>}
          </div>
        ))}
      </Stack>
    </Panel>
  );
}
