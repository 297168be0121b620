import { Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';
import { Enrolment, type Begun } from './enrolment.js';
import { RecoveryCodes } from './recovery-codes.js';
import { useAccountWords } from './words.js';

/** Codes of an authenticator beside the password: set up, and taken away again. */
export function SecondFactorPanel() {
  const a = useAccountWords();
  const { totp } = useMe();
  const [begun, setBegun] = useState<Begun | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = useAction<Begun>({ touches: [], onDone: setBegun });
  if (codes !== null)
    return (
      <Panel title={a.factor}>
        <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />
      </Panel>
    );
  return (
    <Panel title={a.factor} right={totp && <Badge color="teal">{a.on}</Badge>}>
      <Stack gap="sm">
        <Text size="sm">{totp ? a.factorOn : a.factorOff}</Text>
        {totp && <Removal />}
        {!totp && begun === null && (
          <Group>
            <Button loading={begin.isPending} onClick={() => begin.mutate({ path: '/v1/me/totp', body: {} })}>
              {a.setUp}
            </Button>
          </Group>
        )}
        <ProblemNote error={begin.error} />
        {!totp && begun !== null && (
          <Enrolment
            begun={begun}
            onLeave={() => setBegun(null)}
            onConfirmed={(recoveryCodes) => {
              setBegun(null);
              setCodes(recoveryCodes);
            }}
          />
        )}
      </Stack>
    </Panel>
  );
}

function Removal() {
  const spoken = useWords();
  const a = useAccountWords();
  const [opened, dialog] = useDisclosure(false);
  const form = useForm({ initialValues: { code: '' } });
  const action = useAction({
    onDone: () => {
      dialog.close();
      tellDone(spoken, a.removed);
    },
  });
  const wrong = fieldsOf(action.error)['code'] === undefined ? undefined : a.codeWrong;
  return (
    <Group>
      <Button variant="outline" color="red.9" size="xs" onClick={dialog.open}>
        {a.remove}
      </Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={a.removeTitle}
        confirm={a.remove}
        onSubmit={form.onSubmit((body) => action.mutate({ path: '/v1/me/totp/removal', body }))}
        isPending={action.isPending}
        error={wrong === undefined ? action.error : null}
      >
        <TextInput
          label={a.eitherCode}
          description={a.removeHint}
          autoComplete="one-time-code"
          required
          data-autofocus
          {...form.getInputProps('code')}
          error={wrong}
        />
      </FormDialog>
    </Group>
  );
}
