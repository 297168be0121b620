import { Badge, Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo } from 'react';
import type { ApiKey } from '../../contracts/people.js';
import { keyStates, roles } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { adminListColumns } from '../../words/admin-lists.js';
import { shown } from '../lists/columns.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { DecideButton } from '../parts/decide-button.js';
import { Go } from '../parts/link.js';
import { AdminPage } from './admin-frame.js';
import { NewKey } from './new-key.js';
import { useAdmin, type SpokenToAdmin } from './use-admin.js';

/** Keys of programs and people, also those that have ended. */
export function KeysPage() {
  const spoken = useAdmin();
  const { a } = spoken;
  const [opened, dialog] = useDisclosure(false);
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <AdminPage title={a.admin.keys} right={<Button onClick={dialog.open}>{a.admin.makeKey}</Button>}>
      <List definition={definition} />
      {opened && <NewKey onClose={dialog.close} />}
    </AdminPage>
  );
}

function Revoke({ apiKey: { id, prefix, principal } }: { readonly apiKey: ApiKey }) {
  const { a } = useAdmin();
  return (
    <DecideButton
      text={a.admin.revoke}
      title={`${a.admin.revoke} ${prefix}…`}
      ask={(reason) => ({ path: pathOf('/v1/api-keys', id, 'revocation'), body: { reason } })}
      done={a.admin.revoked}
      isDangerous
      isSmall
    >
      <Text size="sm">{a.admin.revokeHint(prefix, principal)}</Text>
    </DecideButton>
  );
}

const listOf = (spoken: SpokenToAdmin): ListDefinition<ApiKey> => ({
  list: 'api-keys',
  keyOf: ({ id }) => id,
  empty: spoken.a.admin.noKeys,
  sort: '-createdAt',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    choice('role', spoken.a.admin.role, roles, spoken.words.role),
    choice('state', spoken.a.admin.state, keyStates, spoken.a.admin.keyState),
  ],
  columns: [
    ...shown(adminListColumns['api-keys'], spoken, {
      principal: ({ principal }) => (
        <Go to="/admin/people/$id" params={{ id: principal }}>
          {principal}
        </Go>
      ),
      state: ({ state }) => (
        <Badge variant="outline" color={state === 'good' ? 'teal' : 'gray'}>
          {spoken.a.admin.keyState[state]}
        </Badge>
      ),
    }),
    {
      id: 'revoke',
      header: spoken.a.admin.revoke,
      isAction: true,
      cell: (key) => key.state === 'good' && <Revoke apiKey={key} />,
    },
  ],
});
