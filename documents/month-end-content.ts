import type { MonthEndDocument, MonthEndFigure } from '../contracts/month-end.js';
import type { KpiDimension, KpiName } from '../contracts/kpi.js';
import type { Language } from '../contracts/vocabulary.js';
import { kpiRules } from '../domain/kpis.js';
import { formatDate } from '../words/format.js';
import { wordsOf } from '../words/index.js';
import { kindName, kpiWords } from '../words/kpis.js';

/** What a month end says of its figures, for paper and workbook alike. */

/** Which version of the month it is, when it was made, and why by hand; null: the schedule made it. */
export function versionFacts(
  input: Pick<MonthEndDocument, 'language' | 'version' | 'madeOn' | 'reason'>,
): readonly (readonly [name: string, text: string | null])[] {
  const { language, version, madeOn, reason } = input;
  const { monthEnd } = wordsOf(language);
  return [
    [monthEnd.version, String(version)],
    [monthEnd.madeOn, formatDate(madeOn, language)],
    [monthEnd.reason, reason],
  ];
}

const isTold = (name: string): name is KpiName => Object.hasOwn(kpiRules, name);

/** What a figure is called, and what it counts; its bare name where this release no longer tells it. */
export function namedFigure(name: string, language: Language): { readonly title: string; readonly definition: string } {
  return isTold(name) ? kpiWords(language).kpi[name] : { title: name, definition: '' };
}

/** The same with its currency, where its unit does not say it. */
export function titleOf(
  { name, unit, currency }: Pick<MonthEndFigure, 'name' | 'unit' | 'currency'>,
  language: Language,
): string {
  const { title } = namedFigure(name, language);
  return currency === null || unit === 'amount' ? title : `${title} (${currency})`;
}

/** What a row of a split is called. */
export function rowLabel(
  { key, name }: { readonly key: string | null; readonly name: string | null },
  by: KpiDimension,
  language: Language,
): string {
  if (key === null) return kpiWords(language).none;
  return by === 'kind' ? kindName(key, language) : (name ?? key);
}

/** The figures by group, in the order in which each group comes first. */
export function byGroup({
  figures,
}: Pick<MonthEndDocument, 'figures'>): readonly (readonly [MonthEndFigure['group'], readonly MonthEndFigure[]])[] {
  const groups = [...new Set(figures.map(({ group }) => group))];
  return groups.map((group) => [group, figures.filter((figure) => figure.group === group)]);
}
