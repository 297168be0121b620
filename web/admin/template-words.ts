import { room } from '../app/room.js';

/** What is said of templates of documents; their page alone loads it. */
export const useTemplateWords = room({
  fr: () => import('../../words/fr/console/templates.js').then(({ templates }) => templates),
  en: () => import('../../words/en/console/templates.js').then(({ templates }) => templates),
});
