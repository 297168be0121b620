import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Policy, PolicyKind } from '../../contracts/policies.js';
import { pathOf } from '../../domain/paths.js';
import type { Permission } from '../../api/permissions.js';
import { useKept } from '../app/kept-typing.js';
import { useMay } from '../app/session.js';
import { fieldsOf, get, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Facts } from '../parts/facts.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';
import { writtenDecimal } from '../parts/typed.js';
import { AccountingFields } from './accounting-fields.js';
import { AdminPage } from './admin-frame.js';
import { DunningFields } from './dunning-fields.js';
import { FlatFields } from './flat-fields.js';
import { Changes, History, InForce } from './policy-history.js';
import { changesBetween, told, typedBody, type Body } from './policy-values.js';
import { rebased } from './rebased.js';
import { useAdmin } from './use-admin.js';

export const policyKindOrder = [
  'credit',
  'tolerance',
  'acknowledgement',
  'fulfilment',
  'dunning',
  'accounting',
] as const satisfies readonly PolicyKind[];

/** One policy: what each value does, what it has said, and, for an admin, a new version of it. */
export function PolicyPage() {
  const { kind } = useParams({ from: '/admin/policies/$kind' });
  const { a } = useAdmin();
  const path = pathOf('/v1/policies', kind);
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<Policy>(path, {}, signal) });
  const past = pathOf(path, 'history');
  const history = useQuery({
    queryKey: [past],
    queryFn: ({ signal }) => get<{ readonly items: readonly Policy[] }>(past, {}, signal),
  });
  const named: Readonly<Record<string, string>> = a.admin.kind;
  return (
    <AdminPage title={named[kind] ?? kind}>
      <Loaded query={query}>
        {(policy) => (
          <Stack gap="md">
            <Now key={kind} policy={policy} />
            <Loaded query={history}>{({ items }) => <History versions={items} />}</Loaded>
          </Stack>
        )}
      </Loaded>
    </AdminPage>
  );
}

/** What is in force, and a form of it, begun anew once it is saved; what others change does not touch what is typed. */
function Now({ policy }: { readonly policy: Read<Policy> }) {
  const [round, setRound] = useState(0);
  const spoken = useAdmin();
  const { a } = spoken;
  const may = useMay();
  const permission: Permission = `policies.change-${policy.kind}`;
  return (
    <Panel title={a.admin.kind[policy.kind]}>
      <InForce policy={policy} />
      {may(permission) ? (
        <Form key={round} policy={policy} onSaved={() => setRound(round + 1)} />
      ) : (
        <>
          <Facts facts={told(spoken, policy.kind, policy.body).map(({ label, value }) => [label, value] as const)} />
          <Text size="sm" c="dimmed" mt="sm">
            {a.admin.readOnly}
          </Text>
        </>
      )}
    </Panel>
  );
}

/** Anything of a policy, by path. */
export type PolicyForm = UseFormReturnType<Record<string, unknown>>;

function Form({ policy, onSaved }: { readonly policy: Read<Policy>; readonly onSaved: () => void }) {
  const { kind } = policy;
  const [was, setWas] = useState<Body>(policy.body);
  const spoken = useAdmin();
  const { a, language } = spoken;
  const [opened, preview] = useDisclosure(false);
  const form: PolicyForm = useForm<Record<string, unknown>>({ initialValues: writtenBody(was, language) });
  useKept({ name: `policy:${kind}` }, form);
  const next = typedBody(kind, form.values as Body);
  const changes = changesBetween(spoken, kind, was, next);
  const action = useAction<Policy, Policy>({
    of: policy,
    onReadAgain: ({ body }) => {
      form.setValues(rebased(form.values, writtenBody(was, language), writtenBody(body, language)));
      setWas(body);
    },
    onDone: () => {
      preview.close();
      tellDone(spoken, a.admin.putDone);
      onSaved();
    },
    onError: preview.close,
  });
  const refused = fieldsOf(action.error);
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(() => {
        if (changes.length > 0) preview.open();
      })}
    >
      <Stack gap="sm" maw={760}>
        {kind === 'dunning' ? (
          <DunningFields form={form} refused={refused} />
        ) : kind === 'accounting' ? (
          <AccountingFields form={form} refused={refused} />
        ) : (
          <FlatFields kind={kind} form={form} refused={refused} />
        )}
        <ProblemNote error={action.error} again={action.again} />
        <Group>
          <Button type="submit" disabled={changes.length === 0}>
            {a.admin.look}
          </Button>
        </Group>
      </Stack>
      <Preview
        opened={opened}
        onClose={preview.close}
        isPending={action.isPending}
        onConfirm={() => action.mutate({ path: pathOf('/v1/policies', kind), body: next })}
      >
        <Changes changes={changes} />
      </Preview>
    </form>
  );
}

type PreviewProps = {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly isPending: boolean;
  readonly onConfirm: () => void;
  readonly children: React.ReactNode;
};

function Preview({ opened, onClose, isPending, onConfirm, children }: PreviewProps) {
  const { t, a } = useAdmin();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={a.admin.change}
      size="lg"
      closeButtonProps={{ 'aria-label': t.shell.close }}
    >
      <Stack gap="sm">
        {children}
        <Text size="sm">{a.admin.changeHint}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t.shell.cancel}
          </Button>
          <Button loading={isPending} onClick={onConfirm} data-autofocus>
            {a.admin.putInForce}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Decimals as the reader writes them. */
const writtenBody = (body: Body, language: 'fr' | 'en'): Record<string, unknown> =>
  JSON.parse(JSON.stringify(body), (_key, value: unknown) =>
    typeof value === 'string' && /^-?\d+\.\d+$/.test(value) ? writtenDecimal(value, language) : value,
  ) as Record<string, unknown>;
