/**
 * Text as a terminal may show it: what would move its cursor, colour, rename or reorder it stands there as its code,
 * `\u{1b}` (Unicode's control and format characters, separators of lines and paragraphs, halves of a pair). Line breaks
 * stay; {@link printableLine} shows them as well.
 */
export const printable = (text: string): string => text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, codeOf);

/** As {@link printable}, on one line: nobody's name begins a line of ours. */
export const printableLine = (text: string): string => printable(text).replaceAll('\n', () => codeOf('\n'));

const codeOf = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** Where every command says what it found. */
export const print = (text: string): void => void process.stdout.write(`${printable(text)}\n`);

/** Where every command says what went wrong. */
export const printError = (text: string): void => void process.stderr.write(`${printable(text)}\n`);
