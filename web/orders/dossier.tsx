import { Chip, Group, Text, Timeline } from '@mantine/core';
import type { DossierPage } from '../../contracts/order.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { usePages } from '../http/use-pages.js';
import { useAddress } from '../lists/address.js';
import { Moment } from '../parts/figures.js';
import { More } from '../parts/more.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';

const PAGE_SIZE = 200;

/** Everything that happened to an order, in time order; of one kind, which stands in the address, for who looks for something. */
export function Dossier({ order }: { readonly order: string }) {
  const { t } = useWords();
  const { address, change } = useAddress();
  const { kind } = address;
  const path = pathOf('/v1/orders', order, 'dossier');
  const query = usePages<DossierPage>(path, { limit: PAGE_SIZE, kind }, { keepsPrevious: true });
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title={t.orders.dossier}>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Kinds
        kinds={query.data?.pages[0]?.kinds ?? []}
        kind={kind ?? ''}
        onChange={(value) => change({ kind: value })}
      />
      {query.isSuccess && entries.length === 0 && <Text c="dimmed">{t.orders.noneOfKind}</Text>}
      <Timeline bulletSize={12} lineWidth={2} active={entries.length}>
        {entries.map((entry) => (
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

type KindsProps = Pick<DossierPage, 'kinds'> & {
  /** Empty: all of them. */
  readonly kind: string;
  readonly onChange: (kind: string) => void;
};

function Kinds({ kinds, kind, onChange }: KindsProps) {
  const { t } = useWords();
  return (
    <Chip.Group value={kind} onChange={onChange}>
      <Group gap={6} mb="md">
        <Chip size="xs" value="">
          {t.orders.allKinds}
        </Chip>
        {kinds.map((each) => (
          <Chip key={each} size="xs" value={each}>
            {t.orders.kinds[each]}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
