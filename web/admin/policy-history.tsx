import { Stack, Text } from '@mantine/core';
import type { Policy } from '../../contracts/policies.js';
import { Moment } from '../parts/figures.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { changesBetween, type Change } from './policy-values.js';
import { useAdmin } from './use-admin.js';

/** Since when a version says what it says, and by whom. */
export function InForce({ policy: { version, from, by } }: { readonly policy: Policy }) {
  const { a } = useAdmin();
  return (
    <Text size="sm" c="dimmed" mb="xs">
      {a.admin.inForce(version)} <Moment at={from} />, {a.admin.writtenBy} {by}
    </Text>
  );
}

export function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const { a } = useAdmin();
  return (
    <Rows
      none={a.admin.nothingChanged}
      heads={[a.admin.what, a.admin.before, a.admin.after]}
      rows={changes.map(({ label, before, after }) => ({
        key: label,
        cells: [label, <s>{before}</s>, <strong>{after}</strong>],
      }))}
      minWidth={420}
    />
  );
}

/** What each version changed, the last one first. */
export function History({ versions }: { readonly versions: readonly Policy[] }) {
  const spoken = useAdmin();
  const { a } = spoken;
  return (
    <Panel title={a.admin.history}>
      <Stack gap="md">
        {versions.map((policy, at) => {
          const before = versions[at + 1];
          return (
            <section key={policy.version} aria-label={`${a.admin.version} ${policy.version}`}>
              <Text size="sm" fw={600}>
                {a.admin.version} {policy.version} · <Moment at={policy.from} />, {a.admin.writtenBy} {policy.by}
              </Text>
              {before === undefined ? (
                <Text size="sm">{a.admin.historyNone}</Text>
              ) : (
                <Changes changes={changesBetween(spoken, policy.kind, before.body, policy.body)} />
              )}
            </section>
          );
        })}
      </Stack>
    </Panel>
  );
}
