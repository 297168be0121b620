import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import type { Deposit } from '../../contracts/deposit.js';
import { useDepositWords } from '../parts/deposit-words.js';
import { typedDecimal } from '../parts/typed.js';

const MOST_DAYS = 120;

/** A deposit as somebody types it; `usual`: what the quote asks for, if anything. */
export type TypedDeposit = {
  readonly kind: 'usual' | 'none' | Deposit['kind'];
  readonly value: string;
  readonly days: number;
  readonly blocks: boolean;
};

export const usualDeposit: TypedDeposit = { kind: 'usual', value: '', days: 0, blocks: true };

/** As it is sent with an order; left out where the quote says it. */
export function sentDeposit({ kind, value, days, blocks }: TypedDeposit): { readonly deposit?: Deposit | null } {
  const asked = { terms: { kind: 'net', days }, blocksDelivery: blocks } as const;
  switch (kind) {
    case 'usual':
      return {};
    case 'none':
      return { deposit: null };
    case 'percent':
      return { deposit: { kind, percent: typedDecimal(value), ...asked } };
    case 'amount':
      return { deposit: { kind, amount: typedDecimal(value), ...asked } };
  }
}

const kinds = ['usual', 'none', 'percent', 'amount'] as const;

type Props = {
  readonly value: TypedDeposit;
  readonly refused: Readonly<Record<string, string | undefined>>;
  readonly onChange: (deposit: TypedDeposit) => void;
};

/** What is asked for before the goods: a part or an amount, by when, and whether deliveries wait for it. */
export function DepositField({ value, refused, onChange }: Props) {
  const d = useDepositWords();
  const wrong = Object.entries(refused).find(([name]) => name.startsWith('deposit'))?.[1];
  const isAsked = value.kind === 'percent' || value.kind === 'amount';
  return (
    <>
      <Select
        label={d.title}
        data={kinds.map((kind) => ({ value: kind, label: kind === 'usual' ? d.usual : d.kinds[kind] }))}
        value={value.kind}
        allowDeselect={false}
        onChange={(kind) => kind !== null && onChange({ ...value, kind })}
        error={isAsked ? undefined : wrong}
      />
      {isAsked && (
        <>
          <TextInput
            label={d.value}
            required
            inputMode="decimal"
            value={value.value}
            maxLength={20}
            onChange={(event) => onChange({ ...value, value: event.currentTarget.value })}
            error={wrong}
          />
          <NumberInput
            label={d.days}
            min={0}
            max={MOST_DAYS}
            allowDecimal={false}
            value={value.days}
            onChange={(days) => onChange({ ...value, days: Number(days) })}
          />
          <Checkbox
            mt="lg"
            label={d.blocks}
            checked={value.blocks}
            onChange={(event) => onChange({ ...value, blocks: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  );
}
