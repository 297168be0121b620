import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { kpiGroups, kpiNames, type KpiName } from '../contracts/kpi.js';
import { kpiRule } from '../domain/kpis.js';
import { figureWords } from '../words/figures.js';
import { kpiWords } from '../words/kpis.js';

const file = fileURLToPath(new URL('../docs/KPI.md', import.meta.url));

const rightOf = (name: KpiName): string => {
  const { right } = kpiRule(name);
  return right === null ? 'everybody' : `who may read ${right.replace('.list', '')}`;
};

function sectionOf(name: KpiName): string {
  const { unit, over, aggregate, good, dimensions } = kpiRule(name);
  const facts = [
    `in ${unit}`,
    over === 'day' ? 'as of the end of a day' : 'over a period',
    aggregate === 'sum' ? 'a sum' : `a ${aggregate}`,
    good === null ? null : `better ${good}`,
    dimensions.length === 0 ? 'not split' : `by ${dimensions.join(', ')}`,
    `for ${rightOf(name)}`,
  ];
  const french = kpiWords('fr').kpi[name];
  const english = kpiWords('en').kpi[name];
  return [
    `### ${english.title} (\`${name}\`)`,
    english.definition,
    `*${french.title}* : ${french.definition}`,
    facts.filter((fact) => fact !== null).join(' · '),
  ].join('\n\n');
}

/** docs/KPI.md: every figure with what it counts, in both languages, out of the registry. */
export async function kpiDocument(): Promise<string> {
  const groups = kpiGroups.map((group) =>
    [
      `## ${figureWords('en').group[group]}`,
      ...kpiNames.filter((name) => kpiRule(name).group === group).map(sectionOf),
    ].join('\n\n'),
  );
  const text = [
    '# The figures',
    'Written from the registry (domain/kpis.ts, words/en/kpis.ts, words/fr/kpis.ts) by `npm run docs:kpi`: change it there. Each figure is compared with the period before and the same a year before; a period of whole months with as many whole months. Amounts are of one currency. Figures that would need claims, credit notes or surveys are not here, because those are not kept yet.',
    ...groups,
  ].join('\n\n');
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

if (import.meta.filename === process.argv[1]) writeFileSync(file, await kpiDocument());
