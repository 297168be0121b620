import '@mantine/dates/styles.css';
import { DatePicker } from '@mantine/dates';

type Props = { readonly label: string; readonly after: string; readonly onPick: (date: string) => void };

/** A day after the one given, picked from a calendar. */
export default function DayPicker({ label, after, onPick }: Props) {
  return (
    <DatePicker
      minDate={after}
      excludeDate={(date) => date <= after}
      onChange={(date) => date !== null && onPick(date)}
      aria-label={label}
    />
  );
}
