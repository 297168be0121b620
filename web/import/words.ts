import { room } from '../app/room.js';

/** What the page says; it comes with the page, and not with a first visit. */
export const useImportWords = room({
  fr: () => import('../../words/fr/console/import.js').then(({ importWords }) => importWords),
  en: () => import('../../words/en/console/import.js').then(({ importWords }) => importWords),
});
