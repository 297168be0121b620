import type { Language } from '../contracts/vocabulary.js';
import type { Entry } from '../domain/accounting.js';
import { isNegative } from '../domain/money.js';
import { accounting as en } from './en/accounting.js';
import { accounting as fr, type AccountingWords } from './fr/accounting.js';

export type { AccountingWords };

const spoken: Readonly<Record<Language, AccountingWords>> = { fr, en };
export const accountingWords = (language: Language): AccountingWords => spoken[language];

/** What an entry is called: what it tells of, the document, and whose it is. */
export function entryText({ about, piece, customer, lines }: Entry, language: Language): string {
  const words = accountingWords(language);
  const what = (): string => {
    switch (about.kind) {
      case 'document':
        return words.document[about.document];
      case 'payment':
        return isNegative(lines[0]?.amount ?? '0') ? words.paidOut : words.payment;
      case 'assignment':
        return words.assignment;
      case 'write-off':
        return about.isTakenBack ? words.lossTakenBack : words.writeOff;
      case 'claim':
        return `${words.claim[about.claim]}${about.isGivenUp ? ` (${words.givenUp})` : ''}`;
    }
  };
  return [what(), piece, customer?.name].filter(Boolean).join(' ');
}
