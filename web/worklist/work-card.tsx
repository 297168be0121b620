import { Badge, Card, Group, Stack, Text } from '@mantine/core';
import type { WorkItem } from '../../contracts/work-item.js';
import { standsByItself } from '../../domain/worklist.js';
import { useWords } from '../app/language.js';
import { CustomerName } from '../parts/customer-name.js';
import { DueDay, Money } from '../parts/figures.js';
import { Keep } from '../parts/kept.js';
import { Comments } from './comments.js';
import { Hands } from './hands.js';
import { InPlace } from './in-place.js';
import { Left } from './left.js';

type Props = {
  readonly item: WorkItem;
  /** It has left the list, and stands for who is at a form of it. */
  readonly isGone: boolean;
  readonly onAt: (isAt: boolean) => void;
};

/** One thing that waits for a person: what it is, how old, how much, whose; and what to do, right there. */
export function WorkCard({ item, isGone, onAt }: Props) {
  const { t, words } = useWords();
  const isOpen = item.status === 'open';
  return (
    <Card component="li" withBorder padding="sm" aria-label={item.title} tabIndex={-1} data-line>
      <Group justify="space-between" align="flex-start" wrap="wrap">
        <Stack gap={2} flex={1} miw={240}>
          <Group gap="xs">
            <Badge variant="outline">{t.work.kinds[item.kind]}</Badge>
            <Text fw={600} className="wrap">
              {item.title}
            </Text>
          </Group>
          <Text size="sm" className="wrap">
            {item.sentence}
          </Text>
          {!isOpen && item.customer !== null && (
            <Text size="sm" component="div">
              <CustomerName number={item.customer} name={item.customerName ?? item.customer} />
            </Text>
          )}
          <Text size="xs" c="dimmed">
            {t.work.age} {t.work.ageDays(item.ageDays)} · {words.role[item.role]} ·{' '}
            {item.assignee?.name ?? t.work.nobody}
            {item.escalations > 0 && ` · ${t.work.escalations(item.escalations)}`}
          </Text>
        </Stack>
        <Stack gap={2} align="flex-end">
          <Text fw={600} component="div">
            <Money amount={item.amount} currency={item.currency} />
          </Text>
          {item.dueOn !== null && (
            <Text size="sm" component="div">
              {t.shell.named(t.work.due, '')}
              <DueDay date={item.dueOn} isOver={!isOpen} />
            </Text>
          )}
        </Stack>
      </Group>
      {isOpen && (
        <Keep
          gone={isGone ? <Left order={item.order} line={standsByItself(item.kind) ? undefined : item.id} /> : null}
          onAt={onAt}
        >
          <Group justify="space-between" mt="xs" gap="xs" wrap="wrap">
            <InPlace item={item} />
            <Group gap="xs">
              <Comments item={item} />
              {!isGone && <Hands item={item} />}
            </Group>
          </Group>
        </Keep>
      )}
    </Card>
  );
}
