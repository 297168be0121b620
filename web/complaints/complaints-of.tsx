import { useMemo } from 'react';
import { useMay } from '../app/session.js';
import { List } from '../lists/list.js';
import { Panel } from '../parts/panel.js';
import { listOf } from './complaints-page.js';
import { OpenComplaintButton, type Complainable } from './open-complaint.js';
import { useComplaints } from './words.js';

type Props = {
  /** What the complaints are of. */
  readonly of: Readonly<Partial<Record<'order' | 'delivery' | 'invoice' | 'customer', string>>>;
  /** What one may be opened on from here; left out: nothing. */
  readonly on?: Complainable;
  readonly isOpenOnly?: boolean;
};

/** The complaints of something, on its page, and the way to open one. */
export function ComplaintsOf({ of, on, isOpenOnly = false }: Props) {
  const spoken = useComplaints();
  const may = useMay();
  const key = JSON.stringify(of);
  const definition = useMemo(() => {
    const { columns, ...list } = listOf(spoken);
    return {
      ...list,
      columns: columns.filter(({ id }) => id !== 'customer' && !(id in of)),
      filters: [],
      fixed: { ...of, ...(isOpenOnly && { waiting: 'true' }) },
      isWhole: false as const,
    };
  }, [spoken, key, isOpenOnly]);
  if (!may('complaints.list')) return null;
  return (
    <Panel
      title={isOpenOnly ? spoken.c.ofCustomer : spoken.c.title}
      right={on !== undefined && may('complaints.open') && <OpenComplaintButton on={on} />}
    >
      <List definition={definition} />
    </Panel>
  );
}
