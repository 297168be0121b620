import { Button, Card, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useAccountWords } from '../account/words.js';
import { fieldsOf, Problem } from '../http/client.js';
import { ProblemNote } from '../parts/problem-note.js';
import { useWords } from './language.js';
import { useDoors } from './session.js';

type Form = UseFormReturnType<{ name: string; password: string; code: string }>;
/** What is asked for: name and password; then, of who has one, the code of the authenticator, or one for who lost it. */
type Step = 'password' | 'code' | 'recovery';

const isCodeNeeded = (error: unknown): boolean => error instanceof Problem && error.code === 'code-needed';

/** In with name and password, and a code for who has set one up. */
export function PasswordForm() {
  const { t } = useWords();
  const { signIn } = useDoors();
  const [step, setStep] = useState<Step>('password');
  const form: Form = useForm({ initialValues: { name: '', password: '', code: '' } });
  const enter = useMutation({
    mutationFn: ({ name, password, code }: typeof form.values) =>
      signIn({ name, password, ...(step !== 'password' && { code }) }),
    onError: (error) => {
      if (isCodeNeeded(error) && step === 'password') setStep('code');
    },
  });
  const go = (next: Step): void => {
    form.setFieldValue('code', '');
    enter.reset();
    setStep(next);
  };
  const { error } = enter;
  return (
    <Card withBorder component="form" onSubmit={form.onSubmit((values) => enter.mutate(values))}>
      <Stack gap="sm">
        {step === 'password' ? <NameFields form={form} /> : <CodeField form={form} step={step} error={error} />}
        <Button type="submit" loading={enter.isPending}>
          {t.shell.signIn}
        </Button>
        {step !== 'password' && <Otherwise step={step} onGo={go} />}
        {!isCodeNeeded(error) && <Refused error={error} />}
      </Stack>
    </Card>
  );
}

function NameFields({ form }: { readonly form: Form }) {
  const { t } = useWords();
  return (
    <>
      <TextInput label={t.shell.name} autoComplete="username" required {...form.getInputProps('name')} />
      <PasswordInput
        label={t.shell.password}
        autoComplete="current-password"
        required
        {...form.getInputProps('password')}
      />
    </>
  );
}

function CodeField({ form, step, error }: { readonly form: Form; readonly step: Step; readonly error: Error | null }) {
  const a = useAccountWords();
  const isRecovery = step === 'recovery';
  return (
    <>
      {!isRecovery && (
        <Text size="sm" role="status">
          {a.codeAsked}
        </Text>
      )}
      <TextInput
        key={step}
        label={isRecovery ? a.recovery : a.code}
        description={isRecovery ? a.recoveryHint : a.codeHint}
        autoComplete="one-time-code"
        inputMode={isRecovery ? 'text' : 'numeric'}
        autoFocus
        required
        {...form.getInputProps('code')}
        error={fieldsOf(error)['code'] !== undefined && a.codeWrong}
      />
    </>
  );
}

function Otherwise({ step, onGo }: { readonly step: Step; readonly onGo: (step: Step) => void }) {
  const a = useAccountWords();
  const other = step === 'code' ? 'recovery' : 'code';
  return (
    <Group justify="space-between">
      <Button variant="subtle" size="compact-sm" onClick={() => onGo(other)}>
        {other === 'recovery' ? a.useRecovery : a.useCode}
      </Button>
      <Button variant="subtle" size="compact-sm" onClick={() => onGo('password')}>
        {a.another}
      </Button>
    </Group>
  );
}

function Refused({ error }: { readonly error: Error | null }) {
  const { t } = useWords();
  if (error instanceof Problem && error.code === 'sign-in-refused')
    return (
      <Text role="alert" c="red.9" size="sm">
        {t.shell.refused}
      </Text>
    );
  return <ProblemNote error={error} />;
}
