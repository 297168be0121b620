import { Chip, Group, Text, Timeline } from '@mantine/core';
import { useState } from 'react';
import type { DossierEntry } from '../../contracts/order.js';
import type { Page } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { usePages } from '../http/use-pages.js';
import { Moment } from '../parts/figures.js';
import { More } from '../parts/more.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';

const PAGE_SIZE = 200;

/** The first word of an action: what it happened to. */
const kindOf = ({ action }: DossierEntry): string => action.split('.', 1)[0] ?? action;

/** Everything that happened to an order, in time order; by kind, for who looks for something. */
export function Dossier({ order }: { readonly order: string }) {
  const { t } = useWords();
  const [kind, setKind] = useState('');
  const path = pathOf('/v1/orders', order, 'dossier');
  const query = usePages<Page<DossierEntry>>(path, { limit: PAGE_SIZE });
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const kinds = [...new Set(entries.map(kindOf))];
  return (
    <Panel title={t.orders.dossier}>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Chip.Group value={kind} onChange={(value) => setKind(value)}>
        <Group gap={6} mb="md">
          <Chip size="xs" value="">
            {t.orders.allKinds}
          </Chip>
          {kinds.map((each) => (
            <Chip key={each} size="xs" value={each}>
              {t.orders.kinds[each] ?? each}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Timeline bulletSize={12} lineWidth={2} active={entries.length}>
        {entries
          .filter((entry) => kind === '' || kindOf(entry) === kind)
          .map((entry) => (
            <Timeline.Item key={entry.id}>
              <Text size="sm" className="wrap">
                {entry.sentence}
              </Text>
              <Text size="xs" c="dimmed">
                <Moment at={entry.at} /> · {entry.actor}
              </Text>
            </Timeline.Item>
          ))}
      </Timeline>
      <More of={query} size="xs" />
    </Panel>
  );
}
