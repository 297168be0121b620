/**
 * What a person typed as a number, as the API writes it: a comma is a point, spaces at the ends do not count. Anything else
 * stays as it is, so that the API can say what is wrong with it.
 */
export const typedDecimal = (text: string): string => text.trim().replace(',', '.');

/** The same number, as the reader writes it. */
export const writtenDecimal = (decimal: string, language: 'fr' | 'en'): string =>
  language === 'fr' ? decimal.replace('.', ',') : decimal;
