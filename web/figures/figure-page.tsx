import { Anchor, Group, Select, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { Suspense, lazy } from 'react';
import type { KpiDefinition, KpiDimension, KpiFigure, KpiListFit, KpiOrder, KpiRow } from '../../contracts/kpi.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { NotFound } from '../app/not-found.js';
import { urlOf, type Query } from '../http/client.js';
import { useAddress } from '../lists/address.js';
import { Go } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { PrintButton, Shown } from './figures-page.js';
import { PeriodPicker, usePeriod } from './period-picker.js';
import { Compared, Known } from './tile.js';
import { useFigure, useRegistry } from './use-figure.js';
import { columnHeads, sayCells, sayChange, sayFigure, useFigureWords } from './words.js';

const CourseChart = lazy(() => import('./charts.js').then(({ CourseChart: each }) => ({ default: each })));
const SplitChart = lazy(() => import('./charts.js').then(({ SplitChart: each }) => ({ default: each })));

/** One figure: what it counts, its course and its split, each as a chart and as a table of the same numbers. */
export function FigurePage() {
  const { name } = useParams({ strict: false });
  return (
    <Loaded query={useRegistry()}>
      {({ items }) => {
        const kpi = items.find((each) => each.name === name);
        return kpi === undefined ? <NotFound /> : <Told kpi={kpi} />;
      }}
    </Loaded>
  );
}

function Told({ kpi }: { readonly kpi: KpiDefinition }) {
  const f = useFigureWords();
  const { address, change } = useAddress();
  const { period } = usePeriod();
  const by = kpi.dimensions.find((each) => each === address['by']);
  const order = orders.find((each) => each === address['order']) ?? 'value';
  const narrow = kpi.kinds.find(({ kind }) => kind === address['kind']);
  const asked = { order, kind: narrow?.kind, ...(by !== undefined && { by }) };
  const query = useFigure({ name: kpi.name, period, ...asked });
  return (
    <Page
      title={narrow === undefined ? kpi.title : f.named(kpi.title, narrow.name)}
      right={
        <Group gap="sm" className="no-print">
          <Files name={kpi.name} query={{ ...period, ...asked }} />
          <PrintButton />
        </Group>
      }
    >
      <Go to="/figures/$group" params={{ group: kpi.group }} search={address as never} className="no-print">
        {f.group[kpi.group]}
      </Go>
      <Group gap="xs" align="end" className="no-print">
        <PeriodPicker />
        {kpi.kinds.length > 0 && (
          <Select
            label={f.kind}
            placeholder={f.everyKind}
            data={kpi.kinds.map(({ kind, name }) => ({ value: kind, label: name }))}
            value={narrow?.kind ?? null}
            onChange={(kind) => change({ kind: kind ?? undefined })}
            clearable
            w={170}
          />
        )}
      </Group>
      <Shown />
      <Panel title={f.counts}>
        <Text>{kpi.definition}</Text>
      </Panel>
      <Loaded query={query}>{(figure) => <Course figure={figure} />}</Loaded>
      {kpi.dimensions.length > 0 && (
        <Panel title={f.split} right={<Choice kpi={kpi} by={by} order={order} change={change} />}>
          {by !== undefined && <Loaded query={query}>{(figure) => <Split figure={figure} />}</Loaded>}
        </Panel>
      )}
    </Page>
  );
}

/** All its rows, in a file. */
function Files({ name, query }: { readonly name: string; readonly query: Query }) {
  const f = useFigureWords();
  const { language } = useWords();
  return formats.map((format) => (
    <Anchor key={format} href={urlOf(pathOf('/v1/kpis', name, 'export'), { ...query, format, language })} download>
      {f.exportAs[format]}
    </Anchor>
  ));
}

const formats = ['csv', 'xlsx'] as const;

function Course({ figure }: { readonly figure: KpiFigure }) {
  const spoken = useWords();
  const f = useFigureWords();
  const { say } = spoken.words;
  const days = (from: string, to: string): string => {
    if (figure.over === 'day') return f.asOf(say.date(to));
    return from === to ? say.date(from) : f.over(say.date(from), say.date(to));
  };
  return (
    <Panel title={f.course} right={figure.columns.length === 0 && <Behind to={figure.list} fit={figure.listFit} />}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mb="md">
        <Stack gap={2}>
          <Text size="xl" fw={700}>
            {figure.value === null ? f.noValue : sayFigure(figure.value, figure, spoken)}
          </Text>
          {figure.parts !== null && figure.parts.by !== null && (
            <Text size="sm" c="dimmed">
              {f.parts(say.quantity(figure.parts.of), say.quantity(figure.parts.by))}
            </Text>
          )}
          <Known figure={figure} />
        </Stack>
        <Stack gap={2}>
          <Compared name={f.before} against={figure.before.value} figure={figure} />
          <Compared name={f.yearBefore} against={figure.yearBefore.value} figure={figure} />
        </Stack>
      </SimpleGrid>
      <Suspense fallback={<Skeleton h={260} />}>
        <CourseChart figure={figure} />
      </Suspense>
      <Rows
        none={f.nothing}
        heads={[f.period, { figure: f.value }]}
        minWidth={240}
        rows={figure.series.map(({ from, to, value }) => ({
          key: from,
          cells: [days(from, to), sayFigure(value, figure, spoken)],
        }))}
      />
    </Panel>
  );
}

const Behind = ({ to, fit }: { readonly to: string | null; readonly fit: KpiListFit }) => {
  const f = useFigureWords();
  return to === null ? null : (
    <Stack gap={0} className="no-print">
      <Go to={to as never}>{f.list}</Go>
      {f.fits[fit] !== null && (
        <Text size="xs" c="dimmed">
          {f.fits[fit]}
        </Text>
      )}
    </Stack>
  );
};

const orders = ['value', 'growth', 'decline'] as const satisfies readonly KpiOrder[];

type Choosing = {
  readonly kpi: KpiDefinition;
  readonly by: KpiDimension | undefined;
  readonly order: KpiOrder;
  readonly change: ReturnType<typeof useAddress>['change'];
};

function Choice({ kpi, by, order, change }: Choosing) {
  const f = useFigureWords();
  return (
    <Group gap="xs" className="no-print">
      <Select
        aria-label={f.splitBy}
        placeholder={f.whole}
        data={kpi.dimensions.map((each) => ({ value: each, label: f.dimension[each] }))}
        value={by ?? null}
        onChange={(chosen) => change({ by: chosen ?? undefined })}
        clearable
        w={170}
      />
      <Select
        aria-label={f.order}
        data={orders.map((each) => ({ value: each, label: f.orders[each] }))}
        value={order}
        onChange={(chosen) => change({ order: chosen ?? undefined })}
        allowDeselect={false}
        w={180}
      />
    </Group>
  );
}

function Split({ figure }: { readonly figure: KpiFigure }) {
  const spoken = useWords();
  const f = useFigureWords();
  if (figure.rows.length === 0) return <Text c="dimmed">{f.nothing}</Text>;
  if (figure.columns.length > 0) return <WhoTheyAre figure={figure} />;
  return (
    <>
      <Suspense fallback={<Skeleton h={260} />}>
        <SplitChart figure={figure} />
      </Suspense>
      <Text size="sm" c="dimmed">
        {f.rowsOf(figure.rows.length, figure.rowCount)}
        {figure.list !== null && f.rowFits[figure.rowListFit] !== null && ` ${f.rowFits[figure.rowListFit]}`}
      </Text>
      <Rows
        none={f.nothing}
        heads={[
          figure.by === null ? '' : f.dimension[figure.by],
          { figure: f.value },
          { figure: f.before },
          { figure: f.yearBefore },
          { figure: f.change },
        ]}
        rows={figure.rows.map(({ key, label, list, value, before, yearBefore }) => ({
          key: key ?? '',
          cells: [
            <Label key="row" label={label} list={list} />,
            sayFigure(value, figure, spoken),
            sayFigure(before, figure, spoken),
            sayFigure(yearBefore, figure, spoken),
            sayChange(value, before, figure, spoken) ?? '–',
          ],
        }))}
      />
    </>
  );
}

const Label = ({ label, list }: Pick<KpiRow, 'label' | 'list'>) =>
  list === null ? label : <Go to={list as never}>{label}</Go>;

/** Customers one by one, with what is known of each: of a figure that counts them there is nothing else to show. */
function WhoTheyAre({ figure: { columns, rows, rowCount, currency } }: { readonly figure: KpiFigure }) {
  const f = useFigureWords();
  const spoken = useWords();
  return (
    <>
      <Text size="sm" c="dimmed">
        {f.rowsOf(rows.length, rowCount)}
      </Text>
      <Rows
        none={f.nothing}
        minWidth={720}
        heads={[f.dimension.customer, ...columnHeads(columns, spoken)]}
        rows={rows.map(({ key, label, list, cells }) => ({
          key: key ?? '',
          cells: [<Label key="row" label={label} list={list} />, ...sayCells(cells, columns, { currency }, spoken)],
        }))}
      />
    </>
  );
}
