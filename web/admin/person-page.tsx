import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Person } from '../../contracts/people.js';
import { pathOf } from '../../domain/paths.js';
import { passwordStateOf } from '../../words/admin-lists.js';
import { capital } from '../../words/format.js';
import { get, type Read } from '../http/client.js';
import { Facts } from '../parts/facts.js';
import { Moment } from '../parts/figures.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { AdminPage } from './admin-frame.js';
import { FirstPasswordForm } from './first-password.js';
import { PersonForm } from './person-form.js';
import { useAdmin } from './use-admin.js';

/** One of those who may act. */
export function PersonPage() {
  const { id } = useParams({ from: '/admin/people/$id' });
  const query = useQuery({
    queryKey: ['/v1/people', id],
    queryFn: ({ signal }) => get<Person>(pathOf('/v1/people', id), {}, signal),
  });
  return (
    <AdminPage title={query.data?.name ?? id}>
      <Loaded query={query}>{(person) => <Whole person={person} />}</Loaded>
    </AdminPage>
  );
}

function Whole({ person }: { readonly person: Read<Person> }) {
  const { t, words, a } = useAdmin();
  const [isChanging, change] = useDisclosure(false);
  const [isGiving, give] = useDisclosure(false);
  const isOfIssuer = person.id.includes('@');
  const facts = [
    [a.admin.person, person.id],
    [a.admin.role, capital(words.role[person.role])],
    [a.admin.seesAll, person.role !== 'sales' || person.seesAllCustomers ? t.lists.yes : t.lists.no],
    [a.admin.state, person.active ? a.admin.inUse : a.admin.outOfUse],
    [a.admin.password, a.admin.passwordState[passwordStateOf(person)]],
    [a.admin.totp, person.totp ? t.lists.yes : t.lists.no],
    [a.admin.lastSeen, person.lastSeenAt === null ? a.admin.never : <Moment at={person.lastSeenAt} />],
    [a.admin.since, <Moment at={person.createdAt} />],
    [a.admin.links, person.links.join(', ')],
  ] as const;
  return (
    <Panel title={person.id}>
      <Facts facts={facts} />
      {isOfIssuer && (
        <Text size="sm" mt="sm">
          {a.admin.fromIssuer}
        </Text>
      )}
      <Group mt="md">
        <Button onClick={change.open}>{a.admin.changePerson}</Button>
        {!isOfIssuer && (
          <Button variant="default" onClick={give.open}>
            {a.admin.firstPassword}
          </Button>
        )}
      </Group>
      {isChanging && <PersonForm person={person} onClose={change.close} />}
      {isGiving && <FirstPasswordForm id={person.id} onClose={give.close} />}
    </Panel>
  );
}
