import { describe, expect, it } from 'vitest';
import { taxPointOf } from '../../domain/tax-point.js';
import type { VatCategory } from '../../contracts/vocabulary.js';

describe('the day on which the tax of goods becomes chargeable', () => {
  it.each([
    ['at home it is the day of their delivery (art. 269, 2 a CGI)', 'S', '2026-11-27', '2026-12-20', '2026-11-27'],
    ['an export too', 'G', '2026-11-27', '2026-12-20', '2026-11-27'],
    ['to another member state that of the invoice (art. 67)', 'K', '2026-11-27', '2026-12-02', '2026-12-02'],
    ['and no later than the 15th of the month after the delivery', 'K', '2026-11-27', '2026-12-20', '2026-12-15'],
    ['also over the turn of the year', 'K', '2026-12-31', '2027-02-01', '2027-01-15'],
  ] as const)('%s', (_, category, deliveredOn, issueDate, day) => {
    const vatCategories: readonly VatCategory[] = [category];
    expect(taxPointOf({ vatCategories, deliveredOn, issueDate })).toBe(day);
  });
});
