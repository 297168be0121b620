import { Group, Paper, Skeleton, Text } from '@mantine/core';
import { Suspense, lazy } from 'react';
import type { KpiDefinition, KpiFigure } from '../../contracts/kpi.js';
import { useWords } from '../app/language.js';
import { Go } from '../parts/link.js';
import { ProblemNote } from '../parts/problem-note.js';
import { useAddress } from '../lists/address.js';
import { usePeriod } from './period-picker.js';
import { useFigure } from './use-figure.js';
import { isBetter, sayChange, sayFigure, useFigureWords } from './words.js';

const Course = lazy(() => import('./charts.js').then(({ Course: each }) => ({ default: each })));

/** One figure: what it is, what it was before and a year before, and its course. */
export function Tile({ kpi }: { readonly kpi: KpiDefinition }) {
  const f = useFigureWords();
  const { address } = useAddress();
  const { period } = usePeriod();
  const query = useFigure({ name: kpi.name, period });
  return (
    <Paper withBorder p="sm" component="article" aria-label={kpi.title}>
      <Go
        to="/figures/$group/$name"
        params={{ group: kpi.group, name: kpi.name }}
        search={address as never}
        aria-label={f.open(kpi.title)}
        fw={600}
      >
        {kpi.title}
      </Go>
      {query.error && <ProblemNote error={query.error} />}
      {query.data === undefined ? query.error === null && <Skeleton h={90} mt="xs" /> : <Inside figure={query.data} />}
    </Paper>
  );
}

function Inside({ figure }: { readonly figure: KpiFigure }) {
  const spoken = useWords();
  const f = useFigureWords();
  return (
    <>
      <Text size="xl" fw={700} className="figure" ta="left">
        {figure.value === null ? (
          <Text span size="sm" c="dimmed">
            {f.noValue}
          </Text>
        ) : (
          sayFigure(figure.value, figure, spoken)
        )}
      </Text>
      <Known figure={figure} />
      <Compared name={f.before} against={figure.before.value} figure={figure} />
      <Compared name={f.yearBefore} against={figure.yearBefore.value} figure={figure} />
      <Suspense fallback={<Skeleton h={40} />}>
        <Course series={figure.series} />
      </Suspense>
    </>
  );
}

/** Of how much of it the facts are known, where that is not all. */
export function Known({ figure: { known } }: { readonly figure: KpiFigure }) {
  const { words } = useWords();
  const f = useFigureWords();
  return known === null ? null : (
    <Text size="xs" c="dimmed">
      {f.known(words.say.percent(known))}
    </Text>
  );
}

type Comparison = { readonly name: string; readonly against: string | null; readonly figure: KpiFigure };

/** What it was then, and the change since: green for the better, and said by its sign. */
export function Compared({ name, against, figure }: Comparison) {
  const spoken = useWords();
  const change = sayChange(figure.value, against, figure, spoken);
  const better = isBetter(figure.value, against, figure.good);
  return (
    <Group gap="xs" justify="space-between" wrap="nowrap">
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="xs" className="figure">
        {sayFigure(against, figure, spoken)}
        {change !== null && (
          <Text span inherit fw={600} ml={6} {...(better !== null && { c: better ? 'teal.9' : 'red.9' })}>
            {change}
          </Text>
        )}
      </Text>
    </Group>
  );
}
