import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Choose } from './choose.js';
import { Columns, RefusedRows, RowsPreview } from './rows.js';
import { download, refusedCsv } from './refused-file.js';
import { sendable } from './run.js';
import { useImport, type Faults, type Import } from './use-import.js';
import { useImportWords } from './words.js';

/** Rows out of a file: read, tried, sent with progress, and those refused to be corrected. */
export function ImportPage() {
  const words = useImportWords();
  const work = useImport();
  return (
    <Page title={words.title}>
      <Stack gap="md">
        {work.found === null && <Choose isBusy={work.isBusy} onRead={work.read} />}
        <ProblemNote error={work.error} />
        {work.kept !== null && work.found === null && work.error !== null && (
          <Group justify="flex-end">
            <Button variant="default" onClick={work.putAway}>
              {words.another}
            </Button>
          </Group>
        )}
        {work.found !== null && work.kept !== null && <Told work={work} found={work.found} kept={work.kept} />}
      </Stack>
    </Page>
  );
}

type ToldProps = {
  readonly work: Import;
  readonly found: NonNullable<Import['found']>;
  readonly kept: NonNullable<Import['kept']>;
};

function Told({ work, found, kept }: ToldProps) {
  const words = useImportWords();
  const { file } = found;
  const faults = kept.isSent ? refusedOf(kept) : found.faults;
  const refused = file.rows.filter(({ row }) => (faults.get(row) ?? []).length > 0);
  const name = `${(kept.name || words.kinds[file.kind]).replace(/\.[a-z]+$/i, '')}.${words.refusedFile}.csv`;
  return (
    <>
      <Panel title={`${words.kinds[file.kind]} · ${words.rows(file.rows.length)}`}>
        <Stack gap="sm">
          <Columns file={file} />
          {kept.isSent ? (
            <Sent work={work} found={found} kept={kept} />
          ) : (
            <Tried work={work} found={found} refused={refused.length} />
          )}
        </Stack>
      </Panel>
      {refused.length > 0 && (
        <Panel
          title={words.refused(refused.length)}
          right={
            <Button
              size="xs"
              variant="default"
              onClick={() => void refusedCsv(file, faults).then((text) => download(name, text))}
            >
              {words.download}
            </Button>
          }
        >
          <RefusedRows rows={refused} faults={faults} />
        </Panel>
      )}
      {!kept.isSent && <RowsPreview file={file} faults={faults} />}
    </>
  );
}

const refusedOf = ({ outcomes }: ToldProps['kept']): Faults =>
  new Map(
    Object.entries(outcomes).flatMap(([row, outcome]) =>
      outcome.kind === 'refused' ? [[Number(row), outcome.faults] as const] : [],
    ),
  );

/** What the trial found, and the way on. */
function Tried({ work, found, refused }: Omit<ToldProps, 'kept'> & { readonly refused: number }) {
  const words = useImportWords();
  const all = sendable(found.file).length;
  const good = found.file.rows.length - refused;
  return (
    <>
      {work.isBusy && <Bar label={words.trying} done={found.tried} all={all} />}
      {!work.isBusy && (
        <Text role="status" fw={600}>
          {words.tried(good, refused)}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={work.putAway}>
          {words.another}
        </Button>
        <Button onClick={work.send} disabled={work.isBusy || good === 0}>
          {words.send(good)}
        </Button>
      </Group>
    </>
  );
}

function Sent({ work, found, kept }: ToldProps) {
  const words = useImportWords();
  const outcomes = Object.values(kept.outcomes);
  const count = (kind: string): number => outcomes.filter((outcome) => outcome.kind === kind).length;
  const all = found.file.rows.length;
  const isOver = outcomes.length >= all;
  return (
    <>
      <Bar label={words.sending} done={outcomes.length} all={all} />
      <Text role="status" fw={600}>
        {words.sent(count('taken'), count('there'), count('refused'))}
      </Text>
      <Group justify="flex-end">
        {!isOver && !work.isBusy && <Button onClick={work.send}>{words.goOn}</Button>}
        {work.isBusy ? (
          <Button variant="default" onClick={work.stop}>
            {words.stop}
          </Button>
        ) : (
          <Button variant="default" onClick={work.putAway}>
            {words.another}
          </Button>
        )}
      </Group>
    </>
  );
}

function Bar({ label, done, all }: { readonly label: string; readonly done: number; readonly all: number }) {
  const value = all === 0 ? 100 : (done / all) * 100;
  return (
    <div>
      <Text size="sm">{`${label} ${done} / ${all}`}</Text>
      <Progress value={value} aria-label={label} />
    </div>
  );
}
