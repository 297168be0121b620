import { room } from '../app/room.js';

export const useAccountWords = room({
  fr: () => import('../../words/fr/console/account.js').then(({ account }) => account),
  en: () => import('../../words/en/console/account.js').then(({ account }) => account),
});
