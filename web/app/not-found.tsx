import { Text } from '@mantine/core';
import { Page } from '../parts/page.js';
import { useWords } from './language.js';

/** There is no such page. */
export function NotFound() {
  const { t } = useWords();
  return (
    <Page title={t.shell.notFoundTitle}>
      <Text>{t.shell.notFound}</Text>
    </Page>
  );
}
