import { useCallback, useState } from 'react';
import { useMe } from '../app/session.js';

/** What is kept of a form that was not sent: in this browser alone, for the person who typed it. */
type Kept<T> = { readonly version: number; readonly at: string; readonly typed: T };

const VERSION = 1;

export type Draft<T> = {
  /** What was left here before, and when; null: nothing. */
  readonly found: Pick<Kept<T>, 'at' | 'typed'> | null;
  readonly keep: (typed: T) => void;
  readonly discard: () => void;
};

/** The draft of a form by its name, such as an order from scratch or one from a certain quote. */
export function useDraft<T>(name: string): Draft<T> {
  const { person } = useMe();
  const place = `encours-draft:${person}:${name}`;
  const [found, setFound] = useState(() => read<T>(place));
  const keep = useCallback(
    (typed: T) => {
      const kept: Kept<T> = { version: VERSION, at: new Date().toISOString(), typed };
      localStorage.setItem(place, JSON.stringify(kept));
    },
    [place],
  );
  const discard = useCallback(() => {
    localStorage.removeItem(place);
    setFound(null);
  }, [place]);
  return { found, keep, discard };
}

function read<T>(place: string): Draft<T>['found'] {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? 'null') as Kept<T> | null;
    return kept?.version === VERSION ? kept : null;
  } catch {
    return null;
  }
}
