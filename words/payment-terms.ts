import type { Company } from '../contracts/company.js';
import type { DueTerm, EarlyDiscount, PaymentTerms } from '../contracts/primitives.js';
import type { EarlyPayment } from '../contracts/invoice.js';
import type { Currency, Language } from '../contracts/vocabulary.js';
import { isZero } from '../domain/money.js';
import {
  NO_BREAK_SPACE,
  capital,
  formatAmount,
  formatLongDate,
  formatPercent,
  paragraphsOf,
  uncapital,
} from './format.js';

/** The terms in words for a document, with the reading of "end of month" spelt out. */
export function describeTerms(terms: PaymentTerms, language: Language): string {
  const inWords = language === 'fr' ? inFrench : inEnglish;
  if (terms.kind !== 'instalments') {
    const { discount } = terms;
    return [inWords(terms), ...(discount ? [discounts[language](discount)] : [])].join(separators[language]);
  }
  const parts = terms.parts.map(
    ({ percent, due }) => `${formatPercent(percent, language)}${colons[language]}${uncapital(inWords(due))}`,
  );
  return `${schedules[language](parts.length)}${colons[language]}${parts.join(separators[language])}`;
}

/**
 * What an invoice says of the discount for early payment, as it must (art. L441-9 C.com; note AAB of the French flow): that
 * of its terms, else what the company says of it.
 */
export function discountMention(
  { company, paymentTerms }: { readonly company: Pick<Company, 'invoiceNotes'>; readonly paymentTerms: PaymentTerms },
  language: Language,
): readonly string[] {
  if (paymentTerms.kind === 'instalments' || paymentTerms.discount === undefined)
    return paragraphsOf(company.invoiceNotes[language]);
  return [`${capital(discounts[language](paymentTerms.discount))}.`];
}

/** What is to pay instead, until when, and what is taken off. */
export function describeEarly(
  { payable, by, deducted, ofVat }: EarlyPayment,
  { currency, language }: { readonly currency: Currency; readonly language: Language },
): string {
  const money = (amount: string) => formatAmount(amount, currency, language);
  const vat = isZero(ofVat) ? null : money(ofVat);
  const [amount, date, off] = [money(payable), formatLongDate(by, language), money(deducted)];
  return language === 'fr'
    ? `Ou ${amount} au plus tard le ${date} (escompte de ${off}${vat === null ? '' : `, dont ${vat} de TVA`})`
    : `Or ${amount} by ${date} (discount of ${off}${vat === null ? '' : `, ${vat} of it VAT`})`;
}

type Say = (discount: EarlyDiscount) => string;
const discounts: Readonly<Record<Language, Say>> = {
  fr({ percent, days, vat }) {
    const of = vat === 'with-vat' ? 'du montant TTC, TVA comprise' : 'du montant HT, TVA inchangée';
    const within = days === 0 ? 'à la date de facture' : `sous ${frenchDays(days)} à compter de la date de facture`;
    return `escompte de ${formatPercent(percent, 'fr')} ${of}, pour paiement ${within}`;
  },
  en({ percent, days, vat }) {
    const of = vat === 'with-vat' ? 'of the total, VAT included' : 'of the net, VAT unchanged';
    const within = days === 0 ? 'on the invoice date' : `within ${englishDays(days)} of the invoice date`;
    return `discount of ${formatPercent(percent, 'en')} ${of}, for payment ${within}`;
  },
};

const colons: Readonly<Record<Language, string>> = { fr: `${NO_BREAK_SPACE}: `, en: ': ' };
const separators: Readonly<Record<Language, string>> = { fr: `${NO_BREAK_SPACE}; `, en: '; ' };
const schedules: Readonly<Record<Language, (parts: number) => string>> = {
  fr: (parts) => `En ${parts} échéances`,
  en: (parts) => `In ${parts} instalments`,
};

