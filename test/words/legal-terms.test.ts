import { describe, expect, it } from 'vitest';
import { legalWarnings } from '../../domain/legal-terms.js';
import { describeWarning } from '../../words/legal-terms.js';

describe('terms that are longer than the law allows', () => {
  const [warning] = legalWarnings({ kind: 'net', days: 45 }, { on: '2027-01-05', sectors: ['transport'] });
  const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

  it('are told with the article and the invoice that shows it, in both languages', () => {
    if (warning === undefined) throw new Error('nothing is said');
    // 1 January + 45 days is 15 February, + 30 days is 31 January.
    expect(plain(describeWarning(warning, 'fr'))).toBe(
      'Plus long que l’art. L441-11 II 5° C. com. ne le permet (transport et transit : 30 jours à compter de la facture) : une facture du 01/01/2027 serait due le 15/02/2027, au plus tard le 31/01/2027.',
    );
    expect(plain(describeWarning(warning, 'en'))).toBe(
      'Longer than art. L441-11 II 5° of the French commercial code allows (transport and forwarding: 30 days from the invoice): an invoice of 1 Jan 2027 would be due on 15 Feb 2027, 31 Jan 2027 at the latest.',
    );
  });
});
