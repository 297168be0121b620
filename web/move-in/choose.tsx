import { Box, Button, FileInput, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useMoveInWords } from './words.js';

type Props = {
  readonly label: string;
  readonly isBusy: boolean;
  readonly onGive: (files: readonly UploadedFile[]) => void;
  readonly children?: React.ReactNode;
};

export type UploadedFile = { readonly name: string; readonly text: string };

/** Bytes of all files together: see contracts/move-in-desk.ts. */
const MOST_BYTES = 12_000_000;
const ACCEPTED = '.csv,.tsv,.txt,.json,.xlsx';

/** Files chosen by keyboard or dropped. */
export function Choose({ label, isBusy, onGive, children }: Props) {
  const words = useMoveInWords();
  const [files, setFiles] = useState<File[]>([]);
  const [isOver, setOver] = useState(false);
  const isTooLarge = files.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES;
  const give = async (): Promise<void> => {
    onGive(await Promise.all(files.map(async (file) => ({ name: file.name, text: await base64Of(file) }))));
    setFiles([]);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void give();
      }}
    >
      <Stack gap="sm">
        {children}
        <FileInput
          multiple
          label={words.files}
          placeholder={words.filesHint}
          accept={ACCEPTED}
          value={files}
          onChange={setFiles}
          clearable
          clearButtonProps={{ 'aria-label': words.clearFiles }}
          {...(isTooLarge && { error: words.tooLarge })}
        />
        <Box
          p="md"
          bd={
            isOver ? '2px solid var(--mantine-primary-color-filled)' : '2px dashed var(--mantine-color-default-border)'
          }
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            setFiles([...files, ...event.dataTransfer.files]);
          }}
        >
          <Text size="sm" ta="center">
            {words.drop}
          </Text>
        </Box>
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={files.length === 0 || isTooLarge}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : '');
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'));
    reader.readAsDataURL(file);
  });
