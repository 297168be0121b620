import type { Vat } from '../../contracts/process.js';

/** The VAT of goods taxed at a rate; at zero they are zero-rated. */
export const rated = (vatRate: string): Vat => ({
  vatCategory: Number(vatRate) === 0 ? 'Z' : 'S',
  vatRate,
  vatExemption: null,
});
