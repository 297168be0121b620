import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ComponentProps } from 'react';
import { ReasonDialog } from './reason-dialog.js';

type Dialog = Pick<
  ComponentProps<typeof ReasonDialog>,
  'title' | 'ask' | 'isWhole' | 'of' | 'isComing' | 'done' | 'children'
>;

type Props = Dialog & {
  /** What the button says, and the one in the dialog. */
  readonly text: string;
  readonly isDangerous?: boolean;
  /** Stands in a row of a table. */
  readonly isSmall?: boolean;
  /** It is about to be opened: time to read what it is decided on. */
  readonly onOpen?: () => void;
};

/** A decision that wants its reason: a button, and the dialog that it opens. */
export function DecideButton({ text, isDangerous = false, isSmall = false, onOpen, ...dialogProps }: Props) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button
        size={isSmall ? 'compact-xs' : 'xs'}
        variant={isDangerous ? 'outline' : 'light'}
        {...(isDangerous && { color: 'red.9' })}
        onClick={() => {
          onOpen?.();
          dialog.open();
        }}
      >
        {text}
      </Button>
      <ReasonDialog {...dialogProps} opened={opened} onClose={dialog.close} confirm={text} isDangerous={isDangerous} />
    </>
  );
}
