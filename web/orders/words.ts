import { room } from '../app/room.js';

/** What is said of the message that an order came as; it comes with the message, and not with a first visit. */
export const useMessageWords = room({
  fr: () => import('../../words/fr/console/order-messages.js').then(({ orderMessages }) => orderMessages),
  en: () => import('../../words/en/console/order-messages.js').then(({ orderMessages }) => orderMessages),
});