function inFrench(term: DueTerm): string {
  switch (term.kind) {
    case 'net':
      if (term.days === 0) return 'Paiement comptant à la date de facture';
      return `${frenchDays(term.days)} net${term.days > 1 ? 's' : ''} à compter de la date de facture`;
    case 'end-of-month': {
      if (term.days === 0) return 'Fin du mois de la facture';
      const days = frenchDays(term.days);
      return term.reading === 'days-then-month-end'
        ? `${days} fin de mois (date de facture plus ${days}, puis fin de ce mois)`
        : `${days} fin de mois (fin du mois de la facture, plus ${days})`;
    }
    case 'day-of-month':
      return onDayInFrench(term);
    case 'fixed-date':
      return `Le ${formatLongDate(term.date, 'fr')}`;
  }
}

type DayOfMonth = Extract<DueTerm, { kind: 'day-of-month' }>;

const SHORTEST_MONTH_DAYS = 28;
/** The last day stands for one that a month has not. */
const mayBeMissing = ({ day }: DayOfMonth): boolean => day > SHORTEST_MONTH_DAYS;

function onDayInFrench(term: DayOfMonth): string {
  const days = frenchDays(term.days);
  const day = `${term.day === 1 ? '1er' : term.day}${mayBeMissing(term) ? ' (ou dernier jour)' : ''}`;
  const head = term.reading === 'days-then-day' ? days : `${days} fin de mois`;
  switch (term.reading) {
    case 'days-then-day':
      if (term.days === 0) return `Le ${day} (le premier à compter de la date de facture)`;
      return `${head}, le ${day} (date de facture plus ${days}, puis le premier ${day})`;
    case 'days-then-month-end':
      if (term.days === 0) return `Le ${day} du mois suivant celui de la facture`;
      return `${head}, le ${day} (date de facture plus ${days}, puis le ${day} du mois suivant)`;
    case 'month-end-then-days':
      if (term.days === 0) return `Fin de mois, le ${day} (fin du mois de la facture, puis le premier ${day})`;
      return `${head}, le ${day} (fin du mois de la facture, plus ${days}, puis le premier ${day})`;
  }
}

function inEnglish(term: DueTerm): string {
  switch (term.kind) {
    case 'net':
      return term.days === 0 ? 'Payable on the invoice date' : `${englishDays(term.days)} net from the invoice date`;
    case 'end-of-month': {
      if (term.days === 0) return 'End of the month of the invoice';
      const days = englishDays(term.days);
      return term.reading === 'days-then-month-end'
        ? `${days} end of month (invoice date plus ${days}, then the end of that month)`
        : `${days} end of month (end of the month of the invoice, plus ${days})`;
    }
    case 'day-of-month':
      return onDayInEnglish(term);
    case 'fixed-date':
      return `On ${formatLongDate(term.date, 'en')}`;
  }
}

function onDayInEnglish(term: DayOfMonth): string {
  const days = englishDays(term.days);
  const day = `${ordinal(term.day)}${mayBeMissing(term) ? ' (or last day)' : ''}`;
  const head = term.reading === 'days-then-day' ? days : `${days} end of month`;
  switch (term.reading) {
    case 'days-then-day':
      if (term.days === 0) return `On the ${day} (the first one from the invoice date)`;
      return `${head}, on the ${day} (invoice date plus ${days}, then the first ${day})`;
    case 'days-then-month-end':
      if (term.days === 0) return `On the ${day} of the month after the invoice`;
      return `${head}, on the ${day} (invoice date plus ${days}, then the ${day} of the next month)`;
    case 'month-end-then-days':
      if (term.days === 0)
        return `End of month, on the ${day} (end of the month of the invoice, then the first ${day})`;
      return `${head}, on the ${day} (end of the month of the invoice, plus ${days}, then the first ${day})`;
  }
}

const ordinals = ['th', 'st', 'nd', 'rd'];
const isTeen = (day: number): boolean => day > 10 && day < 14;
const ordinal = (day: number): string => `${day}${(isTeen(day) ? undefined : ordinals[day % 10]) ?? 'th'}`;

function frenchDays(days: number): string {
  return `${days} jour${days > 1 ? 's' : ''}`;
}

function englishDays(days: number): string {
  return `${days} day${days === 1 ? '' : 's'}`;
}
