import { ActionIcon, Group, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { isLocalDate } from '../../domain/calendar.js';
import type { Period } from '../../domain/kpis.js';
import { useMe } from '../app/session.js';
import { useAddress } from '../lists/address.js';
import { DayInput } from '../parts/day-input.js';
import { earlier, later, periodKinds, periodOf, type PeriodKind } from './period.js';
import { useFigureWords } from './words.js';

/** The period that the address names: the current month where it names none. */
export function usePeriod(): {
  readonly kind: PeriodKind;
  readonly period: Period;
  readonly show: (kind: PeriodKind, period: Period) => void;
} {
  const { address, change } = useAddress();
  const { today } = useMe();
  const kind = periodKinds.find((each) => each === address['period']) ?? 'month';
  const standard = periodOf(kind, today);
  const { from = standard.from, to = standard.to } = address;
  return {
    kind,
    period: { from, to },
    show: (next, shown) => change({ period: next, from: shown.from, to: shown.to }),
  };
}

/** Month, quarter, year or any days; one step earlier or later. */
export function PeriodPicker() {
  const f = useFigureWords();
  const { today } = useMe();
  const { kind, period, show } = usePeriod();
  const set = (changes: Partial<Period>): void => {
    const next = { ...period, ...changes };
    if (next.from <= next.to) show('free', next);
  };
  return (
    <Group gap="xs" align="end" className="no-print">
      <SegmentedControl
        aria-label={f.period}
        value={kind}
        onChange={(chosen) => {
          const next = periodKinds.find((each) => each === chosen) ?? 'month';
          show(next, next === 'free' ? period : periodOf(next, period.to < today ? period.to : today));
        }}
        data={periodKinds.map((each) => ({ value: each, label: f.kinds[each] }))}
      />
      <ActionIcon variant="default" size="lg" aria-label={f.earlier} onClick={() => show(kind, earlier(kind, period))}>
        <IconChevronLeft size={18} />
      </ActionIcon>
      <ActionIcon variant="default" size="lg" aria-label={f.later} onClick={() => show(kind, later(kind, period))}>
        <IconChevronRight size={18} />
      </ActionIcon>
      <DayInput
        label={f.from}
        value={period.from}
        onChange={(from) => from !== null && isLocalDate(from) && set({ from })}
        w={130}
      />
      <DayInput
        label={f.to}
        value={period.to}
        onChange={(to) => to !== null && isLocalDate(to) && set({ to })}
        w={130}
      />
    </Group>
  );
}
