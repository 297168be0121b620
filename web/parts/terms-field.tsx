import { Button, Checkbox, CloseButton, Group, NumberInput, Select, Stack } from '@mantine/core';
import type { DueTerm, EarlyDiscount, PaymentTerms } from '../../contracts/primitives.js';
import { isPositive, subtract, sum } from '../../domain/money.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { DayInput } from './day-input.js';
import { useTermsWords } from './terms-words.js';

const MOST_DAYS = 120;
const LAST_DAY = 31;
const MOST_PARTS = 24;

const usually: DueTerm = { kind: 'net', days: 30 };

/** Each kind of terms with each of its readings, as one choice. */
const dueChoices = [
  'net',
  'end-of-month:days-then-month-end',
  'end-of-month:month-end-then-days',
  'day-of-month:days-then-day',
  'day-of-month:days-then-month-end',
  'day-of-month:month-end-then-days',
  'fixed-date',
] as const;
type DueChoice = (typeof dueChoices)[number];

type Choice = DueChoice | 'instalments' | 'usual';

function choiceOf(terms: PaymentTerms | null): Choice {
  if (terms === null) return 'usual';
  return 'reading' in terms ? (`${terms.kind}:${terms.reading}` as DueChoice) : terms.kind;
}

/** What a choice of other terms begins with. */
function firstOf(terms: PaymentTerms | null): DueTerm {
  if (terms === null) return usually;
  if (terms.kind === 'instalments') return terms.parts[0]?.due ?? usually;
  const { discount: _discount, ...due } = terms;
  return due;
}

const daysOf = (term: DueTerm): number => ('days' in term ? term.days : 30);

/** The terms of a choice, with the days of those before it. */
function chosen(choice: DueChoice, before: DueTerm, today: string): DueTerm {
  const days = daysOf(before);
  const day = before.kind === 'day-of-month' ? before.day : 15;
  switch (choice) {
    case 'net':
      return { kind: 'net', days };
    case 'end-of-month:days-then-month-end':
      return { kind: 'end-of-month', days, reading: 'days-then-month-end' };
    case 'end-of-month:month-end-then-days':
      return { kind: 'end-of-month', days, reading: 'month-end-then-days' };
    case 'day-of-month:days-then-day':
      return { kind: 'day-of-month', days, day, reading: 'days-then-day' };
    case 'day-of-month:days-then-month-end':
      return { kind: 'day-of-month', days, day, reading: 'days-then-month-end' };
    case 'day-of-month:month-end-then-days':
      return { kind: 'day-of-month', days, day, reading: 'month-end-then-days' };
    case 'fixed-date':
      return { kind: 'fixed-date', date: today };
  }
}

type Refused = Readonly<Record<string, string | undefined>>;

/** What is refused of the terms or of anything in them. */
export const refusedTerms = (refused: Refused): string | undefined =>
  Object.entries(refused).find(([name]) => name === 'paymentTerms' || name.startsWith('paymentTerms.'))?.[1];

type Props = {
  readonly value: PaymentTerms | null;
  /** What holds where nothing is chosen; left out: something has to be. */
  readonly usual?: string;
  /** Terms of an account name no date. */
  readonly isStanding?: boolean;
  readonly error: string | undefined;
  readonly onChange: (terms: PaymentTerms | null) => void;
};

const halves = (due: DueTerm): PaymentTerms => ({
  kind: 'instalments',
  parts: [
    { percent: '50', due },
    { percent: '50', due: { kind: 'net', days: 60 } },
  ],
});

