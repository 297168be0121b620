import { room } from '../app/room.js';

/** How invoices go and what becomes of them: said where it is looked at, and not with a first visit. */
export const usePlatformWords = room({
  fr: () => import('../../words/fr/console/platform.js').then(({ platform }) => platform),
  en: () => import('../../words/en/console/platform.js').then(({ platform }) => platform),
});
