import { describe, expect, it } from 'vitest';
import type { PaymentTerms } from '../../contracts/primitives.js';
import { describeTerms } from '../../words/payment-terms.js';

const net = (days: number): PaymentTerms => ({ kind: 'net', days });
const daysFirst = (days: number): PaymentTerms => ({ kind: 'end-of-month', days, reading: 'days-then-month-end' });
const monthFirst = (days: number): PaymentTerms => ({ kind: 'end-of-month', days, reading: 'month-end-then-days' });

describe('terms in words', () => {
  it.each([
    [net(0), 'Paiement comptant à la date de facture', 'Payable on the invoice date'],
    [net(1), '1 jour net à compter de la date de facture', '1 day net from the invoice date'],
    [net(30), '30 jours nets à compter de la date de facture', '30 days net from the invoice date'],
    [
      daysFirst(45),
      '45 jours fin de mois (date de facture plus 45 jours, puis fin de ce mois)',
      '45 days end of month (invoice date plus 45 days, then the end of that month)',
    ],
    [
      monthFirst(45),
      '45 jours fin de mois (fin du mois de la facture, plus 45 jours)',
      '45 days end of month (end of the month of the invoice, plus 45 days)',
    ],
    [daysFirst(0), 'Fin du mois de la facture', 'End of the month of the invoice'],
    [monthFirst(0), 'Fin du mois de la facture', 'End of the month of the invoice'],
  ])('%j', (terms, french, english) => {
    expect(describeTerms(terms, 'fr')).toBe(french);
    expect(describeTerms(terms, 'en')).toBe(english);
  });

  it('the two readings of "45 jours fin de mois" never read alike', () => {
    for (const language of ['fr', 'en'] as const) {
      expect(describeTerms(daysFirst(45), language)).not.toBe(describeTerms(monthFirst(45), language));
    }
  });
});
