import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { policyKindOrder } from './policy-page.js';
import type { Policy } from '../../contracts/policies.js';
import { get } from '../http/client.js';
import { Facts } from '../parts/facts.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { AdminPage } from './admin-frame.js';
import { InForce } from './policy-history.js';
import { toldShort } from './policy-values.js';
import { useAdmin } from './use-admin.js';

/** The policies in force. */
export function PoliciesPage() {
  const spoken = useAdmin();
  const { a } = spoken;
  const query = useQuery({
    queryKey: ['/v1/policies'],
    queryFn: ({ signal }) => get<{ readonly items: readonly Policy[] }>('/v1/policies', {}, signal),
  });
  return (
    <AdminPage title={a.admin.policies}>
      <Loaded query={query}>
        {({ items }) => (
          <Stack gap="md">
            {policyKindOrder
              .flatMap((kind) => items.filter((policy) => policy.kind === kind))
              .map((policy) => (
                <Panel
                  key={policy.kind}
                  title={a.admin.kind[policy.kind]}
                  right={
                    <Go to="/admin/policies/$kind" params={{ kind: policy.kind }}>
                      {a.admin.history}
                    </Go>
                  }
                >
                  <InForce policy={policy} />
                  <Facts
                    facts={toldShort(spoken, policy.kind, policy.body).map(
                      ({ label, value }) => [label, value] as const,
                    )}
                  />
                </Panel>
              ))}
          </Stack>
        )}
      </Loaded>
    </AdminPage>
  );
}
