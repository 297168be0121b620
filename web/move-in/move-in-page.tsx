import { Anchor, Button, List, Stack } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { MoveIn } from '../../contracts/move-in-desk.js';
import type { Page as PageOf } from '../../contracts/primitives.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { urlOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { usePages } from '../http/use-pages.js';
import { DayInput } from '../parts/day-input.js';
import { More } from '../parts/more.js';
import { Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Rows } from '../parts/rows.js';
import { Choose } from './choose.js';
import { useMoveInWords } from './words.js';

/** The books of another system: how to begin, files to be looked at, and what was moved in before. */
export function MoveInPage() {
  const words = useMoveInWords();
  const may = useMay();
  const { language } = useWords();
  return (
    <Page
      title={words.title}
      right={
        <Button component="a" href={urlOf('/v1/move-in-template', { language })} download variant="default">
          {words.template}
        </Button>
      }
    >
      <Stack gap="md">
        <Panel title={words.howTitle}>
          <List type="ordered" size="sm" spacing="xs">
            {words.how.map((step) => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
        </Panel>
        {may('move-ins.upload') && <Upload />}
        <History />
      </Stack>
    </Page>
  );
}

function Upload() {
  const words = useMoveInWords();
  const navigate = useNavigate();
  const { today } = useMe();
  const [asOf, setAsOf] = useState(today);
  const action = useAction<MoveIn>({
    touches: [['/v1/move-ins']],
    onDone: ({ id }) => void navigate({ to: '/move-in/$id', params: { id } }),
  });
  return (
    <Panel title={words.choose}>
      <Choose
        label={words.look}
        isBusy={action.isPending}
        onGive={(files) => action.mutate({ path: '/v1/move-ins', body: { asOf, files } })}
      >
        <DayInput label={words.asOf} value={asOf} onChange={(day) => setAsOf(day ?? today)} maw={220} />
        <ProblemNote error={action.error} />
      </Choose>
    </Panel>
  );
}

function History() {
  const words = useMoveInWords();
  const { words: written } = useWords();
  const pages = usePages<PageOf<MoveIn>>('/v1/move-ins', {});
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const day = (text: string): string => written.say.date(text);
  return (
    <Panel title={words.history}>
      <ProblemNote error={pages.error} />
      <Rows
        none={words.noHistory}
        heads={[words.asOf, words.status, words.file, words.by, words.at]}
        rows={items.map(({ id, asOf, status, files, isDemo, createdBy, createdAt }) => ({
          key: id,
          cells: [
            <Anchor
              key="link"
              renderRoot={(props) => <Link {...props} to="/move-in/$id" params={{ id }} />}
              aria-label={words.see(day(asOf))}
            >
              {day(asOf)}
            </Anchor>,
            words.statuses[status],
            isDemo ? words.demo : files.join(', '),
            createdBy,
            day(createdAt.slice(0, 10)),
          ],
        }))}
      />
      <More of={pages} mt="sm" />
    </Panel>
  );
}