/** Payment terms: how they are counted, and from what; in instalments, part by part. */
export function TermsField({ value, usual, isStanding = false, error, onChange }: Props) {
  const { t } = useWords();
  const terms = useTermsWords();
  const { today } = useMe();
  const first = firstOf(value);
  const discount = value !== null && value.kind !== 'instalments' ? value.discount : undefined;
  const choose = (choice: string | null): void => {
    if (choice === 'instalments') return onChange(halves(first));
    const due = dueChoices.find((each) => each === choice);
    const next = due === undefined ? null : chosen(due, first, today);
    onChange(next && discount ? { ...next, discount } : next);
  };
  const choices = [
    ...(usual === undefined ? [] : [{ value: 'usual', label: usual }]),
    ...useDueChoices(isStanding),
    { value: 'instalments', label: terms.kinds.instalments },
  ];
  return (
    <Stack gap={4}>
      <Group gap={4} align="flex-end">
        <Select
          label={t.sales.terms}
          flex={1}
          miw={160}
          data={choices}
          value={choiceOf(value)}
          allowDeselect={false}
          onChange={choose}
          error={error}
        />
        {value !== null && value.kind !== 'instalments' && (
          <Figures value={value} onChange={keeping(discount, onChange)} />
        )}
      </Group>
      {value !== null && value.kind !== 'instalments' && <Discount value={value} onChange={onChange} />}
      {value?.kind === 'instalments' && <Parts terms={value} isStanding={isStanding} onChange={onChange} />}
    </Stack>
  );
}

type OneDay = Exclude<PaymentTerms, { kind: 'instalments' }>;

/** Other days leave the discount as it is. */
const keeping =
  (discount: EarlyDiscount | undefined, onChange: (terms: PaymentTerms) => void) =>
  (term: DueTerm): void =>
    onChange(discount ? { ...term, discount } : term);

const usualDiscount: EarlyDiscount = { percent: '2', days: 10, vat: 'with-vat' };
const discountVats = ['with-vat', 'net-only'] as const;

type DiscountProps = { readonly value: OneDay; readonly onChange: (terms: OneDay) => void };

/** Whether something is taken off for paying early. */
function Discount({ value, onChange }: DiscountProps) {
  const terms = useTermsWords();
  const { discount, ...without } = value;
  return (
    <Group gap={4} align="flex-end">
      <Checkbox
        size="xs"
        mb={8}
        label={terms.discount.title}
        checked={discount !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? { ...value, discount: usualDiscount } : without)}
      />
      {discount && <DiscountFigures value={discount} onChange={(next) => onChange({ ...value, discount: next })} />}
    </Group>
  );
}

type DiscountFiguresProps = {
  readonly value: EarlyDiscount;
  readonly onChange: (discount: EarlyDiscount) => void;
};

/** How much, until when, and what of its VAT. */
function DiscountFigures({ value, onChange }: DiscountFiguresProps) {
  const { language } = useWords();
  const terms = useTermsWords();
  return (
    <>
      <NumberInput
        label={terms.discount.percent}
        value={value.percent}
        min={0}
        max={99.99}
        decimalScale={2}
        decimalSeparator={language === 'fr' ? ',' : '.'}
        suffix=" %"
        hideControls
        w={84}
        onChange={(next) => onChange({ ...value, percent: String(next === '' ? 0 : next) })}
      />
      <NumberInput
        label={terms.discount.days}
        value={value.days}
        min={0}
        max={MOST_DAYS}
        allowDecimal={false}
        hideControls
        w={96}
        onChange={(next) => onChange({ ...value, days: Number(next) })}
      />
      <Select
        label={terms.discount.vat}
        flex={1}
        miw={150}
        data={discountVats.map((each) => ({ value: each, label: terms.discount.vats[each] }))}
        value={value.vat}
        allowDeselect={false}
        onChange={(vat) => onChange({ ...value, vat: discountVats.find((each) => each === vat) ?? value.vat })}
      />
    </>
  );
}

function useDueChoices(isStanding: boolean) {
  const terms = useTermsWords();
  return dueChoices
    .filter((choice) => !isStanding || choice !== 'fixed-date')
    .map((choice) => ({ value: choice as string, label: terms.kinds[choice] }));
}

type FiguresProps = { readonly value: DueTerm; readonly onChange: (term: DueTerm) => void };

