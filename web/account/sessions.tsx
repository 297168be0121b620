import { Badge, Button } from '@mantine/core';
import { useMemo } from 'react';
import { listPaths } from '../../contracts/lists.js';
import type { Session } from '../../contracts/session.js';
import { pathOf } from '../../domain/paths.js';
import type { AccountWords } from '../../words/fr/console/account.js';
import { useWords } from '../app/language.js';
import { useAction } from '../http/use-action.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { Moment } from '../parts/figures.js';
import { Panel } from '../parts/panel.js';
import { tellDone, tellProblem } from '../parts/tell.js';
import { useAccountWords } from './words.js';

const path = listPaths.sessions;

/** Where one is signed in; any of it is ended by a click. */
export function SessionsPanel() {
  const a = useAccountWords();
  const definition = useMemo(() => listOf(a), [a]);
  return (
    <Panel title={a.sessions}>
      <List definition={definition} />
    </Panel>
  );
}

const listOf = (a: AccountWords): ListDefinition<Session> => ({
  list: 'sessions',
  keyOf: ({ id }) => id,
  empty: null,
  sort: '-lastSeenAt',
  filters: [],
  isWhole: false,
  columns: [
    { id: 'openedAt', header: a.since, sort: 'openedAt', cell: ({ openedAt }) => <Moment at={openedAt} /> },
    { id: 'lastSeenAt', header: a.lastSeen, sort: 'lastSeenAt', cell: ({ lastSeenAt }) => <Moment at={lastSeenAt} /> },
    { id: 'method', header: a.with, cell: ({ method }) => a.method[method] },
    { id: 'address', header: a.from, cell: ({ address }) => address },
    { id: 'agent', header: a.browser, cell: ({ agent }) => <span className="wrap">{agent}</span> },
    { id: 'end', header: a.end, isAction: true, cell: (session) => <End session={session} /> },
  ],
});

function End({ session: { id, isThis } }: { readonly session: Session }) {
  const spoken = useWords();
  const a = useAccountWords();
  const action = useAction({
    touches: [[path]],
    onDone: () => tellDone(spoken, a.ended),
    onError: tellProblem(spoken),
  });
  if (isThis) return <Badge variant="outline">{a.thisOne}</Badge>;
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={action.isPending}
      onClick={() => action.mutate({ path: pathOf(path, id, 'end'), body: {} })}
    >
      {a.end}
    </Button>
  );
}
