import type { AccountingPolicy } from '../../contracts/accounting.js';
import type { DunningPolicy, Policy, PolicyKind } from '../../contracts/policies.js';
import { usualPolicyValues } from '../../contracts/vocabulary.js';
import { typedDecimal, writtenDecimal } from '../parts/typed.js';
import { toldOfChart, typedChart } from './accounting-values.js';
import type { SpokenToAdmin } from './use-admin.js';

export type FlatKind = Exclude<PolicyKind, 'dunning' | 'accounting'>;

/** How a value is typed: a whole number within bounds, a decimal, yes or no, one of several. */
export type FlatField = {
  readonly name: string;
  readonly as: 'number' | 'decimal' | 'flag' | 'choice';
  readonly choices?: readonly string[];
};

/** What a level of the dunning procedure does beside its letter. */
export const levelFlags = ['claimInterest', 'claimRecoveryFee', 'creditStop', 'handOver'] as const;

export const flatFields: Readonly<Record<FlatKind, readonly FlatField[]>> = {
  credit: [
    { name: 'overdueToleranceDays', as: 'number' },
    { name: 'overdueToleranceAmount', as: 'decimal' },
    { name: 'watchPercent', as: 'decimal' },
    { name: 'escalateAfterHours', as: 'number' },
    { name: 'stopHoldsDeliveries', as: 'flag' },
    { name: 'heldOrdersCount', as: 'flag' },
    { name: 'creditApprovalAmount', as: 'decimal' },
  ],
  tolerance: [
    { name: 'pricePercent', as: 'decimal' },
    { name: 'quantityPercent', as: 'decimal' },
    { name: 'dateDays', as: 'number' },
    { name: 'discountPoints', as: 'decimal' },
    { name: 'freightAmount', as: 'decimal' },
    { name: 'sameReference', as: 'choice', choices: ['warn', 'hold'] },
    { name: 'escalateAfterHours', as: 'number' },
  ],
  acknowledgement: [
    { name: 'targetMinutes', as: 'number' },
    { name: 'warnPercent', as: 'number' },
  ],
  fulfilment: [
    { name: 'preparationDays', as: 'number' },
    { name: 'replenishmentDays', as: 'number' },
    { name: 'proofDays', as: 'number' },
    { name: 'invoicingDays', as: 'number' },
  ],
};

/** What a value of a flat policy is called and does. */
export const wordsOfField = (
  { a }: SpokenToAdmin,
  kind: FlatKind,
  name: string,
): { readonly label: string; readonly does: string } =>
  (a.policies[kind] as Readonly<Record<string, { label: string; does: string }>>)[name] ?? { label: name, does: '' };

/** One value of a policy in words. */
type Told = { readonly key: string; readonly label: string; readonly value: string };

export type Change = { readonly label: string; readonly before: string; readonly after: string };

export type Body = Policy['body'];

/** What an overview shows of a policy: of dunning the letters, the fee and when each level is due. */
export const toldShort = (spoken: SpokenToAdmin, kind: PolicyKind, body: Body): readonly Told[] =>
  told(spoken, kind, body).filter(({ key }) => kind !== 'dunning' || /^whole|offsetDays$/.test(key));

/** What differs between two versions of a policy, in words. */
export function changesBetween(spoken: SpokenToAdmin, kind: PolicyKind, before: Body, after: Body): readonly Change[] {
  const [was, is] = [told(spoken, kind, before), told(spoken, kind, after)];
  const { notSet } = spoken.a.admin;
  const labels = new Map([...was, ...is].map(({ key, label }) => [key, label]));
  const valueIn = (values: readonly Told[], key: string): string =>
    values.find((each) => each.key === key)?.value ?? notSet;
  return [...labels]
    .map(([key, label]) => ({ label, before: valueIn(was, key), after: valueIn(is, key) }))
    .filter((change) => change.before !== change.after);
}

