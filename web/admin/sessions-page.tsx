import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Session } from '../../contracts/session.js';
import { pathOf } from '../../domain/paths.js';
import { get } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Moment } from '../parts/figures.js';
import { Loaded } from '../parts/page.js';
import { Rows } from '../parts/rows.js';
import { tellDone, tellProblem } from '../parts/tell.js';
import { AdminPage } from './admin-frame.js';
import { useAdmin } from './use-admin.js';

const key = ['/v1/sessions', 'everybody'] as const;

/** Who is signed in; any of it is ended by a click. */
export function SessionsPage() {
  const { words, a } = useAdmin();
  const query = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<{ readonly items: readonly Session[] }>('/v1/sessions', { everybody: 'true' }, signal),
  });
  const { admin } = a;
  return (
    <AdminPage title={admin.everybodysSessions}>
      <Loaded query={query}>
        {({ items }) => (
          <Rows
            none={admin.nobodyIn}
            heads={[admin.who, admin.signedInSince, admin.lastSeen, admin.by, admin.address, admin.browser, admin.end]}
            rows={items.map((session) => ({
              key: session.id,
              cells: [
                `${session.name} (${words.role[session.role]})`,
                <Moment at={session.openedAt} />,
                <Moment at={session.lastSeenAt} />,
                admin.method[session.method],
                session.address,
                <span className="wrap">{session.agent}</span>,
                <End session={session} />,
              ],
            }))}
            minWidth={860}
          />
        )}
      </Loaded>
    </AdminPage>
  );
}

function End({ session: { id, name, isThis } }: { readonly session: Session }) {
  const spoken = useAdmin();
  const { admin } = spoken.a;
  const action = useAction({
    touches: [key],
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
