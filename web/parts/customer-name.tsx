import { Text } from '@mantine/core';

/** A customer by name, with its number. */
export function CustomerName({ number, name }: { readonly number: string; readonly name: string }) {
  return (
    <Text span inherit>
      {name}{' '}
      <Text span size="xs" c="dimmed">
        {number}
      </Text>
    </Text>
  );
}
