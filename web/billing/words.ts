import { room } from '../app/room.js';

/** What is said of billing runs; it comes with their page, and not with a first visit. */
export const useBillingWords = room({
  fr: () => import('../../words/fr/console/billing.js').then(({ billing }) => billing),
  en: () => import('../../words/en/console/billing.js').then(({ billing }) => billing),
});
