import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AccountingPolicy } from '../../contracts/accounting.js';
import {
  assignmentEntry,
  bankEntry,
  financialYearOf,
  ledgerEntry,
  refusePeriod,
  salesEntry,
  type Entry,
  type SoldDocument,
} from '../../domain/accounting.js';
import { entryNumber, fecFields, fecFileName, fecRow } from '../../domain/fec.js';
import { isZero, sum } from '../../domain/money.js';
import { latin9 } from '../../tables/latin9.js';
import { entryText } from '../../words/accounting.js';

/** The chart that an installation begins with, as its migration writes it. */
const usual = ((): AccountingPolicy => {
  const folder = readdirSync('prisma/migrations').find((name) => name.endsWith('_chart_of_accounts')) ?? '';
  const sql = readFileSync(`prisma/migrations/${folder}/migration.sql`, 'utf8');
  const json = sql.slice(sql.indexOf("'{") + 1, sql.indexOf("}'") + 1).replaceAll("''", "'");
  return AccountingPolicy.parse(JSON.parse(json));
})();
const lefort = { number: 'LEFORT', name: 'Maison Lefort' };

const invoice: SoldDocument = {
  number: 'FA-2026-000017',
  kind: 'invoice',
  scope: null,
  customer: lefort,
  issueDate: '2026-11-30',
  recordedOn: '2026-11-30',
  freight: '10.00',
  net: '160.00',
  gross: '184.75',
  lines: [
    { family: 'Beverages', vatCategory: 'S', vatRate: '20.00', net: '100.00' },
    { family: 'Confections', vatCategory: 'S', vatRate: '5.50', net: '50.00' },
  ],
  vatRows: [
    { vatRate: '20.00', vat: '22.00' },
    { vatRate: '5.50', vat: '2.75' },
    { vatRate: '0.00', vat: '0.00' },
  ],
};
const amounts = ({ lines }: Entry) => lines.map(({ account, amount }) => [account, amount]);
const comesToZero = ({ lines }: Entry): boolean => isZero(sum(lines.map(({ amount }) => amount)));

