import { Badge, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMemo } from 'react';
import type { Person } from '../../contracts/people.js';
import { roles } from '../../contracts/vocabulary.js';
import { adminListColumns } from '../../words/admin-lists.js';
import { capital } from '../../words/format.js';
import { shown } from '../lists/columns.js';
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

const listOf = (spoken: SpokenToAdmin): ListDefinition<Person> => ({
  list: 'people',
  keyOf: ({ id }) => id,
  empty: spoken.a.admin.noPeople,
  sort: 'id',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    choice('role', spoken.a.admin.role, roles, spoken.words.role),
    {
      id: 'active',
      kind: 'choice',
      label: spoken.a.admin.state,
      choices: [
        { value: 'true', label: capital(spoken.a.admin.inUse) },
        { value: 'false', label: capital(spoken.a.admin.outOfUse) },
      ],
    },
  ],
  columns: shown(adminListColumns.people, spoken, {
    id: ({ id }) => (
      <Go to="/admin/people/$id" params={{ id }}>
        {id}
      </Go>
    ),
    active: ({ active }) => (
      <Badge variant="outline" color={active ? 'teal' : 'gray'}>
        {active ? spoken.a.admin.inUse : spoken.a.admin.outOfUse}
      </Badge>
    ),
    lastSeen: ({ lastSeenAt }) => (lastSeenAt === null ? spoken.a.admin.never : <Moment at={lastSeenAt} />),
  }),
});
