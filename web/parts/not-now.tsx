import { Button, Tooltip, VisuallyHidden } from '@mantine/core';
import { useId } from 'react';

type Props = {
  /** What the button says. */
  readonly text: string;
  readonly why: string;
};

/** A button of what is not possible now: it is reached as the others are, says why, and does nothing. */
export function NotNow({ text, why }: Props) {
  const id = useId();
  return (
    <span>
      <Tooltip label={why} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
        <Button
          size="xs"
          variant="default"
          aria-disabled
          data-disabled
          aria-describedby={id}
          onClick={(event) => event.preventDefault()}
        >
          {text}
        </Button>
      </Tooltip>
      <VisuallyHidden id={id}>{why}</VisuallyHidden>
    </span>
  );
}
