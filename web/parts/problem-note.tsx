import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ShellWords } from '../../words/fr/console/shell.js';
import { useWords } from '../app/language.js';
import { Problem } from '../http/client.js';

/** Why something could not be done, and what to do instead. */
export function ProblemNote({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useWords();
  if (error === null || error === undefined) return null;
  const { title, detail, remedy } = told(error, t.shell);
  return (
    <Alert color="red" variant="outline" icon={<IconAlertTriangle aria-hidden />} title={title} role="alert" my="sm">
      {detail !== '' && <Text size="sm">{detail}</Text>}
      {remedy !== '' && (
        <Text size="sm" c="dimmed">
          {t.shell.named(t.shell.remedy, remedy)}
        </Text>
      )}
      {onRetry && (
        <Group mt="xs">
          <Button size="xs" variant="default" onClick={onRetry}>
            {t.shell.again}
          </Button>
        </Group>
      )}
    </Alert>
  );
}

type Told = { readonly title: string; readonly detail: string; readonly remedy: string };

function told(error: unknown, words: ShellWords): Told {
  if (!(error instanceof Problem)) return { title: words.failed, detail: '', remedy: '' };
  return { title: titleOf(error, words), detail: error.detail, remedy: error.status >= 500 ? '' : error.remedy };
}

function titleOf({ status, code }: Problem, words: ShellWords): string {
  if (status === 0) return words.unreachable;
  if (status === 401) return words.sessionOver;
  if (code === 'forbidden') return words.forbidden;
  if (status === 404) return words.notFoundTitle;
  if (code === 'changed-meanwhile') return words.changed;
  if (status === 429) return words.tooMany;
  if (status === 503) return words.unavailable;
  return status >= 500 ? words.failed : words.invalid;
}
