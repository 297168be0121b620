import type { SeriesOrigin } from '../../contracts/vocabulary.js';

/** Whose invoices have numbers of a series. */
export const seriesOrigin: Readonly<Record<SeriesOrigin, string>> = {
  all: 'all orders',
  quote: 'orders on a quote',
  phone: 'orders by phone',
  email: 'orders by e-mail',
  edi: 'orders by EDI',
  web: 'orders through the web site',
  direct: 'orders given directly',
};
