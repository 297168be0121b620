import { describe, expect, it } from 'vitest';
import { AcknowledgementChange, AcknowledgementDocument } from '../../contracts/documents.js';
import { acknowledgementChanges } from '../../documents/acknowledgement-changes.js';
import { renderAcknowledgement } from '../../documents/acknowledgement.js';
import { acknowledgement, billingAddress } from './fixtures.js';
import { compact, readPdf } from './pdf-text.js';

const read = async (input: AcknowledgementDocument) =>
  readPdf(await renderAcknowledgement(AcknowledgementDocument.parse(input)));

describe('an acknowledgement states nature, prices, terms, agreed dates and address', async () => {
  const french = (await read(acknowledgement('fr'))).text;
  const english = (await read(acknowledgement('en'))).text;

  it.each([
    'Accusé de réception SO-2026-000042',
    'Date 22/11/2026',
    'Reçue le 20/11/2026',
    'PO-4711/Bœuf',
    'DE-2026-000007 (rev. 2)',
    'Blondel père et fils',
    'Blondel, entrepôt nord',
    '3 rue du Port-du-Rhin, quai 7',
    'Queso Cabrales 10 21,00 5 % 5,5 % 199,50 6 le 27/11/2026',
    '4 le 11/12/2026 demandé le 27/11/2026',
    'Côte de Blaye 6 263,50 – 20 % 1 581,00 27/11/2026',
    'Frais de port 24,00',
    '5,5 % 1 746,88 96,08',
    'Total HT 3 351,88 €',
    'Total TTC 3 768,96 €',
    'Conditions de règlement : 45 jours fin de mois (date de facture plus 45 jours, puis fin de ce mois)',
  ])('in French: %s', (mention) => {
    expect(compact(french)).toContain(compact(mention));
  });

  it.each([
    'Order acknowledgement SO-2026-000042',
    'Received on 20 Nov 2026',
    'Queso Cabrales 10 21.00 5% 5.5% 199.50 6 on 27 Nov 2026',
    '4 on 11 Dec 2026 requested 27 Nov 2026',
    'Total incl. VAT 3,768.96 EUR',
    'Payment terms: 45 days end of month',
  ])('in English: %s', (mention) => {
    expect(compact(english)).toContain(compact(mention));
  });

  it('the first version speaks of no change and shows no version', () => {
    expect(compact(french)).not.toContain(compact('Modifications'));
    expect(compact(french)).not.toContain(compact('Version'));
  });
});

it('a line without an agreed date says that it is to be confirmed', async () => {
  const base = acknowledgement('fr');
  const { text } = await read({ ...base, lines: base.lines.map((line) => ({ ...line, agreed: [] })) });
  expect(compact(text)).toContain(compact('à confirmer'));
});

describe('an amended order', () => {
  const before = acknowledgement('fr');
  const [first, second, third] = before.lines;
  if (!first || !second || !third) throw new Error('the fixture has three lines');
  const after: AcknowledgementDocument = {
    ...before,
    version: 2,
    freight: '30.00',
    paymentTerms: { kind: 'net', days: 30 },
    deliveryAddress: billingAddress,
    customerReference: null,
    lines: [
      { ...first, quantity: '8', discountPercent: '7.50', agreed: [{ quantity: '8', date: '2026-12-04' }] },
      { ...third, unitPrice: '250.00', requestedDate: '2026-12-01' },
      { ...second, lineNo: 4, product: 'P-030', description: 'Nord-Ost Matjeshering' },
    ],
  };
  const changes = acknowledgementChanges(before, after);

  it('lists each difference once, lines first', () => {
    const found = changes.map((change) => [change.kind, 'lineNo' in change ? change.lineNo : null]);
    expect(found).toEqual([
      ['quantity', 1],
      ['discount', 1],
      ['agreed-date', 1],
      ['line-withdrawn', 2],
      ['price', 3],
      ['requested-date', 3],
      ['line-added', 4],
      ['freight', null],
      ['payment-terms', null],
      ['delivery-address', null],
      ['customer-reference', null],
    ]);
    for (const change of changes) expect(AcknowledgementChange.safeParse(change).success).toBe(true);
  });

  it('is acknowledged with what was before and what is now', async () => {
    const { text } = await read({ ...after, changes });
    expect(compact(text)).toContain(compact('annule et remplace le précédent'));
    expect(compact(text)).toContain(compact('Version 2'));
    expect(compact(text)).toContain(compact('Ligne 1, Queso Cabrales – Quantité 10 8'));
    expect(compact(text)).toContain(compact('Ligne 1, Queso Cabrales – Remise 5 % 7,5 %'));
    expect(compact(text)).toContain(compact('Ligne 3, Côte de Blaye – Prix unitaire HT 263,50 250,00'));
    expect(compact(text)).toContain(compact('Frais de port HT 24,00 € 30,00 €'));
    expect(compact(text)).toContain(compact('Votre référence PO-4711/Bœuf aucun'));
  });

  it('the same figures written otherwise are no change', () => {
    const rewritten = {
      ...before,
      freight: '24',
      lines: before.lines.map((line) => ({
        ...line,
        quantity: `${line.quantity}${line.quantity.includes('.') ? '0' : '.0'}`,
      })),
    };
    expect(acknowledgementChanges(before, rewritten)).toEqual([]);
  });
});
