import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DossierEntry } from '../../contracts/order.js';
import type { Page } from '../../contracts/primitives.js';
import type { WorkItem } from '../../contracts/work-item.js';
import { pathOf } from '../../domain/paths.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { Moment } from '../parts/figures.js';

/** What follows a deed by itself (documents, mails) is told with it: so far back the deed is looked for. */
const LOOKED_AT = 30;

export type Props = {
  readonly order: string | null;
  /** Id of the line, where it is kept; left out: it is read from its order. */
  readonly line?: string | undefined;
};

/** Who ended a line that is gone, and how, or what a person did last about its order. */
export default function WhoEnded({ order, line }: Props) {
  return line === undefined ? <LastOf order={order} /> : <Ended order={order} line={line} />;
}

function Ended({ order, line }: { readonly order: string | null; readonly line: string }) {
  const path = pathOf('/v1/worklist', line, 'completion');
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<WorkItem>(path, {}, signal) });
  if (query.data === undefined) return null;
  const { settled, doneAt } = query.data;
  if (settled === null || doneAt === null) return <LastOf order={order} />;
  return <Deed sentence={settled.sentence} by={settled.by.name} at={doneAt} />;
}

/** Of a line that is read from its order, or was put aside or given away, the order tells the last. */
function LastOf({ order }: { readonly order: string | null }) {
  const may = useMay();
  return order !== null && may('orders.dossier') && <LastDeed order={order} />;
}

function LastDeed({ order }: { readonly order: string }) {
  const path = pathOf('/v1/orders', order, 'dossier');
  const asked = { sort: '-id', limit: LOOKED_AT };
  const query = useQuery({
    queryKey: [path, asked],
    queryFn: ({ signal }) => get<Page<DossierEntry>>(path, asked, signal),
  });
  const deed = query.data?.items.find(({ role }) => role !== 'system');
  return deed !== undefined && <Deed sentence={deed.sentence} by={deed.actor} at={deed.at} />;
}

function Deed({ sentence, by, at }: { readonly sentence: string; readonly by: string; readonly at: string }) {
  return (
    <Text size="sm" className="wrap">
      {sentence} · {by} · <Moment at={at} />
    </Text>
  );
}
