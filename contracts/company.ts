import { z } from 'zod';
import { Bic, Iban, isVatNumberOf, Siren, VatNumber } from './identities.js';
import { Payee } from './payee.js';
import { Currency, EmailAddress, Language, Line, PostalAddress, Text } from './primitives.js';
import { mistake } from './said.js';
import { goodsSectors, timeZones } from './vocabulary.js';

/** Our own company: the seller on every document (EN 16931 BG-4; art. L441-9 and R123-237 C.com). */
export const Company = z
  .strictObject({
    legalName: Line(120),
    legalForm: Line(60),
    shareCapital: Line(40),
    siren: Siren,
    tradeRegister: Line(60),
    vatNumber: VatNumber,
    address: PostalAddress,
    phone: Line(30),
    email: EmailAddress,
    financeEmail: EmailAddress,
    iban: Iban,
    bic: Bic,
    currency: Currency,
    language: Language,
    zone: z.enum(timeZones),
    /** What most of our goods are to the law of payment terms; left out: `general`. A product may say otherwise. */
    goodsSector: z.enum(goodsSectors).optional(),
    /**
     * Of which electronic invoices a platform is told that their money is there (status 212): `due`, or left out, where VAT falls
     * due with it (services, art. 290 A CGI); `all`.
     */
    receipts: z.enum(['due', 'all']).optional(),
    /** Whom our invoices are paid to instead of us; null or left out: us. A customer may pay somebody else. */
    payee: Payee.nullable().optional(),
    /** Printed on invoices per language: the early-payment discount (art. L441-9 C.com). Late-payment rate and fee come from the dunning policy. */
    invoiceNotes: z.strictObject({ fr: Text(1500), en: Text(1500) }),
  })
  .refine(({ siren, vatNumber }) => isVatNumberOf(siren, vatNumber), {
    path: ['vatNumber'],
    message: mistake('wrong-vat-number-of-company'),
  })
  .meta({ id: 'Company' });
export type Company = z.infer<typeof Company>;
