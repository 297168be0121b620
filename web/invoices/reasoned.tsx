import { Select, Textarea } from '@mantine/core';
import { useEffect, useState, type FormEvent } from 'react';
import type { ShownInvoice } from '../../contracts/invoice.js';
import type { CreditReason } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import type { Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { useCreditWords } from './words.js';

/** Why an invoice is credited or put right, as it is typed. */
export type TypedWhy = { readonly reason: CreditReason | null; readonly note: string };

type Given<T, Input extends object, Receipt> = {
  readonly invoice: Read<ShownInvoice>;
  readonly opened: boolean;
  /** Under which what is typed is kept. */
  readonly name: string;
  readonly untouched: T;
  readonly path: string;
  /** Null: nothing is typed yet. */
  readonly inputOf: (typed: T & { readonly reason: CreditReason }) => Input | null;
  readonly onDone: (receipt: Receipt) => void;
};

/**
 * What is typed in a dialog that wants a reason, what is asked of it meanwhile (with a reason that stands in for the one to
 * come), and how it is sent.
 */
export function useReasoned<T extends TypedWhy, Input extends object, Receipt>(given: Given<T, Input, Receipt>) {
  const { invoice, opened, name, untouched, path, inputOf, onDone } = given;
  const [typed, setTyped] = useState(untouched);
  const [isMissing, setMissing] = useState(false);
  useKeptTyping({ name, isOpen: opened, typed: typed === untouched ? null : typed, giveBack: setTyped });
  const action = useAction<Receipt, ShownInvoice>({ of: invoice, isOpen: opened, onDone });
  const { reset } = action;
  useEffect(() => {
    if (opened) return;
    reset();
    setTyped(untouched);
    setMissing(false);
  }, [opened]);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { reason } = typed;
    setMissing(reason === null);
    const body = reason === null ? null : inputOf({ ...typed, reason });
    if (body !== null) action.mutate({ path, body });
  };
  const change = (part: Partial<T>): void => setTyped((before) => ({ ...before, ...part }));
  const asked = opened ? inputOf({ ...typed, reason: typed.reason ?? 'AUTRE' }) : null;
  return { typed, change, action, send, isMissing, asked };
}

/** What goes into a request of it. */
export function whyOf({ reason, note }: TypedWhy & { readonly reason: CreditReason }) {
  const said = note.trim();
  return { reason, ...(said !== '' && { note: said }) };
}

export const choicesOf = (said: Readonly<Record<string, string>>) =>
  Object.entries(said).map(([value, name]) => ({ value, label: capital(name) }));

type FieldsProps = {
  readonly typed: TypedWhy;
  readonly change: (part: Partial<TypedWhy>) => void;
  readonly isMissing: boolean;
  readonly refused: Readonly<Record<string, string>>;
};

export function WhyFields({ typed, change, isMissing, refused }: FieldsProps) {
  const { t } = useWords();
  const c = useCreditWords();
  return (
    <>
      <Select
        label={c.creditReason}
        data={choicesOf(c.reason)}
        value={typed.reason}
        onChange={(reason) => change({ reason: reason as CreditReason | null })}
        error={isMissing ? t.shell.required : refused['reason']}
        searchable
        required
      />
      <Textarea
        label={c.creditNote}
        description={c.creditNoteHint}
        autosize
        maxLength={500}
        value={typed.note}
        onChange={(event) => change({ note: event.currentTarget.value })}
        error={refused['note']}
      />
    </>
  );
}
