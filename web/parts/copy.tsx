import { Button, CopyButton } from '@mantine/core';

type Props = { readonly text: string; readonly label: string; readonly done: string };

/** Puts a text on the clipboard, and says so. */
export const Copy = ({ text, label, done }: Props) => (
  <CopyButton value={text}>
    {({ copied, copy }) => (
      <Button size="xs" variant="default" onClick={copy} aria-live="polite">
        {copied ? done : label}
      </Button>
    )}
  </CopyButton>
);
