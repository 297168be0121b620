import { Alert, Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';
import { useAccountWords } from './words.js';

/** One's own password; one that somebody else has given has to be changed before anything else. */
export function PasswordPanel({ title }: { readonly title: string }) {
  const spoken = useWords();
  const a = useAccountWords();
  const { mustChangePassword } = useMe();
  const form = useForm({ initialValues: { currentPassword: '', newPassword: '' } });
  const action = useAction({
    onDone: () => {
      form.reset();
      tellDone(spoken, a.changed);
    },
  });
  const refused = fieldsOf(action.error);
  return (
    <Panel title={title}>
      {mustChangePassword && <Alert mb="sm">{a.mustChange}</Alert>}
      <form onSubmit={form.onSubmit((body) => action.mutate({ path: '/v1/me/password', body }))}>
        <Stack gap="sm" maw={420}>
          <PasswordInput
            label={a.current}
            autoComplete="current-password"
            required
            {...form.getInputProps('currentPassword')}
            error={refused['currentPassword']}
          />
          <PasswordInput
            label={a.next}
            description={a.nextHint}
            autoComplete="new-password"
            required
            {...form.getInputProps('newPassword')}
            error={refused['newPassword']}
          />
          <ProblemNote error={action.error} />
          <Group>
            <Button type="submit" loading={action.isPending}>
              {a.changePassword}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
