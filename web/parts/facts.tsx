import { SimpleGrid, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** Names and values side by side; what has no value is left out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [string, ReactNode])[] }) {
  const given = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return (
    <SimpleGrid component="dl" cols={{ base: 1, xs: 2, sm: 3, lg: 4 }} spacing="md" verticalSpacing="xs" m={0}>
      {given.map(([name, value]) => (
        <Stack key={name} gap={0}>
          <Text component="dt" size="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} className="wrap">
            {value}
          </Text>
        </Stack>
      ))}
    </SimpleGrid>
  );
}
