import { Button, Center, Group, Stack, Title } from '@mantine/core';
import { useWords } from '../app/language.js';
import { LanguageChoice } from '../app/preferences.js';
import { useDoors } from '../app/session.js';
import { PasswordPanel } from './password.js';
import { useAccountWords } from './words.js';

/** A password that somebody else gave is changed before anything else is done. */
export function FirstPassword() {
  const { t } = useWords();
  const a = useAccountWords();
  const { signOut } = useDoors();
  return (
    <Center component="main" id="content" mih="100vh" p="md">
      <Stack w="100%" maw={460} gap="lg">
        <Group justify="space-between">
          <Title order={1}>{t.shell.product}</Title>
          <LanguageChoice />
        </Group>
        <PasswordPanel title={a.choosePassword} />
        <Group>
          <Button variant="subtle" onClick={() => void signOut()}>
            {t.shell.signOut}
          </Button>
        </Group>
      </Stack>
    </Center>
  );
}
