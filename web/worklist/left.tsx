import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DossierEntry } from '../../contracts/order.js';
import type { Page } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { Moment } from '../parts/figures.js';

/** What follows a deed by itself (documents, mails) is told with it: so far back the deed is looked for. */
const LOOKED_AT = 30;

/** A line has left the list while somebody was at it: what a person did last about its order, and who. */
export function Left({ order }: { readonly order: string | null }) {
  const { t } = useWords();
  const may = useMay();
  return (
    <>
      <Text size="sm">{t.work.left}</Text>
      {order !== null && may('orders.dossier') && <LastDeed order={order} />}
    </>
  );
}

function LastDeed({ order }: { readonly order: string }) {
  const path = pathOf('/v1/orders', order, 'dossier');
  const asked = { sort: '-id', limit: LOOKED_AT };
  const query = useQuery({
    queryKey: [path, asked],
    queryFn: ({ signal }) => get<Page<DossierEntry>>(path, asked, signal),
  });
  const deed = query.data?.items.find(({ role }) => role !== 'system');
  if (deed === undefined) return null;
  return (
    <Text size="sm" className="wrap">
      {deed.sentence} · {deed.actor} · <Moment at={deed.at} />
    </Text>
  );
}
