import { Badge, Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo } from 'react';
import type { ApiKey } from '../../contracts/people.js';
import { pathOf } from '../../domain/paths.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { DecideButton } from '../parts/decide-button.js';
import { Moment } from '../parts/figures.js';
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

function stateOf({ revokedAt, expiresAt }: ApiKey): 'good' | 'expired' | 'revoked' {
  if (revokedAt !== null) return 'revoked';
  return Date.parse(expiresAt) <= Date.now() ? 'expired' : 'good';
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

const listOf = ({ words, a }: SpokenToAdmin): ListDefinition<ApiKey> => ({
  path: '/v1/api-keys',
  keyOf: ({ id }) => id,
  empty: a.admin.noKeys,
  sort: '-createdAt',
  filters: [],
  columns: [
    { id: 'prefix', header: a.admin.prefix, cell: ({ prefix }) => `${prefix}…` },
    {
      id: 'principal',
      header: a.admin.holder,
      sort: 'principal',
      cell: ({ principal }) => (
        <Go to="/admin/people/$id" params={{ id: principal }}>
          {principal}
        </Go>
      ),
    },
    { id: 'role', header: a.admin.role, cell: ({ role }) => words.role[role] },
    {
      id: 'scopes',
      header: a.admin.scopes,
      cell: ({ scopes }) => (scopes.length === 0 ? a.admin.everything : scopes.join(', ')),
    },
    { id: 'created', header: a.admin.created, sort: 'createdAt', cell: ({ createdAt }) => <Moment at={createdAt} /> },
    { id: 'expires', header: a.admin.expires, sort: 'expiresAt', cell: ({ expiresAt }) => <Moment at={expiresAt} /> },
    {
      id: 'state',
      header: a.admin.state,
      cell: (key) => (
        <Badge variant="outline" color={stateOf(key) === 'good' ? 'teal' : 'gray'}>
          {a.admin.keyState[stateOf(key)]}
        </Badge>
      ),
    },
    { id: 'revoke', header: a.admin.revoke, cell: (key) => stateOf(key) === 'good' && <Revoke apiKey={key} /> },
  ],
});
