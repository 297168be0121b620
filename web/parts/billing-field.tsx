import { Select } from '@mantine/core';
import type { BillingRule } from '../../contracts/billing.js';
import { billingRhythms } from '../../contracts/vocabulary.js';
import { useTermsWords } from './terms-words.js';

const names = ['delivery', 'order', ...billingRhythms] as const;
type Name = (typeof names)[number];

/** The rule, by the one word that tells it from the others. */
export const nameOfRule = (rule: BillingRule): Name => (rule.kind === 'period' ? rule.every : rule.kind);

const ruleOf = (name: Name): BillingRule =>
  name === 'delivery' || name === 'order' ? { kind: name } : { kind: 'period', every: name };

type Props = {
  readonly value: BillingRule;
  readonly error?: string | undefined;
  readonly onChange: (rule: BillingRule) => void;
};

/** When what is delivered is invoiced. */
export function BillingField({ value, error, onChange }: Props) {
  const { billing } = useTermsWords();
  return (
    <Select
      label={billing.title}
      data={names.map((name) => ({ value: name, label: billing.rules[name] }))}
      value={nameOfRule(value)}
      allowDeselect={false}
      error={error}
      onChange={(name) => onChange(ruleOf(names.find((each) => each === name) ?? 'delivery'))}
    />
  );
}
