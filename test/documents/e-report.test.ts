import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { creditNoteTerms } from '../../documents/e-invoice/credit-note-terms.js';
import { eReportXml, type ReportedInvoice } from '../../documents/e-invoice/e-report.js';
import { invoiceTerms } from '../../documents/e-invoice/invoice-terms.js';
import type { EInvoice } from '../../documents/e-invoice/terms.js';
import { reportedAs, SalesByDay, type ReportedBuyer } from '../../domain/e-reporting.js';
import { fetchValidators, judge, type Judged } from '../validators/validators.js';
import { credits } from './e-credit-notes.js';
import { kinds } from './e-invoices.js';

const folder = mkdtempSync(join(tmpdir(), 'encours-e-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Buyer = Omit<ReportedBuyer, 'address'> & { readonly billingAddress: ReportedBuyer['address'] };

/** What is told invoice by invoice of what the other tests issue. */
const abroad = (terms: EInvoice, { billingAddress, ...customer }: Buyer): readonly ReportedInvoice[] => {
  const as = reportedAs({ ...customer, address: billingAddress });
  return as.kind === 'individual' ? [{ terms, buyer: as.buyer }] : [];
};
const told = [
  ...Object.values(kinds).flatMap(({ document }) => abroad(invoiceTerms(document), document.customer)),
  ...Object.values(credits).flatMap(({ document }) => abroad(creditNoteTerms(document), document.customer)),
];

const head = {
  id: '000910018-2026-11-01-2026-11-10-20261112093005',
  createdAt: '20261112093005',
  type: 'IN',
  platform: { number: '0123', name: 'Plateforme & Cie' },
  seller: { siren: '000910018', name: 'Encours', vatNumber: 'FR32000910018' },
  period: { from: '2026-11-01', to: '2026-11-10' },
} as const;

async function reportOf(invoices: readonly ReportedInvoice[], days = new SalesByDay()): Promise<string> {
  async function* pages(): AsyncGenerator<readonly ReportedInvoice[]> {
    for (const invoice of invoices) yield await Promise.resolve([invoice]);
  }
  const parts: string[] = [];
  for await (const part of eReportXml(head, pages(), () => days.told())) parts.push(part);
  return parts.join('');
}

function someDays(): SalesByDay {
  const days = new SalesByDay();
  const vatRows = [
    { category: 'S', rate: '20.00', base: '100.00', vat: '20.00' },
    { category: 'S', rate: '5.50', base: '-8.99', vat: '-0.49' },
  ] as const;
  days.add({ date: '2026-11-02', currency: 'EUR', vatRows });
  return days;
}

describe('a report of what goes by no electronic invoice', () => {
  const files = {
    whole: join(folder, 'whole.xml'),
    empty: join(folder, 'empty.xml'),
    broken: join(folder, 'broken.xml'),
  } as const;
  let whole = '';
  let judged: Readonly<Record<string, Judged>> = {};
  beforeAll(async () => {
    await fetchValidators();
    whole = await reportOf(told, someDays());
    writeFileSync(files.whole, whole);
    writeFileSync(files.empty, await reportOf([]));
    writeFileSync(files.broken, whole.replace(/<EndDate>[^<]*<\/EndDate>/, ''));
    judged = await judge(Object.values(files).map((path) => ({ path, syntax: 'e-report' })));
  }, 900_000);

  it('is as the schema of the administration has it, with every kind of document, and with none', () => {
    expect(new Set(told.map(({ terms }) => terms.typeCode))).toEqual(new Set(['380', '381']));
    expect(new Set(told.map(({ buyer }) => buyer.scheme))).toEqual(new Set(['0223', '0227']));
    for (const name of ['whole', 'empty'] as const)
      expect([name, judged[files[name]]?.rules]).toEqual([name, { xsd: { fired: 1, failed: [] } }]);
    expect(judged[files.broken]?.rules['xsd']?.failed).toMatchObject([expect.stringContaining('ReportPeriod')]);
  });

  it('says who reports, by which platform, and what period', () => {
    expect(whole).toContain('<Sender><Id schemeId="0238">0123</Id><Name>Plateforme &amp; Cie</Name>');
    expect(whole).toContain('<Issuer><Id schemeId="0002">000910018</Id><Name>Encours</Name><RoleCode>SE</RoleCode>');
    expect(whole).toContain('<StartDate>20261101</StartDate><EndDate>20261110</EndDate>');
  });

  it('tells what others come to by day', () => {
    expect(whole).toContain(
      '<Transactions><Date>20261102</Date><TransactionsCurrency>EUR</TransactionsCurrency><CategoryCode>TLB1</CategoryCode>' +
        '<TaxExclusiveAmount>91.01</TaxExclusiveAmount><TaxTotal>19.51</TaxTotal><TransactionsCount>1</TransactionsCount>' +
        '<TaxSubtotal><TaxPercent>20.00</TaxPercent><TaxableAmount>100.00</TaxableAmount><TaxTotal>20.00</TaxTotal></TaxSubtotal>' +
        '<TaxSubtotal><TaxPercent>5.50</TaxPercent><TaxableAmount>-8.99</TaxableAmount><TaxTotal>-0.49</TaxTotal></TaxSubtotal></Transactions>',
    );
  });

  it('tells VAT in euros, whatever an invoice is in', () => {
    const vats = [...whole.matchAll(/<MonetaryTotal>.*?<TaxAmount CurrencyCode="([A-Z]+)">/g)];
    expect(vats.length).toBe(told.length);
    expect(vats.filter(([, currency]) => currency !== 'EUR')).toEqual([]);
  });
});
