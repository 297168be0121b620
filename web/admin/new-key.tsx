import { Alert, Button, Code, Group, Modal, MultiSelect, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Permission } from '../../api/permissions.js';
import type { ApiKey, Person, Right } from '../../contracts/people.js';
import type { Page } from '../../contracts/primitives.js';
import { useKept } from '../app/kept-typing.js';
import { fieldsOf, get } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Copy } from '../parts/copy.js';
import { FormDialog } from '../parts/form-dialog.js';
import { useRequired } from '../parts/required.js';
import { useAdmin } from './use-admin.js';

type Made = ApiKey & { readonly key: string | null };
const USUAL_DAYS = 365;

/** A key is made, and shown once. */
export function NewKey({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<Made | null>(null);
  return made === null ? <Form onClose={onClose} onMade={setMade} /> : <Shown made={made} onClose={onClose} />;
}

function Form({ onClose, onMade }: { readonly onClose: () => void; readonly onMade: (made: Made) => void }) {
  const { words, a } = useAdmin();
  const form = useForm<{ principal: string | null; days: number | string; scopes: string[] }>({
    initialValues: { principal: null, days: USUAL_DAYS, scopes: [] },
    validate: { principal: useRequired() },
  });
  useKept({ name: 'key:new' }, form);
  const action = useAction<Made>({ onDone: onMade });
  const { people, rights } = useChoices();
  const role = people.find(({ id }) => id === form.values.principal)?.role;
  const scopes = rights.filter(({ roles }) => role !== undefined && roles.includes(role));
  const refused = fieldsOf(action.error);
  const scopeRefused = Object.entries(refused).find(([field]) => field.startsWith('scopes'))?.[1];
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={a.admin.makeKey}
      confirm={a.admin.makeKey}
      onSubmit={form.onSubmit(({ principal, days, scopes: chosen }) =>
        action.mutate({ path: '/v1/api-keys', body: { principal, days, scopes: chosen } }),
      )}
      isPending={action.isPending}
      error={action.error}
    >
      <Select
        label={a.admin.holder}
        required
        searchable
        data-autofocus
        data={people.map(({ id, name, role: its }) => ({ value: id, label: `${id} (${name}, ${words.role[its]})` }))}
        {...form.getInputProps('principal')}
        onChange={(principal) => form.setValues({ principal, scopes: [] })}
        error={form.errors['principal'] ?? refused['principal']}
      />
      <NumberInput
        label={a.admin.days}
        description={a.admin.daysHint}
        min={1}
        max={3650}
        allowDecimal={false}
        required
        {...form.getInputProps('days')}
        error={refused['days']}
      />
      <MultiSelect
        label={a.admin.scopes}
        description={a.admin.scopesHint}
        searchable
        data={scopes.map(({ permission }) => ({
          value: permission,
          label: `${a.rights[permission as Permission]} (${permission})`,
        }))}
        {...form.getInputProps('scopes')}
        error={scopeRefused}
      />
    </FormDialog>
  );
}

function useChoices() {
  const people = useQuery({
    queryKey: ['/v1/people', 'choices'],
    queryFn: ({ signal }) => get<Page<Person>>('/v1/people', { limit: 200 }, signal),
  });
  const rights = useQuery({
    queryKey: ['/v1/permissions'],
    queryFn: ({ signal }) => get<{ readonly items: readonly Right[] }>('/v1/permissions', {}, signal),
  });
  const holders = (people.data?.items ?? []).filter(({ id, active }) => active && !id.includes('@'));
  return { people: holders, rights: rights.data?.items ?? [] };
}

function Shown({ made, onClose }: { readonly made: Made; readonly onClose: () => void }) {
  const { a } = useAdmin();
  const { key } = made;
  return (
    <Modal
      opened
      onClose={onClose}
      title={a.admin.theKey}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      size="lg"
    >
      <Stack gap="sm">
        {key === null ? (
          <Alert color="yellow">{a.admin.keyGone}</Alert>
        ) : (
          <>
            <Text size="sm">{a.admin.keyOnce}</Text>
            <Code block>{key}</Code>
            <Group>
              <Copy text={key} label={a.admin.copy} done={a.admin.copied} />
            </Group>
          </>
        )}
        <Group justify="flex-end">
          <Button onClick={onClose}>{a.admin.kept}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
