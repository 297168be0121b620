import { Badge, Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Session } from '../../contracts/session.js';
import { roles, signInMethods } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { adminListColumns } from '../../words/admin-lists.js';
import { useAction } from '../http/use-action.js';
import { shown } from '../lists/columns.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { tellDone, tellProblem } from '../parts/tell.js';
import { AdminPage } from './admin-frame.js';
import { useAdmin, type SpokenToAdmin } from './use-admin.js';

/** Who is signed in; any of it is ended by a click. */
export function SessionsPage() {
  const spoken = useAdmin();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <AdminPage title={spoken.a.admin.everybodysSessions}>
      <List definition={definition} />
    </AdminPage>
  );
}

const listOf = (spoken: SpokenToAdmin): ListDefinition<Session> => ({
  list: 'sessions',
  keyOf: ({ id }) => id,
  empty: spoken.a.admin.nobodyIn,
  sort: '-lastSeenAt',
  fixed: { everybody: 'true' },
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    choice('role', spoken.a.admin.role, roles, spoken.words.role),
    choice('method', spoken.a.admin.by, signInMethods, spoken.a.admin.method),
  ],
  columns: [
    ...shown(adminListColumns.sessions, spoken, { agent: ({ agent }) => <span className="wrap">{agent}</span> }),
    {
      id: 'end',
      header: spoken.a.admin.end,
      isAction: true,
      cell: (session) => <End session={session} />,
    },
  ],
});

function End({ session: { id, name, isThis } }: { readonly session: Session }) {
  const spoken = useAdmin();
  const { admin } = spoken.a;
  const action = useAction({
    touches: [['/v1/sessions']],
    onDone: () => tellDone(spoken, admin.sessionEnded),
    onError: tellProblem(spoken),
  });
  if (isThis) return <Badge variant="outline">{admin.thisOne}</Badge>;
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={admin.endOf(name)}
      loading={action.isPending}
      onClick={() => action.mutate({ path: pathOf('/v1/sessions', id, 'end'), body: {} })}
    >
      {admin.end}
    </Button>
  );
}
