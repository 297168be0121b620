import type { PaymentTerms } from '../contracts/primitives.js';
import type { Language } from '../contracts/vocabulary.js';

/** The terms in words for a document, with the reading of "end of month" spelt out. */
export function describeTerms(terms: PaymentTerms, language: Language): string {
  return language === 'fr' ? inFrench(terms) : inEnglish(terms);
}

function inFrench(terms: PaymentTerms): string {
  if (terms.kind === 'net') {
    if (terms.days === 0) return 'Paiement comptant à la date de facture';
    return `${frenchDays(terms.days)} net${terms.days > 1 ? 's' : ''} à compter de la date de facture`;
  }
  if (terms.days === 0) return 'Fin du mois de la facture';
  const days = frenchDays(terms.days);
  return terms.reading === 'days-then-month-end'
    ? `${days} fin de mois (date de facture plus ${days}, puis fin de ce mois)`
    : `${days} fin de mois (fin du mois de la facture, plus ${days})`;
}

function inEnglish(terms: PaymentTerms): string {
  if (terms.kind === 'net') {
    return terms.days === 0 ? 'Payable on the invoice date' : `${englishDays(terms.days)} net from the invoice date`;
  }
  if (terms.days === 0) return 'End of the month of the invoice';
  const days = englishDays(terms.days);
  return terms.reading === 'days-then-month-end'
    ? `${days} end of month (invoice date plus ${days}, then the end of that month)`
    : `${days} end of month (end of the month of the invoice, plus ${days})`;
}

function frenchDays(days: number): string {
  return `${days} jour${days > 1 ? 's' : ''}`;
}

function englishDays(days: number): string {
  return `${days} day${days === 1 ? '' : 's'}`;
}
