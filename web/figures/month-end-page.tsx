import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { MonthEndDetail } from '../../contracts/month-end.js';
import { pathOf } from '../../domain/paths.js';
import type { FigureWords } from '../../words/figures.js';
import { formatMonth } from '../../words/format.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { DocumentFrame } from '../parts/document-frame.js';
import { Facts } from '../parts/facts.js';
import { Go } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows, type Head } from '../parts/rows.js';
import { MakeButton } from './month-ends-page.js';
import { columnHeads, sayCells, sayChange, sayFigure, useFigureWords } from './words.js';

/** One version of a month end: its figures by group, and how they differ from the version before. */
export function MonthEndPage() {
  const { month, version } = useParams({ from: '/month-ends/$month/$version' });
  const { language } = useWords();
  const f = useFigureWords();
  const may = useMay();
  const path = pathOf('/v1/month-ends', month, version);
  const query = useQuery({
    queryKey: [path, language],
    queryFn: ({ signal }) => get<MonthEndDetail>(path, {}, signal),
  });
  const title = f.monthEnds.one(/^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? formatMonth(month, language) : month);
  return (
    <Page
      title={title}
      right={may('month-ends.make') && <MakeButton key={month} label={f.monthEnds.again} month={month} />}
    >
      <Go to="/month-ends" className="no-print">
        {f.monthEnds.title}
      </Go>
      <Loaded query={query}>{(detail) => <Whole detail={detail} path={path} />}</Loaded>
    </Page>
  );
}

function Whole({ detail, path }: { readonly detail: MonthEndDetail; readonly path: string }) {
  const spoken = useWords();
  const f = useFigureWords();
  const groups = [...new Set(detail.figures.map(({ group }) => group))];
  return (
    <Stack gap="md">
      <Summary detail={detail} path={path} />
      {groups.map((group) => (
        <Panel key={group} title={f.group[group]}>
          <Figures detail={detail} figures={detail.figures.filter((each) => each.group === group)} />
        </Panel>
      ))}
      {detail.figures.flatMap((figure) =>
        figure.splits
          .filter(({ rows }) => rows.length > 0)
          .map((split) => (
            <Panel
              key={`${figure.name}:${figure.currency}:${split.by}`}
              title={`${figure.title} ${f.dimension[split.by]}${figure.currency === null ? '' : ` (${figure.currency})`}`}
            >
              <Split figure={figure} split={split} spoken={spoken} />
            </Panel>
          )),
      )}
    </Stack>
  );
}

function Summary({ detail, path }: { readonly detail: MonthEndDetail; readonly path: string }) {
  const { words } = useWords();
  const f = useFigureWords();
  const m = f.monthEnds;
  const { month, version, from, to, madeOn, madeBy, reason, hash, mails } = detail;
  return (
    <>
      <Panel
        title={`${m.version} ${version}`}
        right={
          <Group gap="sm" className="no-print">
            {version > 1 && (
              <Go to="/month-ends/$month/$version" params={{ month, version: String(version - 1) }}>
                {m.versionBefore(version - 1)}
              </Go>
            )}
            {!detail.isLatest && (
              <Go to="/month-ends/$month/$version" params={{ month, version: String(version + 1) }}>
                {m.versionBefore(version + 1)}
              </Go>
            )}
            <Anchor href={pathOf(path, 'workbook.xlsx')} download>
              {m.workbook}
            </Anchor>
          </Group>
        }
      >
        <Facts
          facts={[
            [m.period, f.over(words.say.date(from), words.say.date(to))],
            [m.madeOn, words.say.date(madeOn)],
            [m.madeBy, madeBy ?? m.schedule],
            ...(reason === null ? [] : [[m.reason, reason] as const]),
            [m.mails, mails.length === 0 ? m.nobody : <Mails key="mails" mails={mails} />],
            [
              m.hash,
              <span key="hash" className="wrap">
                {hash}
              </span>,
            ],
          ]}
        />
        {version > 1 && <Text mt="sm">{m.differs(detail.figures.filter(differs).length)}</Text>}
      </Panel>
      <DocumentFrame title={m.document} path={pathOf(path, 'document.pdf')} />
    </>
  );
}

function Mails({ mails }: Pick<MonthEndDetail, 'mails'>) {
  const { words } = useWords();
  return (
    <>
      {mails.map(({ id, status }) => (
        <Go key={id} to="/mails/$id" params={{ id }} mr="sm">
          {words.mailStatus[status as keyof typeof words.mailStatus] ?? status}
        </Go>
      ))}
    </>
  );
}

type Figure = MonthEndDetail['figures'][number];

const differs = ({ value, versionBefore }: Figure): boolean => versionBefore !== null && versionBefore.value !== value;

const heads = (f: FigureWords, first: string): readonly Head[] => [
  first,
  { figure: f.value },
  { figure: f.before },
  { figure: f.yearBefore },
  { figure: f.change },
];

function Figures({ detail, figures }: { readonly detail: MonthEndDetail; readonly figures: readonly Figure[] }) {
  const spoken = useWords();
  const f = useFigureWords();
  const compared: readonly Head[] =
    detail.version === 1 ? [] : [{ figure: f.monthEnds.versionBefore(detail.version - 1) }];
  return (
    <Rows
      none={f.nothing}
      heads={[...heads(f, f.monthEnds.figure), ...compared]}
      minWidth={640}
      rows={figures.map((figure) => ({
        key: `${figure.name}:${figure.currency}`,
        cells: [
          <span key="title" title={figure.definition}>
            {figure.currency === null || figure.unit === 'amount'
              ? figure.title
              : `${figure.title} (${figure.currency})`}
          </span>,
          sayFigure(figure.value, figure, spoken),
          sayFigure(figure.before.value, figure, spoken),
          sayFigure(figure.yearBefore.value, figure, spoken),
          sayChange(figure.value, figure.before.value, figure, spoken) ?? '–',
          ...(detail.version === 1 ? [] : [<Earlier key="earlier" figure={figure} />]),
        ],
      }))}
    />
  );
}

/** What the version before said, where that was something else. */
function Earlier({ figure }: { readonly figure: Figure }) {
  const spoken = useWords();
  if (!differs(figure)) return '=';
  return (
    <Text span inherit fw={700}>
      {sayFigure(figure.versionBefore?.value ?? null, figure, spoken)}
    </Text>
  );
}

type SplitOf = { readonly figure: Figure; readonly split: Figure['splits'][number]; readonly spoken: Spoken };

function Split({ figure, split, spoken }: SplitOf) {
  const f = useFigureWords();
  const { columns } = split;
  return (
    <>
      {split.rows.length < split.rowCount && (
        <Text size="sm" c="dimmed">
          {f.rowsOf(split.rows.length, split.rowCount)}
        </Text>
      )}
      <Rows
        none={f.nothing}
        heads={
          columns === undefined
            ? heads(f, f.dimension[split.by])
            : [f.dimension[split.by], ...columnHeads(columns, spoken)]
        }
        minWidth={560}
        rows={split.rows.map(({ key, label, value, before, yearBefore, cells = [] }) => ({
          key: key ?? '',
          cells:
            columns === undefined
              ? [
                  label,
                  sayFigure(value, figure, spoken),
                  sayFigure(before, figure, spoken),
                  sayFigure(yearBefore, figure, spoken),
                  sayChange(value, before, figure, spoken) ?? '–',
                ]
              : [label, ...sayCells(cells, columns, figure, spoken)],
        }))}
      />
    </>
  );
}
