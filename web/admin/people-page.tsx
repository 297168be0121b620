import { Badge, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo } from 'react';
import type { Person } from '../../contracts/people.js';
import { roles } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { Moment } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { AdminPage } from './admin-frame.js';
import { PersonForm } from './person-form.js';
import { useAdmin, type SpokenToAdmin } from './use-admin.js';

/** Who may act: people and programs. */
export function PeoplePage() {
  const spoken = useAdmin();
  const { a } = spoken;
  const [opened, dialog] = useDisclosure(false);
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <AdminPage title={a.admin.people} right={<Button onClick={dialog.open}>{a.admin.makePerson}</Button>}>
      <List definition={definition} />
      {opened && <PersonForm person={null} onClose={dialog.close} />}
    </AdminPage>
  );
}

export function passwordStateOf({ hasPassword, mustChangePassword }: Person): 'none' | 'first' | 'own' {
  if (!hasPassword) return 'none';
  return mustChangePassword ? 'first' : 'own';
}

const listOf = ({ t, words, a }: SpokenToAdmin): ListDefinition<Person> => ({
  path: '/v1/people',
  keyOf: ({ id }) => id,
  empty: a.admin.noPeople,
  sort: 'id',
  filters: [
    { id: 'search', kind: 'text', label: t.lists.filter },
    choice('role', a.admin.role, roles, words.role),
    {
      id: 'active',
      kind: 'choice',
      label: a.admin.state,
      choices: [
        { value: 'true', label: capital(a.admin.inUse) },
        { value: 'false', label: capital(a.admin.outOfUse) },
      ],
    },
  ],
  columns: [
    {
      id: 'id',
      header: a.admin.person,
      sort: 'id',
      cell: ({ id }) => (
        <Go to="/admin/people/$id" params={{ id }}>
          {id}
        </Go>
      ),
    },
    { id: 'name', header: a.admin.name, sort: 'name', cell: ({ name }) => name },
    { id: 'role', header: a.admin.role, cell: ({ role }) => capital(words.role[role]) },
    {
      id: 'seesAll',
      header: a.admin.seesAll,
      cell: ({ role, seesAllCustomers }) => (role !== 'sales' || seesAllCustomers ? t.lists.yes : t.lists.no),
    },
    {
      id: 'active',
      header: a.admin.state,
      cell: ({ active }) => (
        <Badge variant="outline" color={active ? 'teal' : 'gray'}>
          {active ? a.admin.inUse : a.admin.outOfUse}
        </Badge>
      ),
    },
    {
      id: 'password',
      header: a.admin.password,
      cell: (person) => a.admin.passwordState[passwordStateOf(person)],
    },
    { id: 'totp', header: a.admin.totp, cell: ({ totp }) => (totp ? t.lists.yes : t.lists.no) },
    {
      id: 'lastSeen',
      header: a.admin.lastSeen,
      cell: ({ lastSeenAt }) => (lastSeenAt === null ? a.admin.never : <Moment at={lastSeenAt} />),
    },
    { id: 'links', header: a.admin.links, isExtra: true, cell: ({ links }) => links.join(', ') },
    {
      id: 'created',
      header: a.admin.since,
      sort: 'createdAt',
      isExtra: true,
      cell: ({ createdAt }) => <Moment at={createdAt} />,
    },
  ],
});
