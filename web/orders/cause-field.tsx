import { Select } from '@mantine/core';
import { errorCauses, type ErrorCause } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';

type Props = {
  readonly value: ErrorCause | null;
  readonly onChange: (cause: ErrorCause | null) => void;
  readonly error: string | undefined;
};

/** Whose error it was that something of an order differs, or has to be put right. */
export function CauseField({ value, onChange, error }: Props) {
  const { t, words } = useWords();
  return (
    <Select
      label={t.orders.cause}
      required
      data={errorCauses.map((cause) => ({ value: cause, label: capital(words.errorCause[cause]) }))}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
