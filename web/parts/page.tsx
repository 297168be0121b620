import { Group, Loader, Stack, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useWords } from '../app/language.js';
import { ProblemNote } from './problem-note.js';

type Props = { readonly title: string; readonly right?: ReactNode; readonly children: ReactNode };

/** A page with its heading; the browser's tab is called the same. */
export function Page({ title, right, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Encours`;
  }, [title]);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="center" wrap="wrap">
        <Title order={1}>{title}</Title>
        {right}
      </Group>
      {children}
    </Stack>
  );
}

/** What was read; or that it is being read, or why it cannot be. */
export function Loaded<T>({
  query,
  children,
}: {
  readonly query: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}) {
  const { t } = useWords();
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  return <Loader aria-label={t.shell.loading} role="status" />;
}
