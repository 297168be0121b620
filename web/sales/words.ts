import { room } from '../app/room.js';

/** What is said of allowances and charges; it comes with the lines of a form, and not with a first visit. */
export const useAdjustmentWords = room({
  fr: () => import('../../words/fr/console/adjustments.js').then(({ adjustments }) => adjustments),
  en: () => import('../../words/en/console/adjustments.js').then(({ adjustments }) => adjustments),
});
