import { Alert, Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';

/** One's own password; one that somebody else has given has to be changed before anything else. */
export function PasswordPanel() {
  const spoken = useWords();
  const { t } = spoken;
  const { mustChangePassword } = useMe();
  const form = useForm({ initialValues: { currentPassword: '', newPassword: '' } });
  const action = useAction({
    onDone: () => {
      form.reset();
      tellDone(spoken, t.account.changed);
    },
  });
  const refused = fieldsOf(action.error);
  return (
    <Panel title={t.account.changePassword}>
      {mustChangePassword && <Alert mb="sm">{t.account.mustChange}</Alert>}
      <form onSubmit={form.onSubmit((body) => action.mutate({ path: '/v1/me/password', body }))}>
        <Stack gap="sm" maw={420}>
          <PasswordInput
            label={t.account.current}
            autoComplete="current-password"
            required
            {...form.getInputProps('currentPassword')}
            error={refused['currentPassword']}
          />
          <PasswordInput
            label={t.account.next}
            description={t.account.nextHint}
            autoComplete="new-password"
            required
            {...form.getInputProps('newPassword')}
            error={refused['newPassword']}
          />
          <ProblemNote error={action.error} />
          <Group>
            <Button type="submit" loading={action.isPending}>
              {t.account.changePassword}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
