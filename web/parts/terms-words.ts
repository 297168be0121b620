import { room } from '../app/room.js';

/** What fields of payment terms and payees say; it comes with them, and not with a first visit. */
export const useTermsWords = room({
  fr: () => import('../../words/fr/console/payment-terms.js').then(({ paymentTerms }) => paymentTerms),
  en: () => import('../../words/en/console/payment-terms.js').then(({ paymentTerms }) => paymentTerms),
});
