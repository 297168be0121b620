import { room } from '../app/room.js';

/** What is said of deposits; it comes with the pages that have one, and not with a first visit. */
export const useDepositWords = room({
  fr: () => import('../../words/fr/console/deposits.js').then(({ deposits }) => deposits),
  en: () => import('../../words/en/console/deposits.js').then(({ deposits }) => deposits),
});
