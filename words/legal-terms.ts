import type { LegalWarning } from '../contracts/primitives.js';
import type { Language, LegalMaximum } from '../contracts/vocabulary.js';
import { formatDate } from './format.js';
import { spacedInFrench } from './typeset.js';

/** What the law allows at the latest, by its article. */
const allowed: Readonly<Record<Language, Readonly<Record<LegalMaximum, string>>>> = {
  fr: {
    general: '60 jours à compter de la facture, ou 45 jours fin de mois',
    'perishable-food': 'produits alimentaires périssables : 30 jours après la livraison',
    'perishable-food-by-decade': 'produits alimentaires périssables : 30 jours après la fin de la décade de livraison',
    'fresh-meat': 'bétail sur pied et viandes fraîches : 20 jours après la livraison',
    spirits: 'boissons alcooliques : 30 jours après la fin du mois de livraison',
    wine: 'vins, raisins et moûts : 60 jours à compter de la facture, ou 45 jours fin de mois',
    transport: 'transport et transit : 30 jours à compter de la facture',
    periodic: 'facture périodique : 45 jours à compter de la facture',
  },
  en: {
    general: '60 days from the invoice, or 45 days end of month',
    'perishable-food': 'perishable food: 30 days from the delivery',
    'perishable-food-by-decade': 'perishable food: 30 days from the end of the ten days of the delivery',
    'fresh-meat': 'live cattle and fresh meat: 20 days from the delivery',
    spirits: 'alcoholic drinks: 30 days from the end of the month of the delivery',
    wine: 'wine, grapes and must: 60 days from the invoice, or 45 days end of month',
    transport: 'transport and forwarding: 30 days from the invoice',
    periodic: 'periodic invoice: 45 days from the invoice',
  },
};

/** What the law has against payment terms, in one sentence with the article and the invoice that shows it. */
export function describeWarning(warning: LegalWarning, language: Language): string {
  const { maximum, article } = warning;
  const most = allowed[language][maximum];
  const [issued, due, latest] = [warning.issued, warning.due, warning.latest].map((date) => formatDate(date, language));
  if (language === 'en')
    return `Longer than art. ${article} of the French commercial code allows (${most}): an invoice of ${issued} would be due on ${due}, ${latest} at the latest.`;
  return spacedInFrench(
    `Plus long que l’art. ${article} C. com. ne le permet (${most}) : une facture du ${issued} serait due le ${due}, au plus tard le ${latest}.`,
  );
}
