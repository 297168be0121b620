import { Alert, Anchor, Badge, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { MoveIn, MoveInRefusedRow } from '../../contracts/move-in-desk.js';
import type { MoveInKind } from '../../contracts/move-in.js';
import type { Page as PageOf } from '../../contracts/primitives.js';
import { isMoveInAtWork } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get, urlOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { usePages } from '../http/use-pages.js';
import { Facts } from '../parts/facts.js';
import { More } from '../parts/more.js';
import { Loaded, Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { ReasonDialog } from '../parts/reason-dialog.js';
import { Rows } from '../parts/rows.js';
import { Choose } from './choose.js';
import { Totals } from './totals.js';
import { useMoveInWords, useSheetWords } from './words.js';

const ASKED_AGAIN_MS = 1_000;

/** One move-in, from the look at its files to what became of it. */
export function OneMoveInPage() {
  const words = useMoveInWords();
  const { id } = useParams({ strict: false });
  const query = useQuery({
    queryKey: ['/v1/move-ins', id],
    queryFn: ({ signal }) => get<MoveIn>(pathOf('/v1/move-ins', id ?? ''), {}, signal),
    refetchInterval: ({ state }) => (state.data && isMoveInAtWork(state.data.status) ? ASKED_AGAIN_MS : false),
  });
  return (
    <Page
      title={words.title}
      right={<Anchor renderRoot={(props) => <Link {...props} to="/move-in" />}>{words.another}</Anchor>}
    >
      <Loaded query={query}>{(found) => <Told found={found} />}</Loaded>
    </Page>
  );
}

function Told({ found }: { readonly found: MoveIn }) {
  const words = useMoveInWords();
  const may = useMay();
  const { words: written } = useWords();
  const { status, asOf, files, createdBy, signedBy, undoneBy, undoReason, problem } = found;
  return (
    <Stack gap="md">
      <Panel title={`${words.asOf} · ${written.say.date(asOf)}`}>
        <Stack gap="sm">
          <Group>
            <Badge size="lg" variant="outline" tt="none" role="status">
              {words.statuses[status]}
            </Badge>
          </Group>
          {isMoveInAtWork(status) && <Bar found={found} />}
          {problem !== null && (
            <Alert color="red" variant="outline" role="alert" title={words.problem}>
              {problem}
            </Alert>
          )}
          {status === 'known' && <Text>{words.known}</Text>}
          {status === 'done' && <Text>{words.doneHint}</Text>}
          <Facts
            facts={[
              [words.file, files.join(', ')],
              [words.by, [...new Set([createdBy, signedBy, undoneBy].filter((name) => name !== null))].join(', ')],
              [words.undo, undoReason],
            ]}
          />
          {found.totals !== null && <Counts found={found} />}
        </Stack>
      </Panel>
      {status === 'ready' && found.totals !== null && may('move-ins.sign-off') && (
        <Totals id={found.id} totals={found.totals} />
      )}
      {status === 'refused' && <Refused found={found} />}
      {(status === 'refused' || status === 'ready') && may('move-ins.correct') && <Correct id={found.id} />}
      {status === 'done' && may('move-ins.undo') && <Undo found={found} />}
    </Stack>
  );
}

function Bar({ found: { status, progress } }: { readonly found: MoveIn }) {
  const words = useMoveInWords();
  const isCounted = progress.all > 0;
  return (
    <div>
      <Text size="sm">
        {isCounted ? `${words.progress} ${progress.done} / ${progress.all}` : `${words.statuses[status]}…`}
      </Text>
      <Progress
        value={isCounted ? (progress.done / progress.all) * 100 : 100}
        striped={!isCounted}
        animated={!isCounted}
        aria-label={words.statuses[status]}
      />
    </div>
  );
}

function Counts({ found: { totals } }: { readonly found: MoveIn }) {
  const words = useMoveInWords();
  const sheets = useSheetWords();
  if (totals === null) return null;
  return (
    <Rows
      none={words.none}
      minWidth={240}
      heads={[words.counts, { figure: words.rows }]}
      rows={[
        ...Object.entries(totals.rows).map(([kind, rows]) => ({
          key: kind,
          cells: [sheets[kind as MoveInKind], rows],
        })),
        { key: 'open', cells: [words.openOrders, totals.openOrders] },
      ]}
    />
  );
}

function Refused({ found: { id, refused, refusedKinds } }: { readonly found: MoveIn }) {
  const words = useMoveInWords();
  const sheets = useSheetWords();
  const { language } = useWords();
  const pages = usePages<PageOf<MoveInRefusedRow>>(pathOf('/v1/move-ins', id, 'refused-rows'), {});
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={words.refused(refused)}>
      <Stack gap="sm">
        <Group gap="xs">
          {refusedKinds.map(({ kind, rows }) => (
            <Button
              key={kind}
              component="a"
              href={urlOf(pathOf('/v1/move-ins', id, 'refused-rows', kind), { language })}
              download
              size="xs"
              variant="default"
            >
              {words.download(sheets[kind], rows)}
            </Button>
          ))}
        </Group>
        <ProblemNote error={pages.error} />
        <Rows
          none={words.none}
          minWidth={640}
          heads={[words.file, words.row, words.field, words.message, words.remedy]}
          rows={items.map(({ file, row, cell, field, message, remedy }, at) => ({
            key: `${at}`,
            cells: [file, cell ?? (row === 0 ? words.wholeFile : row), field, message, remedy],
          }))}
        />
        <More of={pages} />
      </Stack>
    </Panel>
  );
}

function Correct({ id }: { readonly id: string }) {
  const words = useMoveInWords();
  const action = useAction<MoveIn>({ touches: [['/v1/move-ins'], [pathOf('/v1/move-ins', id, 'refused-rows')]] });
  return (
    <Panel title={words.correct}>
      <Choose
        label={words.correct}
        isBusy={action.isPending}
        onGive={(files) => action.mutate({ path: pathOf('/v1/move-ins', id, 'files'), body: { files } })}
      >
        <Text size="sm">{words.correctHint}</Text>
        <ProblemNote error={action.error} />
      </Choose>
    </Panel>
  );
}

function Undo({ found: { id, live } }: { readonly found: MoveIn }) {
  const words = useMoveInWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <Panel title={words.undo}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{live === null ? words.undoHint : words.live(live)}</Text>
        {live === null && (
          <Button color="red.9" variant="outline" onClick={() => setOpen(true)}>
            {words.undo}
          </Button>
        )}
      </Stack>
      <ReasonDialog
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={words.undo}
        confirm={words.undo}
        isDangerous
        ask={(reason) => ({ path: pathOf('/v1/move-ins', id, 'undoing'), body: { reason } })}
        done={words.undoAsked}
      >
        <Text size="sm">{words.undoHint}</Text>
      </ReasonDialog>
    </Panel>
  );
}
