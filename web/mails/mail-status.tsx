import { Badge } from '@mantine/core';
import type { OutgoingStatus } from '../../contracts/vocabulary.js';
import { useWords } from '../app/language.js';

const colours: Readonly<Record<OutgoingStatus, string>> = {
  QUEUED: 'blue',
  SENDING: 'blue',
  SENT: 'green',
  UNKNOWN: 'orange',
  FAILED: 'red',
  HANDED: 'grape',
  SKIPPED: 'gray',
};

/** Whether a mail left. */
export function MailStatus({ status }: { readonly status: OutgoingStatus }) {
  const { words } = useWords();
  return (
    <Badge variant="outline" color={colours[status]}>
      {words.mailStatus[status]}
    </Badge>
  );
}
