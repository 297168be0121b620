import '@mantine/charts/styles.css';
import { BarChart, LineChart, Sparkline } from '@mantine/charts';
import type { KpiFigure, KpiPoint, KpiRow } from '../../contracts/kpi.js';
import { formatDate, formatMonth } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { sayFigure, useFigureWords } from './words.js';

/** Recharts draws numbers, and only draws them: what is read stands in the table beside, as it was worked. */
const drawn = (value: string | null): number | null => (value === null ? null : Number(value));

const COLOUR = 'cyan.7';
const BARS_SHOWN = 12;

/** The course of a figure, without axes. */
export const Course = ({ series }: { readonly series: readonly KpiPoint[] }) => (
  <div aria-hidden inert>
    <Sparkline w="100%" h={40} data={series.map(({ value }) => drawn(value))} color={COLOUR} curveType="linear" />
  </div>
);

/** The days or months of a period: bars for what is counted in each, a line for what stood or was reached. */
export function CourseChart({ figure }: { readonly figure: KpiFigure }) {
  const spoken = useWords();
  const f = useFigureWords();
  const data = figure.series.map(({ from, to, value }) => ({
    day:
      figure.over === 'day' || from === to
        ? formatDate(to, spoken.language)
        : formatMonth(from.slice(0, 7), spoken.language),
    value: drawn(value),
  }));
  const isCounted = figure.over === 'period' && (figure.unit === 'count' || figure.unit === 'amount');
  const Chart = isCounted ? BarChart : LineChart;
  return (
    <figure aria-label={f.course}>
      <Chart
        h={260}
        data={data}
        dataKey="day"
        series={[{ name: 'value', label: figure.title, color: COLOUR }]}
        valueFormatter={(value) => sayFigure(String(value), figure, spoken)}
        tickLine="y"
        yAxisProps={{ width: 90 }}
      />
    </figure>
  );
}

/** The first rows of a split, beside those of the period before. */
export function SplitChart({ figure }: { readonly figure: KpiFigure }) {
  const spoken = useWords();
  const f = useFigureWords();
  const data = figure.rows.slice(0, BARS_SHOWN).map(({ label, value, before }: KpiRow) => ({
    label: label.length > 24 ? `${label.slice(0, 23)}…` : label,
    value: drawn(value),
    before: drawn(before),
  }));
  return (
    <figure aria-label={f.split}>
      <BarChart
        h={60 + 44 * data.length}
        data={data}
        dataKey="label"
        orientation="vertical"
        yAxisProps={{ width: 150 }}
        series={[
          { name: 'value', label: f.value, color: COLOUR },
          { name: 'before', label: f.before, color: 'gray.5' },
        ]}
        valueFormatter={(value) => sayFigure(String(value), figure, spoken)}
        withLegend
      />
    </figure>
  );
}
