import { Stack } from '@mantine/core';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { Page } from '../parts/page.js';
import { PasswordPanel } from './password.js';
import { SessionsPanel } from './sessions.js';

/** One's own password and sessions. */
export function AccountPage() {
  const { t } = useWords();
  const { method } = useMe();
  return (
    <Page title={t.account.title}>
      <Stack gap="md" maw={900}>
        {method === 'password' && <PasswordPanel />}
        <SessionsPanel />
      </Stack>
    </Page>
  );
}
