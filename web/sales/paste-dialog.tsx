import { Alert, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { FormDialog } from '../parts/form-dialog.js';
import { rowsOfTable } from './pasted.js';
import type { LinesEditor } from './use-lines.js';

type Props = {
  readonly initial: string;
  readonly onRows: LinesEditor['append'];
  readonly onClose: () => void;
};

/** Lines out of a spreadsheet. Rows that are none are named, and stay to be corrected. */
export function PasteDialog({ initial, onRows, onClose }: Props) {
  const { t } = useWords();
  const [text, setText] = useState(initial);
  useKeptTyping({ name: 'pasted', typed: text === '' ? null : text, giveBack: setText });
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [isUnreadable, setUnreadable] = useState(false);
  const take = async (): Promise<void> => {
    const read = await rowsOfTable(text, t.sales).catch(() => null);
    setUnreadable(read === null);
    if (read === null) return;
    if (read.rows.length > 0) {
      onRows(read.rows);
      notifications.show({ message: t.sales.pasteAdded(read.rows.length), color: 'teal' });
    }
    if (read.refused.length === 0) return onClose();
    setText(read.refused.map((each) => each.text).join('\n'));
    setRefused(read.refused.map(({ row, why }) => t.sales.pasteRow(row, why)));
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t.sales.paste}
      confirm={t.sales.pasteAdd}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void take();
      }}
      isPending={false}
      error={null}
      size="lg"
    >
      <Text size="sm">{t.sales.pasteHint}</Text>
      {refused.length > 0 && (
        <Alert color="orange" variant="outline" role="alert" title={t.sales.pasteRefused(refused.length)}>
          {refused.map((why) => (
            <Text key={why} size="sm">
              {why}
            </Text>
          ))}
        </Alert>
      )}
      <Textarea
        label={t.sales.pasteText}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={isUnreadable ? t.sales.pasteUnreadable : undefined}
        minRows={8}
        maxRows={16}
        autosize
        data-autofocus
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
    </FormDialog>
  );
}
