import { Alert, Button, Card, Center, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Suspense } from 'react';
import { capital } from '../../words/format.js';
import { useAccountWords } from '../account/words.js';
import { urlOf } from '../http/client.js';
import { ProblemNote } from '../parts/problem-note.js';
import { useWords } from './language.js';
import { PasswordForm } from './password-form.js';
import { LanguageChoice } from './preferences.js';
import { useDoors, type Nobody } from './session.js';

/** The way in: a name and a password, the company's own sign-in, or, in the demo, one click. */
export function SignIn({ doors }: { readonly doors: Nobody }) {
  const { t } = useWords();
  const problem = new URLSearchParams(window.location.search).get('problem');
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
        {(problem !== null || doors.ended !== null) && (
          <Suspense>
            <Told ended={doors.ended} problem={problem} />
          </Suspense>
        )}
        {doors.demo.length > 0 && <Demo accounts={doors.demo} />}
        {doors.password && <PasswordForm />}
        {doors.oidc !== null && (
          <Button component="a" variant="default" href={urlOf('/session/oidc', { next: here() })}>
            {t.shell.withCompany(doors.oidc.name)}
          </Button>
        )}
      </Stack>
    </Center>
  );
}

type Reason = { readonly ended: Nobody['ended']; readonly problem: string | null };

/** Why one stands here: the session ended, or the sign-in at the company came to nothing. */
function Told({ ended, problem }: Reason) {
  const a = useAccountWords();
  if (problem !== null)
    return (
      <Alert color="red" variant="outline" role="alert">
        {a.oidcProblems[problem] ?? a.oidcUnknown}
      </Alert>
    );
  if (ended === null) return null;
  return (
    <Alert color="yellow" variant="outline" role="status">
      {a.sessionEnded[ended]}
    </Alert>
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
