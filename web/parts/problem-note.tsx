import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ShellWords } from '../../words/fr/console/shell.js';
import { useEffect, useRef } from 'react';
import { useWords } from '../app/language.js';
import { Problem } from '../http/client.js';
import type { Again } from '../http/use-action.js';

type Props = {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** The way on when what it was decided on has changed meanwhile. */
  readonly again?: Again;
};

/** Why something could not be done, and what to do instead. */
export function ProblemNote({ error, onRetry, again }: Props) {
  const { t } = useWords();
  if (error === null || error === undefined) return again?.isRead === true ? <ReadAgain /> : null;
  const { title, detail, remedy } = told(error, t.shell);
  return (
    <Alert color="red" variant="outline" icon={<IconAlertTriangle aria-hidden />} title={title} role="alert" my="sm">
      {detail !== '' && <Text size="sm">{detail}</Text>}
      {remedy !== '' && (
        <Text size="sm" c="dimmed">
          {t.shell.named(t.shell.remedy, remedy)}
        </Text>
      )}
      {again && error instanceof Problem && error.code === 'changed-meanwhile' && (
        <Group mt="xs">
          <Button size="xs" variant="default" loading={again.isReading} onClick={again.read}>
            {t.shell.readAgain}
          </Button>
        </Group>
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

/** Stands where the button was; who used it hears what it did. */
function ReadAgain() {
  const { t } = useWords();
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => note.current?.focus(), []);
  return (
    <Alert ref={note} tabIndex={-1} variant="outline" role="status" my="sm">
      {t.shell.readNow}
    </Alert>
  );
}

type Told = { readonly title: string; readonly detail: string; readonly remedy: string };

function told(error: unknown, words: ShellWords): Told {
  if (!(error instanceof Problem)) return { title: words.failed, detail: '', remedy: '' };
  return { title: titleOf(error, words), detail: error.detail, remedy: error.status >= 500 ? '' : error.remedy };
}

function titleOf({ status, code, title }: Problem, words: ShellWords): string {
  if (status === 0) return words.unreachable;
  if (status === 401) return words.sessionOver;
  if (code === 'forbidden') return words.forbidden;
  if (status === 404) return words.notFoundTitle;
  if (code === 'changed-meanwhile') return words.changed;
  if (status === 429) return words.tooMany;
  if (status === 503) return words.unavailable;
  if (status >= 500) return words.failed;
  return code === 'invalid-request' || title === '' ? words.invalid : `${title}.`;
}
