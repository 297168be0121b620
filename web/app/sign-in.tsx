import {
  Button,
  Card,
  Center,
  Group,
  PasswordInput,
  PinInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { capital } from '../../words/format.js';
import { Problem } from '../http/client.js';
import { ProblemNote } from '../parts/problem-note.js';
import { useWords } from './language.js';
import { LanguageChoice } from './preferences.js';
import { useDoors, type Nobody } from './session.js';

/** The way in: a name and a password, the company's own sign-in, or, in the demo, one click. */
export function SignIn({ doors }: { readonly doors: Nobody }) {
  const { t } = useWords();
  return (
    <Center component="main" id="content" mih="100vh" p="md">
      <Stack w="100%" maw={460} gap="lg">
        <Group justify="space-between">
          <div>
            <Title order={1}>{t.shell.product}</Title>
            <Text c="dimmed">{t.shell.tagline}</Text>
          </div>
          <LanguageChoice />
        </Group>
        {doors.demo.length > 0 && <Demo accounts={doors.demo} />}
        {doors.password && <PasswordForm />}
        {doors.oidc !== null && (
          <Button component="a" variant="default" href={`/session/oidc?next=${encodeURIComponent(here())}`}>
            {t.shell.withCompany(doors.oidc.name)}
          </Button>
        )}
      </Stack>
    </Center>
  );
}

const here = (): string => `${window.location.pathname}${window.location.search}`;

function Demo({ accounts }: { readonly accounts: Nobody['demo'] }) {
  const { t, words } = useWords();
  const { enterDemo } = useDoors();
  const enter = useMutation({ mutationFn: enterDemo });
  return (
    <Card withBorder component="section" aria-labelledby="demo">
      <Title order={2} size="h3" id="demo">
        {t.shell.demoTitle}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {t.shell.demoHint}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
        {accounts.map(({ account, role, name }) => (
          <Button
            key={account}
            variant="light"
            h="auto"
            py="xs"
            onClick={() => enter.mutate(account)}
            loading={enter.isPending && enter.variables === account}
          >
            <span>
              {capital(words.role[role])}
              <Text size="xs" component="span" display="block" fw={400}>
                {name}
              </Text>
            </span>
          </Button>
        ))}
      </SimpleGrid>
      <ProblemNote error={enter.error} />
    </Card>
  );
}

function PasswordForm() {
  const { t } = useWords();
  const { signIn } = useDoors();
  const [wantsCode, setWantsCode] = useState(false);
  const form = useForm({ initialValues: { name: '', password: '', code: '' } });
  const enter = useMutation({
    mutationFn: ({ name, password, code }: typeof form.values) =>
      signIn({ name, password, ...(code !== '' && { code }) }),
    onError: (error) => {
      if (error instanceof Problem && error.code === 'code-needed') setWantsCode(true);
    },
  });
  const { error } = enter;
  const asksCode = error instanceof Problem && error.code === 'code-needed';
  return (
    <Card withBorder component="form" onSubmit={form.onSubmit((values) => enter.mutate(values))}>
      <Stack gap="sm">
        <TextInput label={t.shell.name} autoComplete="username" required {...form.getInputProps('name')} />
        <PasswordInput
          label={t.shell.password}
          autoComplete="current-password"
          required
          {...form.getInputProps('password')}
        />
        {wantsCode && (
          <div>
            <Text size="sm" fw={500} id="code">
              {t.shell.code}
            </Text>
            <PinInput length={6} type="number" oneTimeCode aria-labelledby="code" {...form.getInputProps('code')} />
          </div>
        )}
        <Button type="submit" loading={enter.isPending}>
          {t.shell.signIn}
        </Button>
        {asksCode && <Text size="sm">{t.shell.codeNeeded}</Text>}
        {!asksCode && <Refused error={error} />}
      </Stack>
    </Card>
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
