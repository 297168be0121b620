import { useState } from 'react';

type Line<T> = { readonly item: T; readonly isGone: boolean };
type Begun<T> = { readonly item: T; readonly at: number };

/** The lines of a list; those that have left it while somebody is at a form of theirs stay where they stood. */
export function useLines<T>(items: readonly T[], keyOf: (item: T) => string) {
  const [begun, setBegun] = useState<readonly Begun<T>[]>([]);
  const isOf = (item: T) => (other: T) => keyOf(item) === keyOf(other);
  const gone = begun.filter(({ item }) => !items.some(isOf(item))).toSorted((one, other) => one.at - other.at);
  const lines = gone.reduce<readonly Line<T>[]>(
    (all, { item, at }) => all.toSpliced(at, 0, { item, isGone: true }),
    items.map((item) => ({ item, isGone: false })),
  );
  /** Somebody has begun at a form of this line, or is at none any more. */
  const tellAt = (item: T, isAt: boolean): void => {
    const is = isOf(item);
    const at = lines.findIndex((line) => is(line.item));
    setBegun((before) => [...before.filter((each) => !is(each.item)), ...(isAt ? [{ item, at }] : [])]);
  };
  return { lines, tellAt };
}
