/** What somebody may have meant by what they typed into the search. */
export type SearchText = {
  /** As typed, spaces at its ends aside. */
  readonly text: string;
  /** A running number, with its year where that was typed too: `42`, `2026-42`. */
  readonly running: { readonly year: number | null; readonly n: number } | null;
  /** As numbers are written, with single spaces inside; read in any capitals. */
  readonly number: string;
  /** Amounts that it may stand for, as decimals without zeros at their end. */
  readonly amounts: readonly string[];
};

export function readSearch(typed: string): SearchText {
  const text = typed.trim();
  const [, year, n] = /^(?:(\d{4})-)?(\d{1,9})$/.exec(text) ?? [];
  return {
    text,
    running: n === undefined ? null : { year: year === undefined ? null : Number(year), n: Number(n) },
    number: text.replace(/\s+/g, ' '),
    amounts: amountsIn(text),
  };
}

const MOST_DIGITS = 15;
const spaces = /[\s'’]/g;
const currency = /^(?:[A-Z]{3}|[€$£])|(?:[A-Z]{3}|[€$£])$/;

/**
 * The amounts that a text may stand for, in French or English notation: `1 234,56 €`, `1,234.56`, `1.234,56`. What has one
 * separator before three digits may be thousands or three decimals, and is both.
 */
export function amountsIn(text: string): readonly string[] {
  const [, sign = '', figures = ''] =
    /^([-−]?)(.*)$/s.exec(text.trim().replace(currency, '').replaceAll(spaces, '')) ?? [];
  const readings = [decimalOf(figures, ',', '.'), decimalOf(figures, '.', ',')].filter((reading) => reading !== null);
  return [...new Set(readings)].map((reading) => (sign === '' || reading === '0' ? reading : `-${reading}`));
}

/** A number whose thousands and decimals are set off so; null: it is none. */
function decimalOf(figures: string, thousands: ',' | '.', point: ',' | '.'): string | null {
  const [whole = '', decimals = '', ...more] = figures.split(point);
  const groups = whole.split(thousands);
  const isWhole = groups.length === 1 ? /^\d+$/.test(whole) : isGrouped(groups);
  if (!isWhole || more.length > 0 || !/^\d{0,3}$/.test(decimals) || figures.endsWith(point)) return null;
  const digits = groups.join('').replace(/^0+(?=\d)/, '');
  if (digits.length > MOST_DIGITS) return null;
  const rest = decimals.replace(/0+$/, '');
  return rest === '' ? digits : `${digits}.${rest}`;
}

const isGrouped = ([first = '', ...rest]: readonly string[]): boolean =>
  /^[1-9]\d{0,2}$/.test(first) && rest.every((group) => /^\d{3}$/.test(group));
