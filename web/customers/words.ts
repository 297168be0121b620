import { customerDesk as english } from '../../words/en/console/customer-desk.js';
import { customerDesk as french, type CustomerDeskWords } from '../../words/fr/console/customer-desk.js';
import { useWords } from '../app/language.js';

/** What these pages say; it comes with them, and not with a first visit. */
export const useDeskWords = (): CustomerDeskWords => (useWords().language === 'fr' ? french : english);
