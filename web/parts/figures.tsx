import { Badge, Text } from '@mantine/core';
import type { OrderStage } from '../../contracts/vocabulary.js';
import type { TimeZone } from '../../domain/calendar.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';

/** An amount with its currency, as the reader writes it. */
export function Money({ amount, currency }: { readonly amount: string | null | undefined; readonly currency: string }) {
  const { words } = useWords();
  return amount === null || amount === undefined ? null : (
    <span className="figure">{words.say.amount(amount, currency)}</span>
  );
}

/** A business date. */
export function Day({ date }: { readonly date: string | null | undefined }) {
  const { words } = useWords();
  if (date === null || date === undefined) return null;
  return <time dateTime={date}>{words.say.date(date)}</time>;
}

/** A business date by which something should have happened: red, and said, once it is past. */
type DueProps = {
  readonly date: string | null;
  /** Nothing is owed by it any more. */
  readonly isOver?: boolean;
  /** Of several days the first by which something is owed still. */
  readonly next?: string | null;
};

export function DueDay({ date, isOver = false, next = null }: DueProps) {
  const { t } = useWords();
  const { today } = useMe();
  if (date === null) return null;
  const isLate = !isOver && (next ?? date) < today;
  return (
    <Text span inherit {...(isLate && { c: 'red.9', fw: 600 })}>
      <Day date={date} />
      {isLate && ` (${t.orders.late})`}
    </Text>
  );
}

/** A moment, in the company's zone. */
export function Moment({ at }: { readonly at: string | null | undefined }) {
  const { words } = useWords();
  const { zone } = useMe();
  if (at === null || at === undefined) return null;
  return <time dateTime={at}>{words.say.moment(at, zone as TimeZone)}</time>;
}

/** What follows a quantity: its unit, or what each of so many packs holds (`× 12 - 75 cl bottles`). */
export const ofUnit = (unit: string): string => (/^\d/.test(unit) ? `× ${unit}` : unit);

export function Quantity({ of, unit }: { readonly of: string; readonly unit?: string }) {
  const { words } = useWords();
  return (
    <>
      <span className="figure">{words.say.quantity(of)}</span>
      {unit !== undefined && ` ${ofUnit(unit)}`}
    </>
  );
}

const colours: Readonly<Record<OrderStage, string>> = {
  received: 'gray',
  'credit-hold': 'red',
  'discrepancy-hold': 'orange',
  accepted: 'blue',
  acknowledged: 'blue',
  'in-delivery': 'cyan',
  delivered: 'teal',
  settled: 'green',
  refused: 'gray',
  rejected: 'gray',
  cancelled: 'gray',
};

/** Where an order is. */
export function Stage({ stage }: { readonly stage: OrderStage }) {
  const { words } = useWords();
  return (
    <Badge variant="outline" color={colours[stage]} className={`stage-${stage}`}>
      {words.stage[stage]}
    </Badge>
  );
}
