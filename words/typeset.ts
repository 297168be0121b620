import { NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE } from './format.js';

/** French with the spaces that its printers use: none of them breaks a line before `:`, `;`, `!`, `?` or inside « ». */
export const spacedInFrench = (text: string): string =>
  text
    .replaceAll(/ (?=[;!?](?:\s|$|[)»]))/g, NARROW_NO_BREAK_SPACE)
    .replaceAll(/ (?=:(?:\s|$)|»)/g, NO_BREAK_SPACE)
    .replaceAll(/(?<=«) /g, NO_BREAK_SPACE);

/** Words of a room, typeset, and what its functions say with them. */
export function typeset<T>(words: T): T {
  if (typeof words === 'string') return spacedInFrench(words) as T;
  if (typeof words === 'function')
    return ((...given: unknown[]): unknown =>
      typeset((words as unknown as (...all: unknown[]) => unknown)(...given))) as T;
  if (Array.isArray(words)) return words.map((each: unknown) => typeset(each)) as T;
  if (typeof words !== 'object' || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([name, each]) => [name, typeset(each)])) as T;
}
