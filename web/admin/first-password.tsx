import { Button, Group, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { pathOf } from '../../domain/paths.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Copy } from '../parts/copy.js';
import { FormDialog } from '../parts/form-dialog.js';
import { useRequired } from '../parts/required.js';
import { tellDone } from '../parts/tell.js';
import { useAdmin } from './use-admin.js';

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** Twenty letters and digits that are not taken for one another, in groups that can be read out: 98 bits. */
function proposal(): string {
  const letter = (): string => {
    for (;;) {
      const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
      if (byte < LETTERS.length * Math.floor(256 / LETTERS.length)) return LETTERS.charAt(byte % LETTERS.length);
    }
  };
  const group = (): string => Array.from({ length: GROUP_LENGTH }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** A password that has to be changed: it is seen here by who hands it over. */
export function FirstPasswordForm({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const spoken = useAdmin();
  const { a } = spoken;
  const form = useForm({ initialValues: { password: '' }, validate: { password: useRequired() } });
  const action = useAction({
    onDone: () => {
      onClose();
      tellDone(spoken, a.admin.passwordGiven(id));
    },
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`${a.admin.firstPassword}: ${id}`}
      confirm={a.admin.firstPassword}
      onSubmit={form.onSubmit((body) => action.mutate({ path: pathOf('/v1/people', id, 'password'), body }))}
      isPending={action.isPending}
      error={action.error}
    >
      <Text size="sm">{a.admin.firstPasswordHint}</Text>
      <TextInput
        label={a.admin.password}
        required
        autoComplete="off"
        maxLength={200}
        data-autofocus
        {...form.getInputProps('password')}
        error={form.errors['password'] ?? fieldsOf(action.error)['password']}
      />
      <Group>
        <Button size="xs" variant="default" onClick={() => form.setFieldValue('password', proposal())}>
          {a.admin.propose}
        </Button>
        {form.values.password !== '' && <Copy text={form.values.password} label={a.admin.copy} done={a.admin.copied} />}
      </Group>
    </FormDialog>
  );
}