/** Days, day of the month or date, as far as the terms have them. */
function Figures({ value, onChange }: FiguresProps) {
  const { t } = useWords();
  const terms = useTermsWords();
  if (value.kind === 'fixed-date')
    return (
      <DayInput
        label={terms.date}
        w={130}
        value={value.date}
        onChange={(date) => onChange({ ...value, date: date ?? '' })}
      />
    );
  return (
    <>
      <NumberInput
        label={t.sales.days}
        value={value.days}
        min={0}
        max={MOST_DAYS}
        allowDecimal={false}
        hideControls
        w={64}
        onChange={(next) => onChange({ ...value, days: Number(next) })}
      />
      {value.kind === 'day-of-month' && (
        <NumberInput
          label={terms.day}
          value={value.day}
          min={1}
          max={LAST_DAY}
          allowDecimal={false}
          hideControls
          w={64}
          onChange={(next) => onChange({ ...value, day: Number(next) })}
        />
      )}
    </>
  );
}

type Instalments = Extract<PaymentTerms, { kind: 'instalments' }>;
type Part = Instalments['parts'][number];

/** The last part takes what the others leave of the whole. */
const wholeOf = (parts: readonly Part[]): Instalments => {
  const others = parts.slice(0, -1);
  const rest = subtract('100', sum(others.map(({ percent }) => percent)));
  return {
    kind: 'instalments',
    parts: [...others, ...parts.slice(-1).map((last) => ({ ...last, percent: isPositive(rest) ? rest : '0' }))],
  };
};

type PartsProps = {
  readonly terms: Instalments;
  readonly isStanding: boolean;
  readonly onChange: (terms: Instalments) => void;
};

function Parts({ terms: { parts }, isStanding, onChange }: PartsProps) {
  const { t } = useWords();
  const terms = useTermsWords();
  const change = (index: number, part: Part): void => onChange(wholeOf(parts.with(index, part)));
  const add = (): void => onChange(wholeOf([...parts, { percent: '0', due: { kind: 'net', days: 60 } }]));
  return (
    <Stack gap={4} role="group" aria-label={t.finance.instalments}>
      {parts.map((part, index) => (
        <PartRow
          key={index}
          part={part}
          place={index + 1}
          isLast={index === parts.length - 1}
          isStanding={isStanding}
          onChange={(next) => change(index, next)}
          {...(parts.length > 2 && { onRemove: () => onChange(wholeOf(parts.toSpliced(index, 1))) })}
        />
      ))}
      {parts.length < MOST_PARTS && (
        <Group>
          <Button size="compact-xs" variant="subtle" onClick={add}>
            {terms.add}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

type PartProps = {
  readonly part: Part;
  readonly place: number;
  readonly isLast: boolean;
  readonly isStanding: boolean;
  readonly onChange: (part: Part) => void;
  readonly onRemove?: () => void;
};

function PartRow({ part, place, isLast, isStanding, onChange, onRemove }: PartProps) {
  const { language } = useWords();
  const terms = useTermsWords();
  const { today } = useMe();
  const choose = (choice: string | null): void => {
    const due = dueChoices.find((each) => each === choice);
    if (due !== undefined) onChange({ ...part, due: chosen(due, part.due, today) });
  };
  return (
    <Group gap={4} align="flex-end">
      <NumberInput
        label={terms.percent(place)}
        value={part.percent}
        min={0}
        max={100}
        decimalScale={2}
        decimalSeparator={language === 'fr' ? ',' : '.'}
        suffix=" %"
        hideControls
        disabled={isLast}
        w={84}
        onChange={(next) => onChange({ ...part, percent: String(next === '' ? 0 : next) })}
      />
      <Select
        label={terms.due(place)}
        flex={1}
        miw={150}
        data={useDueChoices(isStanding)}
        value={choiceOf(part.due)}
        allowDeselect={false}
        onChange={choose}
      />
      <Figures value={part.due} onChange={(due) => onChange({ ...part, due })} />
      {onRemove && <CloseButton aria-label={terms.remove(place)} onClick={onRemove} />}
    </Group>
  );
}
