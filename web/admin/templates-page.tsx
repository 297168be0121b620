import { Alert, Button, Checkbox, Group, List, SegmentedControl, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DocumentTemplate, ListedTemplate, TemplateBody } from '../../contracts/document-template.js';
import type { Page } from '../../contracts/primitives.js';
import { languages, templatedKinds, type Language, type TemplatedKind } from '../../contracts/vocabulary.js';
import { warningsOf } from '../../domain/document-template.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useMe } from '../app/session.js';
import { fieldsOf, get } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { usePages } from '../http/use-pages.js';
import { DayInput } from '../parts/day-input.js';
import { Day } from '../parts/figures.js';
import { More } from '../parts/more.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Rows } from '../parts/rows.js';
import { tellDone } from '../parts/tell.js';
import { AdminPage } from './admin-frame.js';
import { draftOf, sentOf, withLanguage, type Worded } from './template-draft.js';
import { ColorFields, ColumnFields, LogoField, WordFields } from './template-fields.js';
import { TemplatePreview } from './template-preview.js';
import { useTemplateWords } from './template-words.js';
import { useAdmin } from './use-admin.js';

const path = '/v1/document-templates';

/** How documents look: the versions, and a draft of the next one with its preview. */
export function TemplatesPage() {
  const { a } = useAdmin();
  const w = useTemplateWords();
  const query = usePages<Page<ListedTemplate>>(path, {});
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [taken, take] = useState<number | null>(null);
  const version = taken ?? items[0]?.version;
  return (
    <AdminPage title={a.admin.templates}>
      <Text size="sm" c="dimmed">
        {w.hint}
      </Text>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Panel title={w.versions}>
        <Rows
          none=""
          heads={[w.version, w.from, w.state, w.setBy, w.draft]}
          rows={items.map((each) => ({
            key: String(each.version),
            cells: [
              String(each.version),
              <Day key="from" date={each.from} />,
              w.states[each.state],
              each.setBy,
              <Button key="take" size="compact-xs" variant="default" onClick={() => take(each.version)}>
                {w.take(each.version)}
              </Button>,
            ],
          }))}
        />
        <More of={query} size="xs" mt="xs" />
      </Panel>
      {version !== undefined && <Draft key={version} version={version} onSaved={take} />}
    </AdminPage>
  );
}

type DraftProps = { readonly version: number; readonly onSaved: (version: number) => void };

function Draft({ version, onSaved }: DraftProps) {
  const one = pathOf(path, version);
  const query = useQuery({
    queryKey: [one],
    queryFn: ({ signal }) => get<DocumentTemplate>(one, {}, signal),
    staleTime: Infinity,
  });
  return <Loaded query={query}>{(template) => <Editor template={template} onSaved={onSaved} />}</Loaded>;
}

type EditorProps = { readonly template: DocumentTemplate; readonly onSaved: (version: number) => void };

function Editor({ template, onSaved }: EditorProps) {
  const w = useTemplateWords();
  const spoken = useAdmin();
  const [was] = useState(() => draftOf(template));
  const [draft, setDraft] = useState<TemplateBody>(was);
  const [of, setOf] = useState<Worded>('invoice');
  const [language, setLanguage] = useState<Language>(spoken.language);
  useKeptTyping({ name: 'document-template', typed: draft === was ? null : draft, giveBack: setDraft });
  const kind: TemplatedKind = of === 'every' ? 'invoice' : of;
  const sent = sentOf(draft);
  const saving = useSaving(sent, onSaved);
  const refused = fieldsOf(saving.error);
  const part = { draft, onChange: setDraft, refused };
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
      <Panel title={w.draft}>
        <Stack gap="md">
          <ColorFields {...part} />
          <LogoField draft={draft} onChange={setDraft} />
          <Group align="end">
            <Select
              label={w.document}
              allowDeselect={false}
              data={[
                { value: 'every', label: w.every },
                ...templatedKinds.map((each) => ({ value: each, label: w.kind[each] })),
              ]}
              value={of}
              onChange={(value) => value !== null && setOf(value as Worded)}
            />
            <SegmentedControl
              aria-label={w.wordsLanguage}
              data={languages.map((each) => ({ value: each, label: w.languages[each] }))}
              value={language}
              onChange={(value) => setLanguage(value as Language)}
            />
            {of !== 'every' && (
              <Select
                label={w.writtenIn}
                allowDeselect={false}
                data={[
                  { value: 'recipient', label: w.recipient },
                  ...languages.map((each) => ({ value: each, label: w.languages[each] })),
                ]}
                value={draft.languages[of] ?? 'recipient'}
                onChange={(value) =>
                  setDraft(withLanguage(draft, of, value === 'recipient' ? null : (value as Language)))
                }
              />
            )}
          </Group>
          {of !== 'every' && <ColumnFields draft={draft} onChange={setDraft} kind={of} />}
          <WordFields {...part} of={of} language={language} />
          <Save template={sent} saving={saving} />
        </Stack>
      </Panel>
      <TemplatePreview template={sent} kind={kind} language={language} />
    </SimpleGrid>
  );
}

type Saving = ReturnType<typeof useSaving>;

function useSaving(body: TemplateBody, onSaved: (version: number) => void) {
  const spoken = useAdmin();
  const w = useTemplateWords();
  const action = useAction<DocumentTemplate>({
    onDone: ({ version }) => {
      tellDone(spoken, w.saved(version));
      onSaved(version);
    },
  });
  const save = (from: string, despiteWarnings: boolean): void =>
    action.mutate({ path, body: { ...body, from, ...(despiteWarnings && { despiteWarnings }) } });
  return { ...action, save };
}

type SaveProps = { readonly template: TemplateBody; readonly saving: Saving };

/** From which day on, and that it is so in spite of what is to be looked at twice. */
function Save({ template, saving }: SaveProps) {
  const w = useTemplateWords();
  const { today } = useMe();
  const [from, setFrom] = useState<string | null>(today);
  const [despite, setDespite] = useState(false);
  const warnings = warningsOf(template);
  const isHeld = warnings.length > 0 && !despite;
  return (
    <Stack gap="sm">
      {warnings.length > 0 && (
        <Alert color="yellow" variant="outline" icon={<IconAlertTriangle aria-hidden />} title={w.warnings}>
          <List size="sm">
            {warnings.map((warning) => (
              <List.Item key={JSON.stringify(warning)}>{w.warned(warning)}</List.Item>
            ))}
          </List>
          <Checkbox
            mt="sm"
            label={w.despite}
            checked={despite}
            onChange={(event) => setDespite(event.currentTarget.checked)}
          />
        </Alert>
      )}
      <Group align="end">
        <DayInput label={w.from} required value={from} onChange={setFrom} error={fieldsOf(saving.error)['from']} />
        <Button
          loading={saving.isPending}
          disabled={from === null || isHeld}
          onClick={() => from !== null && saving.save(from, despite)}
        >
          {w.save}
        </Button>
      </Group>
      <ProblemNote error={saving.error} />
    </Stack>
  );
}
