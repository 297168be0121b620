import { ActionIcon, Popover, TextInput, type TextInputProps } from '@mantine/core';
import '@mantine/dates/styles.css';
import { IconCalendar } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { isLocalDate } from '../../domain/calendar.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { typedDay } from './typed-day.js';

type Props = Omit<TextInputProps, 'value' | 'onChange' | 'defaultValue' | 'onBlur'> & {
  readonly value?: string | null;
  /** A day as `YYYY-MM-DD`; what was typed where that is none and the field is left; null where nothing is left in it. */
  readonly onChange: (day: string | null) => void;
  /** May be left empty. */
  readonly clearable?: boolean;
  readonly onBlur?: (event: unknown) => void;
};

const Calendar = lazy(() => import('./day-picker.js'));

/** A day, typed as the reader writes it or picked from a calendar. */
export function DayInput({ value = null, onChange, clearable = false, error, ...rest }: Props) {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  const typing = useTyping({ value, onChange, clearable });
  const { keep, isUnreadable } = typing;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus={false} withRoles={false}>
      <Popover.Target>
        <TextInput
          autoComplete="off"
          {...rest}
          value={typing.text}
          error={isUnreadable ? t.shell.noDay : error}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => typing.type(event.currentTarget.value)}
          onBlur={() => keep()}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown' && event.altKey) setOpened(true);
            if (event.key !== 'Enter' || keep()) return;
            event.preventDefault();
            event.stopPropagation();
          }}
          rightSection={<Opener onClick={() => setOpened(!opened)} disabled={rest.disabled === true} />}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <Suspense fallback={t.shell.loading}>
          <Calendar
            label={t.shell.calendar}
            value={value !== null && isLocalDate(value) ? value : null}
            onPick={(day) => {
              onChange(day);
              setOpened(false);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}

/** For the pointer: the keys type the day, or press Alt and arrow down. */
function Opener({ onClick, disabled }: { readonly onClick: () => void; readonly disabled: boolean }) {
  const { t } = useWords();
  return (
    <ActionIcon variant="subtle" color="gray" tabIndex={-1} aria-label={t.shell.calendar} {...{ onClick, disabled }}>
      <IconCalendar size={16} aria-hidden />
    </ActionIcon>
  );
}

/** What stands in the field: the day as the reader writes it, or what is being typed. */
function useTyping({ value, onChange, clearable }: Required<Pick<Props, 'value' | 'onChange' | 'clearable'>>) {
  const { words, language } = useWords();
  const { today } = useMe();
  const written = value !== null && isLocalDate(value) ? words.say.date(value) : (value ?? '');
  const [typed, setTyped] = useState<string | null>(null);
  const [isLeft, setLeft] = useState(false);
  const meant = (text: string): string | null => (text.trim() === '' ? null : typedDay(text, language, today));
  useEffect(() => setTyped((was) => (was !== null && meant(was) === value ? was : null)), [value]);
  const text = typed ?? written;
  const isReadable = text.trim() === '' || meant(text) !== null;
  const hand = (day: string | null): void => {
    if (day !== value && (day !== null || clearable)) onChange(day);
  };
  return {
    text,
    isUnreadable: isLeft && !isReadable,
    type: (next: string) => {
      setTyped(next);
      setLeft(false);
      if (next.trim() === '' || meant(next) !== null) hand(meant(next));
    },
    /** What was typed stays for good; false where it is no day, which is then what the field holds. */
    keep: (): boolean => {
      setLeft(true);
      if (isReadable) setTyped(null);
      else hand(text);
      return isReadable;
    },
  };
}
