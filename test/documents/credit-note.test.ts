import { describe, expect, it } from 'vitest';
import { CreditNoteDocument } from '../../contracts/documents.js';
import { renderCreditNote } from '../../documents/credit-note.js';
import { creditNote, invoice } from './fixtures.js';
import { compact, inspectPdf, readPdf } from './pdf-text.js';

const read = async (input: CreditNoteDocument) => readPdf(await renderCreditNote(CreditNoteDocument.parse(input)));

describe('a French credit note carries every mention the law asks for', async () => {
  const { text } = await read(creditNote('fr'));

  it.each([
    ['its unique number (CGI ann. II 242 nonies A, I 7°)', 'N° AV-2026-000003'],
    ['its date (242 nonies A, I 6°)', 'Date d’émission 04/12/2026'],
    ['the invoice that it corrects, with its date (CGI 289 I-5)', 'Facture rectifiée FA-2026-000017'],
    ['the date of that invoice', 'Date de celle-ci 28/11/2026'],
    ['why, and what it takes back', 'Motif : livraison incomplète ou défaillante (des quantités)'],
    ['the remark', 'Deux meules manquaient à la livraison.'],
    ['our VAT number', 'N° TVA FR44732829320'],
    ['the customer’s SIREN', 'SIREN 542 107 651'],
    ['a line with what came back of it, above zero', 'Queso Cabrales 2 21,00 5 % 5,5 % 39,90'],
    ['freight, at its VAT rate', 'Frais de port 20 % 12,00'],
    ['base and VAT by rate', '5,5 % 39,90 2,19'],
    ['total excl. VAT', 'Total HT 51,90 €'],
    ['total incl. VAT', 'Total TTC 56,49 €'],
    ['the credit in words', 'Avoir de 56,49 € TTC sur la facture FA-2026-000017'],
    ['what is deducted', '50,00 € viennent en déduction de la facture FA-2026-000017.'],
    ['what is ours to give', '6,49 € sont en votre faveur'],
    ['nature of the operations (decree 2022-1299)', 'Nature des opérations : livraison de biens.'],
  ])('%s', (_, mention) => {
    expect(compact(text)).toContain(compact(mention));
  });

  it('names itself a credit note, and asks for no payment', () => {
    expect(text).toContain('Avoir AV-2026-000003');
    expect(text).not.toMatch(/À payer|IBAN/);
  });
});

describe('an English credit note says the same', async () => {
  const { text } = await read({ ...creditNote('en'), applied: '56.49', toGive: '0.00', open: '100.00' });

  it.each([
    'Credit note AV-2026-000003',
    'Corrected invoice FA-2026-000017',
    'Its date 28 Nov 2026',
    'Reason: delivery incomplete or failed (quantities)',
    'Credit of 56.49 EUR incl. VAT on invoice FA-2026-000017',
    '56.49 EUR is deducted from invoice FA-2026-000017.',
    '100.00 EUR is left to pay on invoice FA-2026-000017.',
  ])('%s', (mention) => {
    expect(compact(text)).toContain(compact(mention));
  });
});

describe('a credit note that holds what was delivered', async () => {
  const { deliveredOn, deliveryAddress, paymentTerms, latePayment } = invoice('fr');
  const supply = { deliveredOn, deliveryAddress, paymentTerms, latePayment };
  const bytes = await renderCreditNote(CreditNoteDocument.parse({ ...creditNote('fr'), supply }));

  it.each([
    'Date de livraison 27/11/2026',
    'Livré à',
    'Escompte pour paiement anticipé : néant.',
    'des pénalités de retard au taux annuel de 12,15 %',
    'une indemnité forfaitaire pour frais de recouvrement de 40,00 €',
  ])('says beside it what the reform wants of its XML: %s', (mention) => {
    expect(compact(readPdf(bytes).text)).toContain(compact(mention));
  });

  it('holds its XML; one that was issued before has none, and is as it was', async () => {
    expect(inspectPdf(bytes).metadata).toContain('factur-x.xml');
    const before = await renderCreditNote(creditNote('fr'));
    expect(inspectPdf(before).metadata).not.toContain('factur-x');
    expect(readPdf(before).text).not.toMatch(/Livré à|pénalités|Escompte/);
  });
});

describe('a credit of freight alone, or of no money', () => {
  it('has its lines all the same', async () => {
    const freight = {
      ...creditNote('fr'),
      lines: [],
      net: '-12.00',
      vat: '-2.40',
      gross: '-14.40',
      applied: '0.00',
      toGive: '14.40',
    };
    const vatBreakdown = freight.vatBreakdown.slice(0, 1);
    expect(compact((await read({ ...freight, vatBreakdown })).text)).toContain(compact('Frais de port 20 % 12,00'));
    const nothing = { ...creditNote('fr'), applied: '0.00', toGive: '0.00' };
    expect((await read(nothing)).text).toContain('Aucune somme n’est à déduire');
  });
});