describe('an entry of the journal of sales', () => {
  it('has the customer owe the gross, against sales, freight and VAT', () => {
    const entry = salesEntry(invoice, usual);
    expect(amounts(entry)).toEqual([
      ['411000', '184.75'],
      ['707000', '-150.00'],
      ['708500', '-10.00'],
      ['445710', '-24.75'],
    ]);
    expect(comesToZero(entry)).toBe(true);
    expect(entry.lines[0]?.customer).toEqual(lefort);
  });

  it('of a deposit is an advance received; the invoice after it takes that back, and owes the rest', () => {
    const vat = { vatCategory: 'S', vatRate: '20.00' } as const;
    const lines = [{ ...vat, family: '', net: '50.00' }];
    const deposit = { ...invoice, kind: 'deposit', freight: '0.00', net: '50.00', gross: '60.00', lines } as const;
    const asked = salesEntry({ ...deposit, vatRows: [{ vatRate: '20.00', vat: '10.00' }] }, usual);
    expect(amounts(asked)).toEqual([
      ['411000', '60.00'],
      ['419100', '-50.00'],
      ['445710', '-10.00'],
    ]);
    const after = salesEntry({ ...invoice, deducted: [{ ...vat, base: '50.00', vat: '10.00' }] }, usual);
    expect(amounts(after)).toEqual([
      ['411000', '124.75'],
      ['707000', '-150.00'],
      ['708500', '-10.00'],
      ['445710', '-14.75'],
      ['419100', '50.00'],
    ]);
    expect(comesToZero(after)).toBe(true);
    const back = [{ ...vat, family: '', net: '-50.00' }];
    const credited = {
      ...deposit,
      kind: 'credit-note',
      scope: 'whole',
      ofDeposit: true,
      net: '-50.00',
      gross: '-60.00',
    } as const;
    const note = salesEntry({ ...credited, lines: back, vatRows: [{ vatRate: '20.00', vat: '-10.00' }] }, usual);
    expect(amounts(note)).toEqual([
      ['411000', '-60.00'],
      ['419100', '50.00'],
      ['445710', '10.00'],
    ]);
  });

  it('is led by family, VAT category, rate and kind to the first account that fits', () => {
    const last = usual.sales.at(-1);
    if (last === undefined) throw new Error('no rule');
    const rule = { ...last, family: null, vatCategory: null, vatRate: null, document: null };
    const chart: AccountingPolicy = {
      ...usual,
      sales: [{ ...rule, account: '707200', family: 'Confections', vatRate: '5.5' }, ...usual.sales],
      vat: [
        { account: '445715', label: 'TVA 5,5 %', vatRate: '5.50' },
        { account: '445712', label: 'TVA 20 %', vatRate: '20' },
        ...usual.vat,
      ],
    };
    expect(amounts(salesEntry(invoice, chart))).toEqual([
      ['411000', '184.75'],
      ['707000', '-100.00'],
      ['707200', '-50.00'],
      ['708500', '-10.00'],
      ['445712', '-22.00'],
      ['445715', '-2.75'],
    ]);
    const one = { ...invoice, freight: '0.00', net: '100.00', gross: '100.00', vatRows: [] };
    const of = (vatCategory: 'K' | 'G') => [{ family: '', vatCategory, vatRate: '0.00', net: '100.00' }];
    expect(amounts(salesEntry({ ...one, lines: of('K') }, usual))[1]).toEqual(['707300', '-100.00']);
    expect(amounts(salesEntry({ ...one, lines: of('G') }, usual))[1]).toEqual(['707400', '-100.00']);
    expect(amounts(salesEntry({ ...one, kind: 'deposit', lines: of('K') }, usual))[1]).toEqual(['419100', '-100.00']);
  });

  it('of a credit note stands on the other side, and of an allowance on the account for allowances', () => {
    const credit: SoldDocument = {
      ...invoice,
      number: 'AV-2026-000001',
      kind: 'credit-note',
      scope: 'lines',
      freight: '0.00',
      net: '-100.00',
      gross: '-120.00',
      lines: [{ family: '', vatCategory: 'S', vatRate: '20.00', net: '-100.00' }],
      vatRows: [{ vatRate: '20.00', vat: '-20.00' }],
    };
    expect(amounts(salesEntry(credit, usual))).toEqual([
      ['411000', '-120.00'],
      ['707000', '100.00'],
      ['445710', '20.00'],
    ]);
    expect(amounts(salesEntry({ ...credit, scope: 'allowance' }, usual))[1]).toEqual(['709700', '100.00']);
  });

  it('comes to zero whatever is sold, and no line of it is zero', () => {
    const cents = fc.integer({ min: -100_000, max: 100_000 }).map((value) => (value / 100).toFixed(2));
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 8 }), cents, cents, cents, (nets, freight, vat, rest) => {
        const net = sum([...nets, freight, rest]);
        const entry = salesEntry(
          {
            ...invoice,
            freight,
            net,
            gross: sum([net, vat]),
            lines: nets.map((each, at) => ({ family: `F${at % 3}`, vatCategory: 'S', vatRate: '20.00', net: each })),
            vatRows: [{ vatRate: '20.00', vat }],
          },
          usual,
        );
        expect(comesToZero(entry)).toBe(true);
        expect(entry.lines.filter(({ amount }) => isZero(amount))).toEqual([]);
      }),
    );
  });
});

describe('beside sales', () => {
  const money = {
    reference: 'VIR-881',
    amount: '184.75',
    date: '2026-12-02',
    recordedOn: '2026-12-03',
    customer: lefort,
  };

  it('money is on the bank’s account by its value date, and is the customer’s, or waits for one', () => {
    const known = bankEntry(money, usual);
    expect([known.date, known.validatedOn, ...amounts(known)]).toEqual([
      '2026-12-02',
      '2026-12-03',
      ['512000', '184.75'],
      ['411000', '-184.75'],
    ]);
    expect(amounts(bankEntry({ ...money, customer: null }, usual))[1]).toEqual(['471000', '-184.75']);
    const found = assignmentEntry({ ...money, on: '2026-12-09' }, usual);
    expect([found.date, found.pieceDate, ...amounts(found)]).toEqual([
      '2026-12-09',
      '2026-12-02',
      ['471000', '184.75'],
      ['411000', '-184.75'],
    ]);
  });

  it('a write-off is a loss, a claim an income, and one that is given up takes it back', () => {
    const act = {
      invoice: 'FA-2026-000017',
      invoiceDate: '2026-11-30',
      customer: lefort,
      on: '2026-12-20',
      recordedOn: '2026-12-20',
    };
    const writeOff = ledgerEntry({ ...act, kind: 'write-off', claim: null, amount: '-0.75' }, usual);
    expect(amounts(writeOff)).toEqual([
      ['411000', '-0.75'],
      ['654000', '0.75'],
    ]);
    const raised = ledgerEntry({ ...act, kind: 'claim-raised', claim: 'recovery-fee', amount: '40.00' }, usual);
    expect(amounts(raised)).toEqual([
      ['411000', '40.00'],
      ['758000', '-40.00'],
    ]);
    const waived = ledgerEntry({ ...act, kind: 'claim-waived', claim: 'interest', amount: '-1.35' }, usual);
    expect([entryText(waived, 'fr'), ...amounts(waived)]).toEqual([
      'Intérêts de retard (abandon) FA-2026-000017 Maison Lefort',
      ['411000', '-1.35'],
      ['763000', '1.35'],
    ]);
  });
});

