import { Button, Drawer, Group, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Page } from '../../contracts/primitives.js';
import type { WorkItem, WorkItemComment } from '../../contracts/work-item.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { Moment } from '../parts/figures.js';
import { GoneNote, useAtForm } from '../parts/kept.js';
import { Loaded } from '../parts/page.js';
import { ProblemNote } from '../parts/problem-note.js';

const LONGEST = 1_000;

/** What colleagues said about a line. */
export function Comments({ item }: { readonly item: WorkItem }) {
  const { t } = useWords();
  const may = useMay();
  const [opened, drawer] = useDisclosure(false);
  if (!may('worklist.comments')) return null;
  return (
    <>
      <Button size="xs" variant="default" onClick={drawer.open}>
        {t.work.comments} ({item.comments})
      </Button>
      <Drawer
        opened={opened}
        onClose={drawer.close}
        position="right"
        title={`${t.work.comments} · ${item.title}`}
        closeButtonProps={{ 'aria-label': t.shell.close }}
      >
        {opened && <Talk item={item} />}
      </Drawer>
    </>
  );
}

function Talk({ item }: { readonly item: WorkItem }) {
  const { t } = useWords();
  const [text, setText] = useState('');
  useKeptTyping({ name: `comment:${item.id}`, typed: text === '' ? null : text, giveBack: setText });
  const path = pathOf('/v1/worklist', item.id, 'comments');
  const query = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<Page<WorkItemComment>>(path, { limit: 100 }, signal),
  });
  const action = useAction({ touches: [[path], ['/v1/worklist']], onDone: () => setText('') });
  const gone = useAtForm(true, action.isPending);
  return (
    <Stack>
      <GoneNote why={gone} />
      <Loaded query={query}>
        {({ items }) => (
          <Stack gap="sm">
            {items.length === 0 && <Text c="dimmed">{t.work.noComments}</Text>}
            {items.map((comment) => (
              <div key={comment.id}>
                <Text size="xs" c="dimmed">
                  {comment.by.name} · <Moment at={comment.at} />
                </Text>
                <Text size="sm" className="wrap">
                  {comment.text}
                </Text>
              </div>
            ))}
          </Stack>
        )}
      </Loaded>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') action.mutate({ path, body: { text: text.trim() } });
        }}
      >
        <Textarea
          label={t.work.comment}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          autosize
          minRows={2}
          maxLength={LONGEST}
        />
        <ProblemNote error={action.error} />
        <Group justify="flex-end" mt="xs">
          <Button type="submit" size="xs" loading={action.isPending}>
            {t.work.addComment}
          </Button>
        </Group>
      </form>
    </Stack>
  );
}
