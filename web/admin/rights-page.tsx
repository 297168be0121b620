import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Permission } from '../../api/permissions.js';
import type { Right } from '../../contracts/people.js';
import { roles, type Role } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { get } from '../http/client.js';
import { Loaded } from '../parts/page.js';
import { Rows } from '../parts/rows.js';
import { AdminPage } from './admin-frame.js';
import { useAdmin } from './use-admin.js';

/** What each role may do. */
export function RightsPage() {
  const { words, a } = useAdmin();
  const query = useQuery({
    queryKey: ['/v1/permissions'],
    queryFn: ({ signal }) => get<{ readonly items: readonly Right[] }>('/v1/permissions', {}, signal),
  });
  const said: Readonly<Record<Permission, string>> = a.rights;
  const mark = ({ roles: who, ownCustomers }: Right, role: Role): string => {
    if (!who.includes(role)) return a.admin.mayNot;
    return ownCustomers && role === 'sales' ? a.admin.mayOwn : a.admin.may;
  };
  return (
    <AdminPage title={a.admin.rights}>
      <Text>{a.admin.rightsHint}</Text>
      <Loaded query={query}>
        {({ items }) => (
          <Rows
            none=""
            heads={[a.admin.right, ...roles.map((role) => capital(words.role[role]))]}
            rows={items.map((right) => ({
              key: right.permission,
              cells: [
                <span title={right.permission}>{said[right.permission as Permission] ?? right.permission}</span>,
                ...roles.map((role) => <Mark key={role} text={mark(right, role)} isNo={!right.roles.includes(role)} />),
              ],
            }))}
            minWidth={760}
          />
        )}
      </Loaded>
    </AdminPage>
  );
}

function Mark({ text, isNo }: { readonly text: string; readonly isNo: boolean }) {
  return (
    <Text span size="sm" {...(isNo ? { c: 'dimmed' } : { fw: 600 })}>
      {text}
    </Text>
  );
}
