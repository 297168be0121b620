import { Button, FileInput, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ImportKind } from '../../contracts/import.js';
import { importNeeds } from '../../contracts/vocabulary.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useMay } from '../app/session.js';
import { Panel } from '../parts/panel.js';
import { useImportWords } from './words.js';

type Props = {
  readonly isBusy: boolean;
  readonly onRead: (name: string, kind: ImportKind | null, text: string) => void;
};

/** A file, or a table that is pasted, and what its rows are. */
export function Choose({ isBusy, onRead }: Props) {
  const words = useImportWords();
  const may = useMay();
  const [file, setFile] = useState<File | null>(null);
  const [text, setText] = useState('');
  const [kind, setKind] = useState<string>('auto');
  useKeptTyping({ name: 'import:pasted', typed: text === '' ? null : text, giveBack: setText });
  const kinds = (Object.keys(importNeeds) as ImportKind[]).filter((each) => may(importNeeds[each]));
  const read = async (): Promise<void> => {
    const said = file === null ? text : await file.text();
    if (said.trim() === '') return;
    onRead(file?.name ?? '', kind === 'auto' ? null : (kind as ImportKind), said);
  };
  return (
    <Panel title={words.choose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void read();
        }}
      >
        <Stack>
          <Text size="sm">{words.hint}</Text>
          <Group grow align="flex-start">
            <Select
              label={words.kind}
              data={[
                { value: 'auto', label: words.auto },
                ...kinds.map((each) => ({ value: each, label: words.kinds[each] })),
              ]}
              value={kind}
              allowDeselect={false}
              onChange={(next) => setKind(next ?? 'auto')}
            />
            <FileInput
              label={words.file}
              placeholder={words.fileHint}
              accept=".csv,.txt,.tsv,text/csv,text/plain"
              value={file}
              onChange={setFile}
              clearable
              clearButtonProps={{ 'aria-label': words.clearFile }}
            />
          </Group>
          <Textarea
            label={words.pasted}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            disabled={file !== null}
            minRows={6}
            maxRows={14}
            autosize
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={isBusy} disabled={file === null && text.trim() === ''}>
              {words.read}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
