import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useWords } from '../app/language.js';
import type { Again } from '../http/use-action.js';
import { GoneNote, useAtForm } from './kept.js';
import { ProblemNote } from './problem-note.js';

type Props = {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What the button says. */
  readonly confirm: string;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly again?: Again;
  readonly size?: string;
  readonly children: ReactNode;
};

/** A form in a dialog: Enter sends it, Escape leaves it, a click beside it does not; a refusal is told in it. */
export function FormDialog(props: Props) {
  const { opened, onClose, title, confirm, onSubmit, isPending, error, again, size, children } = props;
  const { t } = useWords();
  const gone = useAtForm(opened, isPending);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      {...(size !== undefined && { size })}
      closeButtonProps={{ 'aria-label': t.shell.close }}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          <GoneNote why={gone} />
          {children}
          <ProblemNote error={error} {...(again && { again })} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t.shell.cancel}
            </Button>
            <Button type="submit" loading={isPending}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
