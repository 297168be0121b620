import { Group, Loader, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { TemplateBody, TemplatePreviewInput } from '../../contracts/document-template.js';
import type { Language, TemplatedKind } from '../../contracts/vocabulary.js';
import { headersOf, reach } from '../http/client.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { useTemplateWords } from './template-words.js';

const path = '/v1/document-templates/preview.pdf';
const PAUSE_MS = 400;

type Props = { readonly template: TemplateBody; readonly kind: TemplatedKind; readonly language: Language };

/** The draft on an example, or on a document that was issued, made anew once the typing pauses. */
export function TemplatePreview({ template, kind, language }: Props) {
  const w = useTemplateWords();
  const [number, setNumber] = useState('');
  const given = number.trim();
  const asked: TemplatePreviewInput = { template, kind, language, ...(given !== '' && { number: given }) };
  const [text] = useDebouncedValue(JSON.stringify(asked), PAUSE_MS);
  const query = useQuery({
    queryKey: [path, text],
    queryFn: ({ signal }) => rendered(text, signal),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 10_000,
  });
  const shown = query.error === null ? (query.data ?? null) : null;
  const url = useUrlOf(shown);
  const right = (
    <Group gap="sm">
      {query.isFetching && <Loader size="xs" />}
      {shown !== null && (
        <Text size="sm" c="dimmed">
          {w.weighs((shown.size / 1_024).toFixed(0))}
        </Text>
      )}
    </Group>
  );
  return (
    <Panel title={w.previewAs(w.kind[kind])} right={right}>
      <TextInput
        label={w.previewOf}
        description={w.previewHint}
        maxLength={40}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
        mb="sm"
      />
      <ProblemNote error={query.error} />
      {url !== null && <iframe className="document" title={w.preview} src={url} />}
    </Panel>
  );
}

async function rendered(body: string, signal: AbortSignal): Promise<Blob> {
  const headers = headersOf({
    'Content-Type': 'application/json',
    Accept: 'application/pdf, application/problem+json',
  });
  const response = await reach(fetch(path, { method: 'POST', headers, body, signal }));
  return response.blob();
}

/** An address of the file in this page, until another one takes its place. */
function useUrlOf(file: Blob | null): string | null {
  const url = useMemo(() => (file === null ? null : URL.createObjectURL(file)), [file]);
  useEffect(() => (url === null ? undefined : () => URL.revokeObjectURL(url)), [url]);
  return url;
}
