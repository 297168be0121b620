import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { mailResolutions } from '../../contracts/vocabulary.js';
import { useWords } from '../app/language.js';
import { ReasonDialog } from '../parts/reason-dialog.js';

type Resolution = (typeof mailResolutions)[number];
type Props = {
  /** Where the word is sent. */
  readonly path: string;
  /** What goes with it. */
  readonly body?: Readonly<Record<string, unknown>>;
};

/** How many were refused, where several were asked for at once. */
function refusedIn(answer: unknown): number {
  const { refused } = Object(answer) as { readonly refused?: readonly unknown[] };
  return refused?.length ?? 0;
}

/** What a person found out about something that may not have left: it was sent, it goes again, or it is given up. */
export function ResolveButtons(props: Props) {
  return (
    <Group gap="xs" className="no-print">
      {mailResolutions.map((resolution) => (
        <Resolve key={resolution} {...props} resolution={resolution} />
      ))}
    </Group>
  );
}

function Resolve({ path, body, resolution }: Props & { readonly resolution: Resolution }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  const [asked, setAsked] = useState(body);
  const open = (): void => {
    setAsked(body);
    dialog.open();
  };
  const name = t.mails.resolve[resolution];
  return (
    <>
      <Button size="xs" variant={resolution === 'skip' ? 'outline' : 'light'} onClick={open}>
        {name}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={dialog.close}
        title={name}
        confirm={name}
        ask={(reason) => ({ path, body: { ...asked, resolution, reason } })}
        done={(answer) => t.mails.resolved(refusedIn(answer))}
      >
        {t.mails.hint[resolution]}
      </ReasonDialog>
    </>
  );
}
