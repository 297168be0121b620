import { z } from 'zod';
import { Amount, CountryCode, EnteredDate, LocalDate, Percent } from './primitives.js';
import { mistake } from './said.js';
import { domesticVatCategories, taxClasses, vatCategories, vatExemptions } from './vocabulary.js';

/** The VAT of a line (EN 16931 BT-151, BT-152) with the reason why none is charged, if none is. */
export const vatFields = {
  vatCategory: z.enum(vatCategories),
  vatRate: Percent,
  /** EN 16931 BT-121. */
  vatExemption: z.enum(vatExemptions).nullable(),
};

/** One row of the VAT breakdown (EN 16931 BG-23: BT-118, BT-119, BT-121, BT-116, BT-117). */
export const VatRow = z.strictObject({ ...vatFields, base: Amount, vat: Amount });
export type VatRow = z.infer<typeof VatRow>;

/** The reason that goes with each category of a tax class; null: VAT is charged, or charged at zero. */
const exemptions = { S: null, Z: null, E: 'VATEX-EU-132', AE: 'VATEX-EU-AE', O: 'VATEX-EU-O' } as const;

/** The VAT of a tax class in a country for what is delivered from a day on, until the day of its next rate. */
export const TaxRateInput = z
  .strictObject({
    /** That our goods leave from. */
    country: CountryCode,
    taxClass: z.enum(taxClasses),
    from: EnteredDate,
    vatCategory: z.enum(domesticVatCategories),
    vatRate: Percent,
    vatExemption: vatFields.vatExemption,
  })
  .refine(({ vatCategory, vatRate }) => (vatCategory === 'S') === /[1-9]/.test(vatRate), {
    path: ['vatRate'],
    message: mistake('wrong-vat-rate-of-category'),
  })
  .refine(({ vatCategory, vatExemption }) => vatExemption === exemptions[vatCategory], {
    path: ['vatExemption'],
    message: mistake('wrong-exemption-of-category'),
  })
  .meta({ id: 'TaxRateInput' });
export type TaxRateInput = z.infer<typeof TaxRateInput>;

export const TaxRate = z.strictObject({ ...TaxRateInput.shape, from: LocalDate }).meta({ id: 'TaxRate' });
export type TaxRate = z.infer<typeof TaxRate>;
