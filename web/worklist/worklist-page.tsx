import { Button, Group, Stack, Text } from '@mantine/core';
import { lazy, startTransition, Suspense, useEffect, useState } from 'react';
import type { Page as ApiPage } from '../../contracts/primitives.js';
import type { WorkItem } from '../../contracts/work-item.js';
import { worklistOf } from '../../domain/worklist.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { usePages } from '../http/use-pages.js';
import { useAddress } from '../lists/address.js';
import { More } from '../parts/more.js';
import { Page } from '../parts/page.js';
import { ProblemNote } from '../parts/problem-note.js';
import { useLines } from '../parts/use-lines.js';
import { Narrow, worklistSortOf } from './narrow.js';
import { usualWork } from './usual.js';
import { WorkCard } from './work-card.js';

/** Some lines stand by the clock: no change tells of them. */
const MINUTE_MS = 60_000;

const ResolveChosen = lazy(() =>
  import('../mails/resolve-several.js').then(({ ResolveChosen: component }) => ({ default: component })),
);

const ListTools = lazy(() => import('../lists/tools.js').then(({ ListTools: component }) => ({ default: component })));

const WorkTable = lazy(() => import('./as-table.js'));

/** Where the list is narrowed to mails that wait for a person, several get one word. */
function MailsAtOnce({ items, kind }: { readonly items: readonly WorkItem[]; readonly kind: string | undefined }) {
  const may = useMay();
  if (
    (kind !== 'mail-unknown' && kind !== 'mail-failed' && kind !== 'invoice-by-hand') ||
    !may('mails.resolve-several')
  )
    return null;
  const mails = items.flatMap((item) => {
    if (item.kind === 'invoice-by-hand') return [{ id: item.facts.mail, subject: item.title, to: item.facts.to }];
    return (item.kind === 'mail-unknown' || item.kind === 'mail-failed') &&
      (item.dunningStep === null || may('dunning-steps.resolve'))
      ? [{ id: item.facts.mail, subject: item.facts.subject, to: item.facts.to }]
      : [];
  });
  return (
    <Suspense>
      <ResolveChosen mails={mails} />
    </Suspense>
  );
}

/** What waits for a person of the reader's role, oldest first: on cards, with what to do about it in place, or in a table. */
export function WorklistPage() {
  const { t } = useWords();
  const { address, change } = useAddress();
  const isTable = address['as'] === 'table';
  return (
    <Page
      title={t.shell.worklist}
      right={
        <Button variant="default" onClick={() => change({ as: isTable ? undefined : 'table' })}>
          {isTable ? t.work.asCards : t.work.asTable}
        </Button>
      }
    >
      {isTable ? (
        <Suspense>
          <WorkTable />
        </Suspense>
      ) : (
        <Cards />
      )}
    </Page>
  );
}

function Cards() {
  const { t } = useWords();
  const { address } = useAddress();
  const { kind, role, assignee, aside } = address;
  const sort = worklistSortOf(address, worklistOf(useMe().role) ?? role);
  const asked = { kind, role, assignee, aside, sort };
  const query = usePages<ApiPage<WorkItem>>(
    '/v1/worklist',
    { ...asked, limit: usualWork.limit },
    { againMs: () => MINUTE_MS },
  );
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const { lines, tellAt } = useLines(items, ({ id }) => id);
  const shown = useFirstOnes(lines);
  const isNarrowed = [kind, role, assignee, aside].some((value) => value !== undefined);
  return (
    <>
      <Group justify="space-between" align="flex-end">
        <Narrow />
        <Suspense>
          <ListTools list="worklist" query={asked} columns={[]} />
        </Suspense>
      </Group>
      <MailsAtOnce items={items} kind={kind} />
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      {query.isSuccess && lines.length === 0 && (
        <Text c="dimmed">{isNarrowed ? t.work.nothingMatches : t.work.nothingToDo}</Text>
      )}
      <Stack gap="sm" component="ul" p={0} m={0} aria-busy={query.isFetching}>
        {shown.map(({ item, isGone }) => (
          <WorkCard key={item.id} item={item} isGone={isGone} onAt={(isAt) => tellAt(item, isAt)} />
        ))}
      </Stack>
      <More of={query} />
    </>
  );
}

/** About what a window has room for. */
const FIRST_ONES = 6;

/** The first lines at once; the others, each with its buttons and menus, once those are there to be read. */
function useFirstOnes<T>(items: readonly T[]): readonly T[] {
  const [isWhole, setWhole] = useState(false);
  const hasSome = items.length > 0;
  useEffect(() => {
    if (hasSome) startTransition(() => setWhole(true));
  }, [hasSome]);
  return isWhole ? items : items.slice(0, FIRST_ONES);
}
