import { describe, expect, it } from 'vitest';
import { DunningLetter } from '../../contracts/documents.js';
import { renderDunningLetter } from '../../documents/dunning-letter.js';
import { dunned, dunningLetter, severalDunned } from './fixtures.js';
import { compact, readPdf } from './pdf-text.js';

const read = async (input: DunningLetter) => readPdf(await renderDunningLetter(DunningLetter.parse(input)));

describe('a letter of dunning about several invoices', async () => {
  const letter = { ...dunningLetter('fr', 'level-3'), ...severalDunned, unallocated: '500.00' };
  const { text } = await read(letter);

  it.each([
    'Dernier rappel avant mise en demeure',
    'N° RL-2027-000005',
    '02/03/2027',
    'Blondel père et fils',
    'Malgré nos rappels précédents, les 3 factures ci-dessous restent dues pour 3 868,95 €',
    'FA-2026-000009',
    '31/12/2026',
    'Troisième',
    '1 000,00 20,31 40,00 1 060,31',
    '2 768,96 27,65 40,00 2 836,61',
    'Total 3 868,95 47,96 80,00 3 996,91',
    'Nous avons par ailleurs reçu de vous 500,00 €',
    'article D441-5 du Code de commerce',
    'frais de recouvrement de 40,00 €',
    'FR76 3000 6000 0112 3456 7890 189',
    'ce message est sans objet',
  ])('says: %s', (mention) => {
    expect(compact(text)).toContain(compact(mention));
  });

  it('in English', async () => {
    const english = (await read({ ...letter, language: 'en' })).text;
    expect(compact(english)).toContain(compact('Last reminder before final notice'));
    expect(compact(english)).toContain(compact('Total 3,868.95 47.96 80.00 3,996.91'));
  });

  it('is the same bytes each time', async () => {
    const [first, second] = await Promise.all([renderDunningLetter(letter), renderDunningLetter(letter)]);
    expect(Buffer.compare(first, second)).toBe(0);
  });
});

describe('a letter of dunning about one invoice', () => {
  it('needs no sum, and says what is not claimed at its level', async () => {
    const { text } = await read({ ...dunningLetter('fr', 'level-1'), ...dunned({ level: 'level-1' }) });
    expect(compact(text)).toContain(compact('la facture FA-2026-000017, échue le 31 janvier 2027'));
    expect(compact(text)).toContain(compact('Nous ne les réclamons pas à ce stade'));
    expect(compact(text)).not.toContain(compact('Total 2 768,96'));
    expect(text).not.toContain('par ailleurs');
  });
});
