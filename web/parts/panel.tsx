import { Group, Paper, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

type Props = { readonly title: string; readonly right?: ReactNode; readonly children: ReactNode };

/** A part of a page with its heading. */
export function Panel({ title, right, children }: Props) {
  const id = useId();
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={id}>
      <Group justify="space-between" mb="xs" wrap="wrap">
        <Title order={2} size="h3" id={id}>
          {title}
        </Title>
        {right}
      </Group>
      {children}
    </Paper>
  );
}