describe('the file of entries (art. A47 A-1 LPF)', () => {
  const entry = {
    ...salesEntry(
      { ...invoice, customer: { number: 'LEFORT', name: 'Maison\tLefort | Fils' }, gross: '184.75' },
      usual,
    ),
    sequence: 3,
    code: 'VE',
    journalLabel: 'Ventes',
  };

  it('has the 18 fields of the article in their order, days as AAAAMMJJ, amounts with a comma, and no separator in a field', () => {
    expect(fecFields).toHaveLength(18);
    const rows = entry.lines.map((line) => fecRow(entry, line, entryText(entry, 'fr')));
    expect(rows[0]).toEqual([
      'VE',
      'Ventes',
      'VE000003',
      '20261130',
      '411000',
      'Clients',
      'LEFORT',
      'Maison Lefort Fils',
      'FA-2026-000017',
      '20261130',
      'Facture FA-2026-000017 Maison Lefort Fils',
      '184,75',
      '0,00',
      '',
      '',
      '20261130',
      '',
      '',
    ]);
    for (const row of rows) {
      expect(row).toHaveLength(18);
      expect(row.filter((field) => /[\t|\r\n]/.test(field))).toEqual([]);
      expect([row[11], row[12]].filter((amount) => amount === '0,00')).toHaveLength(1);
    }
    expect(entryNumber({ code: 'OD', sequence: 1_234_567 })).toBe('OD1234567');
  });

  it('is named by SIREN and the last day of the financial year', () => {
    expect(fecFileName('732829320', financialYearOf('2026-11-30', '12-31').to)).toBe('732829320FEC20261231.txt');
    expect(financialYearOf('2026-11-30', '06-30')).toEqual({ from: '2026-07-01', to: '2027-06-30' });
    expect(financialYearOf('2026-06-30', '06-30')).toEqual({ from: '2025-07-01', to: '2026-06-30' });
    expect(financialYearOf('2027-12-31', '02-29')).toEqual({ from: '2027-03-01', to: '2028-02-29' });
  });

  it('is of one financial year', () => {
    expect(refusePeriod({ from: '2026-01-01', to: '2026-12-31' }, '12-31')).toBeNull();
    expect(refusePeriod({ from: '2026-12-01', to: '2027-01-31' }, '12-31')).toMatchObject({ field: 'to' });
    expect(refusePeriod({ from: '2026-12-01', to: '2026-11-30' }, '12-31')).toMatchObject({
      said: { sentence: 'period-backwards' },
    });
  });

  it('is in ISO 8859-15: the euro, and letters that it lacks without their marks', () => {
    expect(Buffer.from(latin9('Œuvre à 5 €')).toString('hex')).toBe('bc7576726520e0203520a4');
    expect(Buffer.from(latin9('Łódź – l’eau, ¤ 漢')).toString('latin1')).toBe("Lódz - l'eau, ? ?");
  });
});

describe('a chart of accounts', () => {
  it('ends with what takes whatever is left, has journals apart, and accounts that begin with three figures', () => {
    const wrong = (changes: Partial<AccountingPolicy>) => AccountingPolicy.safeParse({ ...usual, ...changes }).success;
    expect(wrong({})).toBe(true);
    expect(wrong({ sales: usual.sales.slice(0, -1) })).toBe(false);
    expect(wrong({ sales: [...usual.sales].reverse() })).toBe(false);
    expect(wrong({ journals: { ...usual.journals, bank: { ...usual.journals.bank, code: 'VE' } } })).toBe(false);
    expect(wrong({ bank: { account: '5A2', label: 'x' } })).toBe(false);
    expect(wrong({ yearEnd: '13-01' })).toBe(false);
  });
});
