import { room } from '../app/room.js';

/** What these pages say; it comes with them, and not with a first visit. */
export const useDeskWords = room({
  fr: () => import('../../words/fr/console/customer-desk.js').then(({ customerDesk }) => customerDesk),
  en: () => import('../../words/en/console/customer-desk.js').then(({ customerDesk }) => customerDesk),
});
