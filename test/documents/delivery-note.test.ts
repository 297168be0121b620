import { describe, expect, it } from 'vitest';
import { DeliveryNoteDocument } from '../../contracts/documents.js';
import { renderDeliveryNote } from '../../documents/delivery-note.js';
import { deliveryNote } from './fixtures.js';
import { compact, inspectPdf, readPdf } from './pdf-text.js';

const read = async (input: DeliveryNoteDocument) =>
  readPdf(await renderDeliveryNote(DeliveryNoteDocument.parse(input)));

describe('a delivery note', async () => {
  const { text } = await read(deliveryNote('fr'));

  it.each([
    'Bon de livraison BL-2026-000017',
    'Livré le 27/11/2026',
    'SO-2026-000042',
    'PO-4711/Bœuf',
    'Transports Rhénans',
    'Blondel père et fils',
    'Blondel, entrepôt nord',
    'Queso Cabrales 10 6',
    'P-011 · 1 kg pkg.',
    'Reliquats : reste à livrer sur la commande',
    'Queso Cabrales 4 11/12/2026',
    'Reçu par (nom) Date et heure Réserves Signature et cachet',
  ])('says: %s', (mention) => {
    expect(compact(text)).toContain(compact(mention));
  });

  it('carries no price', () => {
    // The only euro sign is that of the share capital at the foot.
    expect(text.match(/€/g)).toHaveLength(1);
    expect(text).not.toMatch(/\bHT\b|TTC|\d,\d\d/);
  });

  it('in English', async () => {
    const english = (await read(deliveryNote('en'))).text;
    expect(compact(english)).toContain(compact('Delivery note BL-2026-000017'));
    expect(compact(english)).toContain(compact('Queso Cabrales 4 11 Dec 2026'));
    expect(compact(english)).toContain(compact('Received by (name) Date and time Reserves Signature and stamp'));
  });
});

describe('a delivery note once signed', () => {
  const proved = (reserves: string | null): DeliveryNoteDocument => ({
    ...deliveryNote('fr'),
    backorders: [],
    proof: { receivedBy: 'M. Müller', receivedAt: '2026-11-27T09:30:00Z', reserves },
  });

  it('names who received it, when in our zone, and the reserves, instead of the box', async () => {
    const { text } = await read(proved('1 carton humide\n2 manquants'));
    expect(compact(text)).toContain(compact('Reçu par (nom) : M. Müller'));
    expect(compact(text)).toContain(compact('Date et heure : 27/11/2026 à 10:30'));
    expect(compact(text)).toContain(compact('1 carton humide 2 manquants'));
    expect(compact(text)).not.toContain(compact('Signature et cachet'));
    expect(compact(text)).toContain(compact('La commande est entièrement livrée : aucun reliquat.'));
  });

  it('shows the signature as it was drawn, and the number by which the parcel is followed', async () => {
    const proof = { receivedBy: 'M. Müller', receivedAt: '2026-11-27T09:30:00Z', reserves: null };
    const without = await renderDeliveryNote(DeliveryNoteDocument.parse({ ...deliveryNote('fr'), proof }));
    const signature = 'M10 20 L200 90 L300 40 M30 40 L31 41';
    const signed = DeliveryNoteDocument.parse({
      ...deliveryNote('fr'),
      tracking: '8J0042',
      proof: { ...proof, signature },
    });
    const bytes = await renderDeliveryNote(signed);
    expect(bytes.length).toBeGreaterThan(without.length);
    expect(inspectPdf(bytes).structure).toMatch(/Figure\b/);
    expect(compact(readPdf(bytes).text)).toContain(compact('N° de suivi 8J0042'));
  });

  it('says so when there was no reserve', async () => {
    expect(compact((await read(proved(null))).text)).toContain(compact('Sans réserve'));
  });

  it('a backorder without a date says that the date is to come', async () => {
    const base = deliveryNote('fr');
    const backorders = base.backorders.map((line) => ({ ...line, nextDate: null }));
    expect(compact((await read({ ...base, backorders })).text)).toContain(compact('date à confirmer'));
  });
});
