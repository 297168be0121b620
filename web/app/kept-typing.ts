import type { UseFormReturnType } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { SessionAnswer } from '../../contracts/session.js';
import { sessionKey, useMe } from './session.js';
import { isLeft, placeOf } from './typing-places.js';

type Keeping<V> = {
  /** What the form is of, such as `delivery:BL-2026-000001`. */
  readonly name: string;
  readonly isOpen?: boolean;
  /** Null: nothing that would be lost. */
  readonly typed: V | null;
  readonly giveBack: (typed: V) => void;
};

/**
 * What stands in an open form when its reader's session ends is kept in this tab, and given back to them when they open the
 * form again after signing in. Never used for a form with a password or a code in it.
 */
export function useKeptTyping<V>({ name, isOpen = true, typed, giveBack }: Keeping<V>): void {
  const client = useQueryClient();
  const { person } = useMe();
  const place = placeOf(person, name);
  const now = useRef({ typed, giveBack });
  useEffect(() => {
    now.current = { typed, giveBack };
  });
  useEffect(() => {
    if (!isOpen) return undefined;
    const kept = sessionStorage.getItem(place);
    sessionStorage.removeItem(place);
    if (kept !== null) now.current.giveBack(JSON.parse(kept) as V);
    return () => {
      const session = client.getQueryData<SessionAnswer>(sessionKey);
      if (session?.kind !== 'nobody' || isLeft() || now.current.typed === null) return;
      sessionStorage.setItem(place, JSON.stringify(now.current.typed));
    };
  }, [client, isOpen, place]);
}

type Named = { readonly name: string; readonly isOpen?: boolean };
type Form<V, T> = Pick<UseFormReturnType<V, T>, 'isDirty' | 'values' | 'setValues'>;

/** A form of Mantine, kept as {@link useKeptTyping} says. */
export function useKept<V, T>({ name, isOpen = true }: Named, form: Form<V, T>): void {
  useKeptTyping<V>({ name, isOpen, typed: form.isDirty() ? form.values : null, giveBack: form.setValues });
}
