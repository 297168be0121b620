import { Text } from '@mantine/core';
import { Go } from './link.js';

/** A customer by name, with its number: the way to its page. */
export function CustomerName({ number, name }: { readonly number: string; readonly name: string }) {
  return (
    <>
      <Go to="/customers/$number" params={{ number }}>
        {name}
      </Go>
      {name !== number && (
        <Text span size="xs" c="dimmed">
          {' '}
          {number}
        </Text>
      )}
    </>
  );
}
