import { Alert, FileInput, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { FormDialog } from '../parts/form-dialog.js';
import { MOST_BYTES, rowsOfTable, textOfFile } from './pasted.js';
import type { LinesEditor } from './use-lines.js';

type Props = {
  readonly initial: string;
  readonly onRows: LinesEditor['append'];
  readonly onClose: () => void;
};

/** Lines out of a spreadsheet: copied, or a file that is chosen or dropped. Rows that are none are named, and stay to be corrected. */
export function PasteDialog({ initial, onRows, onClose }: Props) {
  const { t } = useWords();
  const [text, setText] = useState(initial);
  useKeptTyping({ name: 'pasted', typed: text === '' ? null : text, giveBack: setText });
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [isUnreadable, setUnreadable] = useState(false);
  const [isTooLarge, setTooLarge] = useState(false);
  const read = async (file: File | null): Promise<void> => {
    if (file === null) return;
    setTooLarge(file.size > MOST_BYTES);
    if (file.size <= MOST_BYTES) setText(await textOfFile(file));
  };
  const take = async (): Promise<void> => {
    const found = await rowsOfTable(text, t.sales).catch(() => null);
    setUnreadable(found === null);
    if (found === null) return;
    if (found.rows.length > 0) {
      onRows(found.rows);
      notifications.show({ message: t.sales.pasteAdded(found.rows.length), color: 'teal' });
    }
    if (found.refused.length === 0) return onClose();
    setText(found.rest);
    setRefused(found.refused.map(({ row, why }) => t.sales.pasteRow(row, why)));
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
      <Chosen isTooLarge={isTooLarge} onFile={read} />
      <Refused why={refused} />
      <Textarea
        label={t.sales.pasteText}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          const [file] = event.dataTransfer.files;
          if (file === undefined) return;
          event.preventDefault();
          void read(file);
        }}
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

type ChosenProps = { readonly isTooLarge: boolean; readonly onFile: (file: File | null) => Promise<void> };

/** A file whose text takes the place of what was typed. */
function Chosen({ isTooLarge, onFile }: ChosenProps) {
  const { t } = useWords();
  return (
    <FileInput
      label={t.sales.pasteFile}
      placeholder={t.sales.pasteChoose}
      accept=".csv,.tsv,.txt,text/csv,text/plain"
      value={null}
      onChange={(file) => void onFile(file)}
      error={isTooLarge ? t.sales.pasteTooLarge : undefined}
    />
  );
}

function Refused({ why }: { readonly why: readonly string[] }) {
  const { t } = useWords();
  if (why.length === 0) return null;
  return (
    <Alert color="orange" variant="outline" role="alert" title={t.sales.pasteRefused(why.length)}>
      {why.map((each) => (
        <Text key={each} size="sm">
          {each}
        </Text>
      ))}
    </Alert>
  );
}