/** Every value of a policy in words. */
export function told(spoken: SpokenToAdmin, kind: PolicyKind, body: Body): readonly Told[] {
  if (kind === 'dunning') return toldOfDunning(spoken, body as DunningPolicy);
  if (kind === 'accounting') return toldOfChart(spoken, body as AccountingPolicy);
  const values = body as Readonly<Record<string, unknown>>;
  return flatFields[kind].map(({ name }) => ({
    key: name,
    label: wordsOfField(spoken, kind, name).label,
    value: values[name] === undefined ? leftOut(spoken, name) : written(spoken, values[name]),
  }));
}

const leftOut = ({ a }: SpokenToAdmin, name: string): string => {
  const usual: Readonly<Record<string, number>> = usualPolicyValues;
  return usual[name] === undefined ? a.admin.notSet : a.admin.usual(usual[name]);
};

function written({ t, a, language }: SpokenToAdmin, value: unknown): string {
  if (typeof value === 'boolean') return value ? t.lists.yes : t.lists.no;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return a.admin.notSet;
  const named: Readonly<Record<string, string>> = a.policies.values;
  return named[value] ?? (/^-?\d+(\.\d+)?$/.test(value) ? writtenDecimal(value, language) : value);
}

function toldOfDunning(spoken: SpokenToAdmin, policy: DunningPolicy): readonly Told[] {
  const { words, a } = spoken;
  const named = a.policies.dunning;
  const part = (key: string, name: keyof typeof named, value: unknown, prefix = ''): Told => ({
    key: `${key}.${name}`,
    label: `${prefix === '' ? '' : `${prefix} · `}${named[name].label}`,
    value: written(spoken, value),
  });
  const { levels, thresholds, rates, sendingWindow: hours, letters, recoveryFee } = policy;
  const ofLevels = levels.flatMap(({ level, channel, ...rest }) =>
    (['offsetDays', 'minIntervalDays', ...levelFlags] as const)
      .map((name) => part(level, name, rest[name], words.level[level]))
      .concat(part(level, 'channel', channel === 'mail', words.level[level])),
  );
  const ofThresholds = thresholds.flatMap(({ currency, minimum, residue }) => [
    part(currency, 'minimum', minimum, currency),
    part(currency, 'residue', residue, currency),
  ]);
  const ofRates = rates.flatMap(({ from, percent, source }) => [
    part(from, 'percent', percent, words.say.date(from)),
    part(from, 'source', source, words.say.date(from)),
  ]);
  const ofHours = [
    part('hours', 'zone', hours.zone),
    part('hours', 'windowFrom', hours.from, named.sendingWindow.label),
    part('hours', 'windowTo', hours.to, named.sendingWindow.label),
    part('hours', 'workingDaysOnly', hours.workingDaysOnly),
    part('hours', 'calendar', hours.calendar),
  ];
  const whole = [part('whole', 'letters', letters), part('whole', 'recoveryFee', recoveryFee)];
  return [...whole, ...ofLevels, ...ofThresholds, ...ofRates, ...ofHours];
}

/** What was typed, with decimals as the API writes them. */
export function typedBody(kind: PolicyKind, typed: Body): Body {
  if (kind === 'dunning') {
    const policy = typed as DunningPolicy;
    return {
      ...policy,
      recoveryFee: typedDecimal(policy.recoveryFee),
      thresholds: policy.thresholds.map((line) => ({
        ...line,
        minimum: typedDecimal(line.minimum),
        residue: typedDecimal(line.residue),
      })),
      rates: policy.rates.map((rate) => ({ ...rate, percent: typedDecimal(rate.percent) })),
    };
  }
  if (kind === 'accounting') return typedChart(typed as AccountingPolicy);
  const values: Record<string, unknown> = { ...typed };
  for (const { name, as } of flatFields[kind]) {
    const value = values[name];
    if (value === '' || value === null) delete values[name];
    else if (as === 'decimal' && typeof value === 'string') values[name] = typedDecimal(value);
  }
  return values as Body;
}
