import { Group, NumberInput, Select } from '@mantine/core';
import type { PaymentTerms } from '../../contracts/primitives.js';
import { useWords } from '../app/language.js';

const kinds = ['net', 'days-then-month-end', 'month-end-then-days'] as const;
type Kind = (typeof kinds)[number];

const kindOf = (terms: PaymentTerms): Kind => (terms.kind === 'net' ? 'net' : terms.reading);
const termsOf = (kind: Kind, days: number): PaymentTerms =>
  kind === 'net' ? { kind, days } : { kind: 'end-of-month', days, reading: kind };

const MOST_DAYS = 120;

type Props = {
  readonly value: PaymentTerms | null;
  /** What holds where nothing is chosen; left out: something has to be. */
  readonly usual?: string;
  readonly error: string | undefined;
  readonly onChange: (terms: PaymentTerms | null) => void;
};

/** Payment terms: how they are counted, and the days. */
export function TermsField({ value, usual, error, onChange }: Props) {
  const { t } = useWords();
  const isKind = (text: string | null): text is Kind => kinds.some((kind) => kind === text);
  const days = value?.days ?? 30;
  const choices = kinds.map((kind) => ({ value: kind as string, label: t.sales[kind] }));
  return (
    <Group gap={4} wrap="nowrap" align="flex-end">
      {value !== null && (
        <NumberInput
          label={t.sales.days}
          value={value.days}
          min={0}
          max={MOST_DAYS}
          allowDecimal={false}
          hideControls
          w={64}
          onChange={(next) => onChange(termsOf(kindOf(value), Number(next)))}
        />
      )}
      <Select
        label={t.sales.terms}
        flex={1}
        data={usual === undefined ? choices : [{ value: 'usual', label: usual }, ...choices]}
        value={value === null ? (usual === undefined ? null : 'usual') : kindOf(value)}
        allowDeselect={false}
        onChange={(kind) => onChange(isKind(kind) ? termsOf(kind, days) : null)}
        error={error}
      />
    </Group>
  );
}
