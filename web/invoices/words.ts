import { room } from '../app/room.js';

/** What is said of credit notes; it comes with the page, and not with a first visit. */
export const useCreditWords = room({
  fr: () => import('../../words/fr/console/credit-notes.js').then(({ creditNotes }) => creditNotes),
  en: () => import('../../words/en/console/credit-notes.js').then(({ creditNotes }) => creditNotes),
});
