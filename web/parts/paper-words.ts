import { room } from '../app/room.js';

/** What is said of papers that are issued when somebody asks for them; it comes with the pages that do. */
export const usePaperWords = room({
  fr: () => import('../../words/fr/console/papers.js').then(({ papers }) => papers),
  en: () => import('../../words/en/console/papers.js').then(({ papers }) => papers),
});
