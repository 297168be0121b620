import { Stack, Text } from '@mantine/core';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { Facts } from '../parts/facts.js';
import { Moment } from '../parts/figures.js';
import { Page } from '../parts/page.js';
import { PasswordPanel } from './password.js';
import { SecondFactorPanel } from './second-factor.js';
import { SessionsPanel } from './sessions.js';
import { useAccountWords } from './words.js';

/** Who one is here; one's own password, second factor and sessions. */
export function AccountPage() {
  const { words } = useWords();
  const a = useAccountWords();
  const { method, name, role, endsAt } = useMe();
  return (
    <Page title={a.title}>
      <Stack gap="md" maw={900}>
        <Facts
          facts={[
            [a.person, name],
            [a.role, capital(words.role[role])],
            [a.signedInBy, a.method[method]],
            [a.sessionUntil, <Moment key="until" at={endsAt} />],
          ]}
        />
        {method === 'oidc' && <Text size="sm">{a.atCompany}</Text>}
        {method === 'demo' && <Text size="sm">{a.atDemo}</Text>}
        {method === 'password' && (
          <>
            <PasswordPanel title={a.changePassword} />
            <SecondFactorPanel />
          </>
        )}
        <SessionsPanel />
      </Stack>
    </Page>
  );
}
