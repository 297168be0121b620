import '@mantine/dates/styles.css';
import 'dayjs/locale/fr.js';
import { DatePicker } from '@mantine/dates';
import { useWords } from '../app/language.js';

type Props = {
  readonly label: string;
  readonly value?: string | null;
  /** Only days after this one may be picked. */
  readonly after?: string;
  readonly onPick: (date: string) => void;
};

/** A day picked from a calendar. */
export default function DayPicker({ label, value = null, after, onPick }: Props) {
  const { language } = useWords();
  return (
    <DatePicker
      value={value}
      {...(value !== null && { defaultDate: value })}
      {...(after !== undefined && { minDate: after, excludeDate: (date: string) => date <= after })}
      locale={language}
      onChange={(date) => date !== null && onPick(date)}
      aria-label={label}
    />
  );
}
