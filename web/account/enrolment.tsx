import { Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { lazy, Suspense } from 'react';
import { useWords } from '../app/language.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Copy } from '../parts/copy.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';
import { useAccountWords } from './words.js';

const Qr = lazy(() => import('./qr.js').then(({ Qr: component }) => ({ default: component })));

/** The secret of a new authenticator, as text and as the address that a QR code holds. */
export type Begun = { readonly secret: string; readonly uri: string };

type Props = {
  readonly begun: Begun;
  readonly onLeave: () => void;
  readonly onConfirmed: (recoveryCodes: readonly string[]) => void;
};

/** The authenticator reads the secret, and its first code confirms that it did. */
export function Enrolment({ begun: { secret, uri }, onLeave, onConfirmed }: Props) {
  const spoken = useWords();
  const { t } = spoken;
  const a = useAccountWords();
  const form = useForm({ initialValues: { code: '' } });
  const action = useAction<{ readonly recoveryCodes: readonly string[] }>({
    touches: [['session']],
    onDone: ({ recoveryCodes }) => {
      tellDone(spoken, a.confirmed);
      onConfirmed(recoveryCodes);
    },
  });
  const wrong = fieldsOf(action.error)['code'] === undefined ? undefined : a.codeWrong;
  return (
    <form onSubmit={form.onSubmit((body) => action.mutate({ path: '/v1/me/totp/confirmation', body }))}>
      <Stack gap="sm">
        <Text size="sm">{a.scan}</Text>
        <Suspense fallback={<Skeleton w={220} h={220} />}>
          <Qr text={uri} label={a.qr} />
        </Suspense>
        <Text size="sm">{a.secret}</Text>
        <Group>
          <Text ff="monospace" size="sm" className="wrap" data-secret>
            {secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
          </Text>
          <Copy text={secret} label={a.copy} done={a.copied} />
        </Group>
        <TextInput
          label={a.code}
          description={a.codeHint}
          inputMode="numeric"
          autoComplete="one-time-code"
          maw={260}
          required
          autoFocus
          {...form.getInputProps('code')}
          error={wrong}
        />
        {wrong === undefined && <ProblemNote error={action.error} />}
        <Group>
          <Button type="submit" loading={action.isPending}>
            {a.confirm}
          </Button>
          <Button variant="default" onClick={onLeave}>
            {t.shell.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
