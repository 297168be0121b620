import { Group } from '@mantine/core';
import { Navigate, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Permission } from '../../api/permissions.js';
import { useMay } from '../app/session.js';
import { GoButton } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { useAdmin } from './use-admin.js';

const rooms = [
  { to: '/admin/people', name: 'people', permission: 'people.list' },
  { to: '/admin/keys', name: 'keys', permission: 'api-keys.list' },
  { to: '/admin/company', name: 'company', permission: 'company.update' },
  { to: '/admin/policies', name: 'policies', permission: 'policies.list' },
  { to: '/admin/invoice-series', name: 'series', permission: 'invoice-series.list' },
  { to: '/admin/document-templates', name: 'templates', permission: 'document-templates.list' },
  { to: '/admin/legal-holds', name: 'legalHolds', permission: 'legal-holds.list' },
  { to: '/admin/exchange-rates', name: 'exchange', permission: 'exchange-rates.create' },
  { to: '/admin/sessions', name: 'sessions', permission: 'people.list' },
  { to: '/admin/rights', name: 'rights', permission: 'permissions.list' },
] as const satisfies readonly { readonly to: string; readonly name: string; readonly permission: Permission }[];

/** The first page of the administration that is for the reader. */
export function AdminStart() {
  const may = useMay();
  const first = rooms.find(({ permission }) => may(permission));
  return <Navigate to={first?.to ?? '/'} replace />;
}

type Props = { readonly title: string; readonly right?: ReactNode; readonly children: ReactNode };

/** A page of the administration, with the way to the others. */
export function AdminPage({ title, right, children }: Props) {
  const { a } = useAdmin();
  const may = useMay();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <Page title={title} right={right}>
      <Group component="nav" aria-label={a.admin.rooms} gap="xs" className="no-print">
        {rooms
          .filter(({ permission }) => may(permission))
          .map(({ to, name }) => (
            <GoButton
              key={to}
              to={to}
              size="xs"
              variant={path === to || path.startsWith(`${to}/`) ? 'filled' : 'default'}
              {...(path === to && { 'aria-current': 'page' as const })}
            >
              {a.admin[name]}
            </GoButton>
          ))}
      </Group>
      {children}
    </Page>
  );
}
