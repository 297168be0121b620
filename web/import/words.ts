import { importWords as english } from '../../words/en/console/import.js';
import { importWords as french, type ImportWords } from '../../words/fr/console/import.js';
import { useWords } from '../app/language.js';

/** What the page says; it comes with the page, and not with a first visit. */
export const useImportWords = (): ImportWords => (useWords().language === 'fr' ? french : english);
