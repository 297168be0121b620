import { ActionIcon, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import type { Adjustment, OrderAdjustment } from '../../contracts/adjustment.js';
import { adjustmentBases, adjustmentKinds, type AdjustmentKind } from '../../contracts/vocabulary.js';
import { useWords } from '../app/language.js';
import { FormDialog } from '../parts/form-dialog.js';
import { typedDecimal, writtenDecimal } from '../parts/typed.js';
import { useAdjustmentWords } from './words.js';

/** An adjustment with a value that may be anything yet. */
export type TypedAdjustment = Pick<Adjustment, 'kind' | 'reason' | 'text' | 'basis' | 'value'> &
  Pick<OrderAdjustment, 'taxClass'>;

type Props = {
  readonly title: string;
  /** Of a whole order: nothing is by the unit. */
  readonly isOfWhole: boolean;
  readonly adjustments: readonly TypedAdjustment[];
  readonly onTake: (adjustments: readonly TypedAdjustment[]) => void;
  readonly onClose: () => void;
};

const MOST = 10;
const isValue = ({ basis, value }: TypedAdjustment): boolean => {
  const text = typedDecimal(value);
  if (!/^\d{1,12}(\.\d{1,4})?$/.test(text) || /^0+(\.0+)?$/.test(text)) return false;
  return basis !== 'percent' || /^(100|\d{1,2}(\.\d{1,2})?)$/.test(text);
};

/** What comes off a price or on top of it, in a dialog; nothing changes before it is taken over. */
export function AdjustmentsDialog({ title, isOfWhole, adjustments, onTake, onClose }: Props) {
  const { t, language } = useWords();
  const said = useAdjustmentWords();
  const first: TypedAdjustment = {
    kind: 'allowance',
    reason: '95',
    text: said.allowance['95'],
    basis: 'percent',
    value: '',
  };
  const [typed, setTyped] = useState<readonly TypedAdjustment[]>(() =>
    adjustments.length === 0
      ? [first]
      : adjustments.map((each) => ({ ...each, value: writtenDecimal(each.value, language) })),
  );
  const [isSent, setSent] = useState(false);
  const send = (event: FormEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    setSent(true);
    if (!typed.every((each) => isValue(each) && each.text.trim() !== '')) return;
    onTake(typed.map((each) => ({ ...each, text: each.text.trim(), value: typedDecimal(each.value) })));
  };
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={title}
      confirm={said.take}
      onSubmit={send}
      isPending={false}
      error={null}
      size="xl"
    >
      <Stack gap="xs">
        {typed.map((each, at) => (
          <Row
            key={at}
            typed={each}
            bases={adjustmentBases.filter((basis) => !isOfWhole || basis !== 'per-unit')}
            required={isSent ? t.shell.required : undefined}
            onChange={(changes) => setTyped(typed.with(at, { ...each, ...changes }))}
            onRemove={() => setTyped(typed.toSpliced(at, 1))}
          />
        ))}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={typed.length >= MOST}
            onClick={() => setTyped([...typed, first])}
          >
            {said.add}
          </Button>
        </Group>
      </Stack>
    </FormDialog>
  );
}

type RowProps = {
  readonly typed: TypedAdjustment;
  readonly bases: readonly TypedAdjustment['basis'][];
  /** What is said of a field that is empty; left out: nothing yet. */
  readonly required: string | undefined;
  readonly onChange: (changes: Partial<TypedAdjustment>) => void;
  readonly onRemove: () => void;
};

function Row({ typed, bases, required, onChange, onRemove }: RowProps) {
  const said = useAdjustmentWords();
  const reasons = useReasons(typed);
  return (
    <Group align="flex-start" wrap="nowrap" gap="xs">
      <Select
        label={said.reason}
        data={reasons.groups}
        value={`${typed.kind} ${typed.reason}`}
        allowDeselect={false}
        onChange={(chosen) => chosen !== null && onChange(reasons.named(chosen))}
        w={190}
      />
      <TextInput
        label={said.text}
        value={typed.text}
        maxLength={100}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        error={typed.text.trim() === '' ? required : undefined}
        style={{ flex: 1 }}
      />
      <Select
        label={said.basis}
        data={bases.map((basis) => ({ value: basis, label: said.bases[basis] }))}
        value={typed.basis}
        allowDeselect={false}
        onChange={(basis) => basis !== null && onChange({ basis })}
        w={170}
      />
      <TextInput
        label={said.value}
        inputMode="decimal"
        value={typed.value}
        maxLength={20}
        onChange={(event) => onChange({ value: event.currentTarget.value })}
        error={required !== undefined && !isValue(typed) ? said.wrongValue : undefined}
        w={110}
        data-autofocus={typed.value === '' || undefined}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        mt={25}
        aria-label={said.remove(typed.text)}
        onClick={onRemove}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

/** The reasons that the console knows by name, and the one that a line has. */
function useReasons(typed: TypedAdjustment) {
  const said = useAdjustmentWords();
  const ofKind = (kind: AdjustmentKind): ReadonlyMap<string, string> => {
    const known = new Map(Object.entries<string>(said[kind]));
    return kind !== typed.kind || known.has(typed.reason) ? known : new Map([...known, [typed.reason, typed.reason]]);
  };
  const groups = adjustmentKinds.map((kind) => ({
    group: said.kind[kind],
    items: [...ofKind(kind)].map(([code, label]) => ({ value: `${kind} ${code}`, label })),
  }));
  const named = (chosen: string): Partial<TypedAdjustment> => {
    const kind: AdjustmentKind = chosen.startsWith('allowance') ? 'allowance' : 'charge';
    const reason = chosen.slice(kind.length + 1);
    return { kind, reason, text: ofKind(kind).get(reason) ?? typed.text };
  };
  return { groups, named };
}
