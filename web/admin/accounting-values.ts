import type { AccountingPolicy } from '../../contracts/accounting.js';
import { typedDecimal } from '../parts/typed.js';
import type { SpokenToAdmin } from './use-admin.js';

export const journalsOfChart = [
  'sales',
  'bank',
  'other',
] as const satisfies readonly (keyof AccountingPolicy['journals'])[];
export const accountsOfChart = [
  'customers',
  'freight',
  'allowances',
  'bank',
  'suspense',
  'writeOffs',
  'interest',
  'recoveryFees',
] as const satisfies readonly (keyof AccountingPolicy)[];

type Part = { readonly key: string; readonly label: string; readonly value: string };

/** The chart in words: the year, journals, accounts, and each rule with what it asks for. */
export function toldOfChart({ a, words }: SpokenToAdmin, chart: AccountingPolicy): readonly Part[] {
  const w = a.policies.accounting;
  const pair = (first: string, label: string): string => `${first} ${label}`;
  const asked = (rule: Partial<AccountingPolicy['sales'][number]>): string =>
    [
      rule.document && words.invoiceKind[rule.document],
      rule.family,
      rule.vatCategory,
      rule.vatRate && `${rule.vatRate} %`,
    ]
      .filter(Boolean)
      .join(', ');
  const rules = (list: 'sales' | 'vat') =>
    chart[list].map((rule, at): Part => ({
      key: `${list}.${at}`,
      label: `${w[list]} · ${asked(rule) || w.whateverIsLeft}`,
      value: pair(rule.account, rule.label),
    }));
  return [
    { key: 'yearEnd', label: w.yearEnd, value: chart.yearEnd },
    ...journalsOfChart.map((name) => ({
      key: `journals.${name}`,
      label: w.journal[name],
      value: pair(chart.journals[name].code, chart.journals[name].label),
    })),
    ...accountsOfChart.map((name) => ({
      key: name,
      label: w.account[name],
      value: pair(chart[name].account, chart[name].label),
    })),
    ...rules('sales'),
    ...rules('vat'),
  ];
}

/** As the API takes it: what was left empty asks for nothing. */
export function typedChart(typed: AccountingPolicy): AccountingPolicy {
  const rate = (value: string | null): string | null =>
    value === null || value.trim() === '' ? null : typedDecimal(value);
  return {
    ...typed,
    sales: typed.sales.map((rule) => ({
      ...rule,
      family: rule.family === null || rule.family.trim() === '' ? null : rule.family,
      vatRate: rate(rule.vatRate),
    })),
    vat: typed.vat.map((rule) => ({ ...rule, vatRate: rate(rule.vatRate) })),
  };
}
