import type { SeriesOrigin } from '../../contracts/vocabulary.js';

/** Whose invoices have numbers of a series. */
export const seriesOrigin: Readonly<Record<SeriesOrigin, string>> = {
  all: 'toutes les commandes',
  quote: 'commandes sur devis',
  phone: 'commandes par téléphone',
  email: 'commandes par courriel',
  edi: 'commandes par EDI',
  web: 'commandes par le site',
  direct: 'commandes en direct',
};
