/**
 * What a spreadsheet takes for the beginning of a formula, or leaves out before one: OWASP ASVS 5.0 1.2.10, OWASP "CSV
 * Injection", and the wide forms of the signs, which some turn into the narrow ones.
 */
const formula = /^[=+\-@\t\r\n\0\uFF1D\uFF0B\uFF0D\uFF20]/;

/** A text for a cell that a spreadsheet opens: marked with an apostrophe where it would be taken for a formula. */
export const harmlessText = (text: string): string => (formula.test(text) ? `'${text}` : text);
