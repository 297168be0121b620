import { describe, expect, it } from 'vitest';
import type { DueTerm, PaymentTerms } from '../../contracts/primitives.js';
import { describeTerms, discountMention } from '../../words/payment-terms.js';

const net = (days: number): DueTerm => ({ kind: 'net', days });
const daysFirst = (days: number): DueTerm => ({ kind: 'end-of-month', days, reading: 'days-then-month-end' });
const monthFirst = (days: number): DueTerm => ({ kind: 'end-of-month', days, reading: 'month-end-then-days' });

type Reading = Extract<DueTerm, { kind: 'day-of-month' }>['reading'];
const onThe = (day: number, days: number, reading: Reading): DueTerm => ({ kind: 'day-of-month', days, day, reading });
/** With the spaces that a keyboard has. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('terms in words', () => {
  it.each<[PaymentTerms, string, string]>([
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
    [
      onThe(15, 30, 'days-then-day'),
      '30 jours, le 15 (date de facture plus 30 jours, puis le premier 15)',
      '30 days, on the 15th (invoice date plus 30 days, then the first 15th)',
    ],
    [
      onThe(10, 30, 'days-then-month-end'),
      '30 jours fin de mois, le 10 (date de facture plus 30 jours, puis le 10 du mois suivant)',
      '30 days end of month, on the 10th (invoice date plus 30 days, then the 10th of the next month)',
    ],
    [
      onThe(1, 45, 'month-end-then-days'),
      '45 jours fin de mois, le 1er (fin du mois de la facture, plus 45 jours, puis le premier 1er)',
      '45 days end of month, on the 1st (end of the month of the invoice, plus 45 days, then the first 1st)',
    ],
    [
      onThe(31, 0, 'days-then-month-end'),
      'Le 31 (ou dernier jour) du mois suivant celui de la facture',
      'On the 31st (or last day) of the month after the invoice',
    ],
    [{ kind: 'fixed-date', date: '2027-01-01' }, 'Le 1er janvier 2027', 'On 1 January 2027'],
    [
      {
        kind: 'instalments',
        parts: [
          { percent: '30.00', due: net(0) },
          { percent: '70', due: daysFirst(45) },
        ],
      },
      'En 2 échéances : 30 % : paiement comptant à la date de facture ; 70 % : 45 jours fin de mois (date de facture plus 45 jours, puis fin de ce mois)',
      'In 2 instalments: 30%: payable on the invoice date; 70%: 45 days end of month (invoice date plus 45 days, then the end of that month)',
    ],
    [daysFirst(0), 'Fin du mois de la facture', 'End of the month of the invoice'],
    [monthFirst(0), 'Fin du mois de la facture', 'End of the month of the invoice'],
  ])('%j', (terms, french, english) => {
    expect(plain(describeTerms(terms, 'fr'))).toBe(french);
    expect(plain(describeTerms(terms, 'en'))).toBe(english);
  });

  it('the two readings of "45 jours fin de mois" never read alike', () => {
    for (const language of ['fr', 'en'] as const) {
      expect(describeTerms(daysFirst(45), language)).not.toBe(describeTerms(monthFirst(45), language));
    }
  });
});

describe('a discount for early payment in words', () => {
  const terms = (vat: 'with-vat' | 'net-only'): PaymentTerms => ({
    kind: 'net',
    days: 30,
    discount: { percent: '2.00', days: 8, vat },
  });
  const company = { invoiceNotes: { fr: 'Escompte : néant.', en: 'No discount.' } };

  it('stands with the terms, and says what of the VAT goes with it', () => {
    expect(plain(describeTerms(terms('with-vat'), 'fr'))).toBe(
      '30 jours nets à compter de la date de facture ; escompte de 2 % du montant TTC, TVA comprise, pour paiement sous 8 jours à compter de la date de facture',
    );
    expect(plain(describeTerms(terms('net-only'), 'en'))).toBe(
      '30 days net from the invoice date; discount of 2% of the net, VAT unchanged, for payment within 8 days of the invoice date',
    );
  });

  it('is what an invoice says of discounts; without one, what the company says (L441-9)', () => {
    const said = (paymentTerms: PaymentTerms) => discountMention({ company, paymentTerms }, 'fr').map(plain);
    expect(said(terms('with-vat'))).toEqual([
      'Escompte de 2 % du montant TTC, TVA comprise, pour paiement sous 8 jours à compter de la date de facture.',
    ]);
    expect(said(net(30))).toEqual(['Escompte : néant.']);
  });
});
