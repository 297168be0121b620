import { room } from '../app/room.js';

/** What the page says; it comes with the page, and not with a first visit. */
export const useMoveInWords = room({
  fr: () => import('../../words/fr/console/move-in.js').then(({ moveInPage }) => moveInPage),
  en: () => import('../../words/en/console/move-in.js').then(({ moveInPage }) => moveInPage),
});

/** What the sheets of each kind are called. */
export const useSheetWords = room({
  fr: () => import('../../words/fr/move-in-sheets.js').then(({ sheets }) => sheets),
  en: () => import('../../words/en/move-in-sheets.js').then(({ sheets }) => sheets),
});
