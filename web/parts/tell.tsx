import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Spoken } from '../app/language.js';
import { Problem } from '../http/client.js';

/** Says in passing that something is done, with the way back where it is safe. */
export function tellDone({ t }: Spoken, message: string, undo?: () => void): void {
  const id = notifications.show({
    color: 'teal',
    closeButtonProps: { 'aria-label': t.shell.close },
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        {undo && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            {t.shell.undo}
          </Button>
        )}
      </Group>
    ),
  });
}

/** Says in passing why something was not done. */
export const tellProblem =
  ({ t }: Spoken) =>
  (error: Error): void => {
    const text = error instanceof Problem && error.detail !== '' ? error.detail : t.shell.failed;
    notifications.show({
      color: 'red',
      message: text,
      autoClose: false,
      closeButtonProps: { 'aria-label': t.shell.close },
    });
  };
