import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adjustment } from '../../contracts/adjustment.js';
import type { InvoiceDocument } from '../../contracts/documents.js';
import { invoiceSyntaxes, type InvoiceSyntax } from '../../contracts/vocabulary.js';
import { ciiOf } from '../../documents/e-invoice/cii.js';
import type { ElectronicCreditNote } from '../../documents/e-invoice/credit-note-terms.js';
import { creditNoteXml, invoiceXml } from '../../documents/e-invoice/index.js';
import { invoiceTerms } from '../../documents/e-invoice/invoice-terms.js';
import { isOfOneOrder } from '../../documents/charged.js';
import type { EInvoice } from '../../documents/e-invoice/terms.js';
import { ublOf } from '../../documents/e-invoice/ubl.js';
import { renderCreditNote } from '../../documents/credit-note.js';
import { renderInvoice } from '../../documents/invoice.js';
import { plainTemplate } from '../../domain/document-template.js';
import { ownNet, sharesOf } from '../../domain/adjustments.js';
import { negate, sum } from '../../domain/money.js';
import {
  formatAmount,
  formatDate,
  formatFigure,
  formatPercent,
  formatPrice,
  formatQuantity,
} from '../../words/format.js';
import { fetchValidators, judge, judgePdfs, type Judged, type JudgedPdf } from '../validators/validators.js';
import { rated } from '../support/vat.js';
import { anyCreditNote, credits } from './e-credit-notes.js';
import { anyInvoice, invoiceOf, kinds } from './e-invoices.js';
import { afterDeposit, creditNote, depositInvoice, invoice } from './fixtures.js';
import { compact, readPdf } from './pdf-text.js';
import { halfClear } from './pictures.js';

const folder = mkdtempSync(join(tmpdir(), 'encours-e-invoice-'));
const writers = { cii: ciiOf, ubl: ublOf } as const;
const names = Object.keys(kinds);
const documentOf = (name: string): InvoiceDocument => {
  const kind = kinds[name];
  if (kind === undefined) throw new Error(`no invoice ${name}`);
  return kind.document;
};

const creditNames = Object.keys(credits);
const creditOf = (name: string): ElectronicCreditNote => {
  const found = credits[name];
  if (found === undefined) throw new Error(`no credit note ${name}`);
  return found.document;
};
const everyName = [...names, ...creditNames];
const isReached = (name: string): boolean => (kinds[name] ?? credits[name])?.isReached ?? true;
const isFrench = (name: string): boolean =>
  (kinds[name] ?? credits[name])?.document.customer.billingAddress.countryCode === 'FR';

const any = fc.sample(anyInvoice, { numRuns: 8, seed: 9 });
const anyCredit = fc.sample(anyCreditNote, { numRuns: 8, seed: 9 });

/** What later invoices will be, in the terms that are there: a deposit. */
const later: Readonly<Record<string, EInvoice>> = Object.fromEntries(
  (['386'] as const).map((typeCode) => [
    `type ${typeCode}`,
    {
      ...invoiceTerms(documentOf(names[0] ?? '')),
      number: `FA-2026-000${typeCode}`,
      typeCode,
      precedingInvoices: [{ number: 'FA-2026-000017', issueDate: '2026-11-28' }],
    },
  ]),
);

const untaxed = { vatCategory: 'K', vatRate: '0.00', vatExemption: 'VATEX-EU-IC' } as const;
const advance = depositInvoice('fr');
/** A deposit, the invoice after it, and a deposit on goods that go to another member state free of VAT. */
const deposits: Readonly<Record<string, InvoiceDocument>> = {
  'a deposit': advance,
  'an invoice after a deposit': afterDeposit('fr'),
  'an invoice that a deposit paid whole': {
    ...afterDeposit('en'),
    deducted: {
      deposits: [
        { deposit: 'AC-2026-000004', issueDate: '2026-11-22', rows: invoice('en').vatBreakdown, gross: '3768.96' },
      ],
      payable: '0.00',
    },
  },
  'a deposit on an intra-community supply': {
    ...advance,
    ...(({ customer, deliveryAddress }) => ({ customer, deliveryAddress }))(documentOf('to another member state')),
    lines: advance.lines.slice(0, 1).map((line) => ({ ...line, ...untaxed })),
    net: '481.50',
    vat: '0.00',
    gross: '481.50',
    vatBreakdown: [{ ...untaxed, base: '481.50', vat: '0.00' }],
  },
};

const { deliveryAddress: to, paymentTerms, latePayment } = advance;
/** All of that deposit given back. */
const depositCredit: ElectronicCreditNote = {
  ...creditNote('fr'),
  corrects: { number: advance.number, issueDate: advance.issueDate },
  deliveries: [],
  scope: 'whole',
  reason: 'AUTRE',
  lines: advance.lines.map((line) => ({ ...line, quantity: '-1', net: `-${line.net}` })),
  net: '-1005.57',
  vat: '-125.12',
  gross: '-1130.69',
  freight: '0.00',
  vatBreakdown: advance.vatBreakdown.map((row) => ({ ...row, base: `-${row.base}`, vat: `-${row.vat}` })),
  applied: '0.00',
  toGive: '1130.69',
  open: '0.00',
  supply: { deliveredOn: null, deliveryAddress: to, paymentTerms, latePayment },
};

type Broken = {
  readonly syntax: InvoiceSyntax;
  readonly by: (xml: string) => string;
  readonly found: readonly [string, RegExp];
};
/** One invoice with one thing wrong, which one set of rules finds. */
const broken: Readonly<Record<string, Broken>> = {
  'a total that is a cent off': {
    syntax: 'cii',
    by: (xml) => xml.replace('<ram:GrandTotalAmount>3768.96<', '<ram:GrandTotalAmount>3768.97<'),
    found: ['EN 16931', /BR-CO-15/],
  },
  'an element out of its place': {
    syntax: 'cii',
    by: (xml) =>
      xml
        .replace('<ram:TypeCode>380</ram:TypeCode>', '')
        .replace('</ram:IssueDateTime>', '</ram:IssueDateTime><ram:TypeCode>380</ram:TypeCode>'),
    found: ['xsd', /TypeCode/],
  },
  'no penalties of late payment': {
    syntax: 'cii',
    by: (xml) => xml.replace('<ram:SubjectCode>PMD<', '<ram:SubjectCode>AAI<'),
    found: ['BR-FR', /BR-FR-05/],
  },
  'a SIREN of eight digits': {
    syntax: 'cii',
    by: (xml) => xml.replace('schemeID="0002">732829320<', 'schemeID="0002">73282932<'),
    found: ['BR-FR', /BR-FR-10/],
  },
  'VAT of another base': {
    syntax: 'ubl',
    by: (xml) => xml.replace('>1605.00<', '>1604.00<'),
    found: ['EN 16931', /BR-S-08/],
  },
  'a UBL element out of its place': {
    syntax: 'ubl',
    by: (xml) =>
      xml
        .replace(/<cbc:DueDate>[^<]*<\/cbc:DueDate>/, '')
        .replace('</cbc:TaxPointDate>', '</cbc:TaxPointDate><cbc:DueDate>2027-01-31</cbc:DueDate>'),
    found: ['xsd', /DueDate/],
  },
  'a price that does not make the net': {
    syntax: 'ubl',
    by: (xml) => xml.replace('<cbc:PriceAmount currencyID="EUR">21.00<', '<cbc:PriceAmount currencyID="EUR">21.01<'),
    found: ['Peppol', /R120/],
  },
  'a discount that is not its percentage': {
    syntax: 'ubl',
    by: (xml) => xml.replace('<cbc:MultiplierFactorNumeric>5.00<', '<cbc:MultiplierFactorNumeric>6.00<'),
    found: ['Peppol', /R040/],
  },
};

const fileOf = (name: string, syntax: InvoiceSyntax): string =>
  join(folder, `${name.replace(/\W+/g, '-')}.${syntax}.xml`);
const pdfs = join(folder, 'pdf');
const pdfOf = (name: string): string => join(pdfs, `${name}.pdf`);

let judged: Readonly<Record<string, Judged>> = {};
let judgedPdfs: Readonly<Record<string, JudgedPdf>> = {};

function verdictsOf(name: string, syntax: InvoiceSyntax): Judged {
  const found = judged[fileOf(name, syntax)];
  if (found === undefined) throw new Error(`nobody judged ${name} as ${syntax}`);
  return found;
}

/** Everything that any rule finds wrong; a set of rules that looked at nothing is wrong too. */
const wrongs = ({ rules }: Judged): readonly string[] =>
  Object.entries(rules).flatMap(([name, { fired, failed }]) =>
    fired === 0 ? [`${name} looked at nothing`] : failed.map((text) => `${name}: ${text}`),
  );

beforeAll(async () => {
  await fetchValidators();
  const texts = new Map<string, readonly [InvoiceSyntax, string]>();
  const keep = (name: string, syntax: InvoiceSyntax, xml: string) => texts.set(fileOf(name, syntax), [syntax, xml]);
  for (const syntax of invoiceSyntaxes) {
    for (const name of names) keep(name, syntax, invoiceXml(documentOf(name), syntax));
    for (const name of creditNames) keep(name, syntax, creditNoteXml(creditOf(name), syntax));
    any.forEach((document, at) => keep(`any ${at}`, syntax, invoiceXml(document, syntax)));
    anyCredit.forEach((document, at) => keep(`any credit ${at}`, syntax, creditNoteXml(document, syntax)));
    keep('the credit of a deposit', syntax, creditNoteXml(depositCredit, syntax));
    for (const [name, document] of Object.entries(deposits)) keep(name, syntax, invoiceXml(document, syntax));
    for (const [name, terms] of Object.entries(later)) keep(name, syntax, writers[syntax](terms));
  }
  for (const [name, { syntax, by }] of Object.entries(broken))
    keep(name, syntax, by(invoiceXml(invoice('fr'), syntax)));
  for (const [file, [, xml]] of texts) writeFileSync(file, xml);
  const files = [...texts].map(([path, [syntax]]) => ({ path, syntax }));
  [judged, judgedPdfs] = await Promise.all([judge(files), judgeDocuments()]);
}, 1_200_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A French invoice, a long one, one abroad, two credit notes, one with all that a template gives, and two that are wrong: another total in the XML, no XMP of Factur-X. */
async function judgeDocuments(): Promise<Readonly<Record<string, JudgedPdf>>> {
  mkdirSync(pdfs);
  const plain = await renderInvoice(invoice('fr'));
  writeFileSync(pdfOf('plain'), plain);
  writeFileSync(pdfOf('long'), await renderInvoice(documentOf('a hundred lines')));
  writeFileSync(pdfOf('abroad'), await renderInvoice(documentOf('to another member state')));
  writeFileSync(pdfOf('credit'), await renderCreditNote(creditOf('of a quantity and of freight')));
  writeFileSync(pdfOf('freight'), await renderCreditNote(creditOf('of freight alone, at two rates')));
  const content = halfClear();
  const logo = { sha256: 'a'.repeat(64), type: 'image/png', width: 120, height: 60, content } as const;
  const words = { header: 'ISO 9001', closing: 'Merci.', terms: 'Réserve de propriété.', footer: 'www.example' };
  const template = { ...plainTemplate, logo: { sha256: logo.sha256, widthMm: 40 }, texts: { every: { fr: words } } };
  const colors = { ink: '#102030', muted: '#304050', accent: '#7a1f3d', rule: '#c0c8d0', panel: '#f0f4fa' };
  writeFileSync(pdfOf('dressed'), await renderInvoice(invoice('fr'), { template: { ...template, colors }, logo }));
  writeFileSync(pdfOf('deposit'), await renderInvoice(depositInvoice('fr')));
  writeFileSync(pdfOf('after-deposit'), await renderInvoice(afterDeposit('en')));
  const text = Buffer.from(plain).toString('latin1');
  writeFileSync(pdfOf('unmarked'), Buffer.from(text.replace('>EN 16931<', '>EN 16932<'), 'latin1'));
  writeFileSync(pdfOf('untagged'), Buffer.from(text.replace('pdfaid:part>3<', 'pdfaid:part>1<'), 'latin1'));
  return judgePdfs(pdfs);
}

describe('the XML of an invoice is right by XSD, by the schematron of EN 16931, and by whom it goes to', () => {
  it.each(everyName)('%s: as Factur-X, with the rules of the French reform', (name) => {
    const { rules } = verdictsOf(name, 'cii');
    expect(Object.keys(rules)).toEqual(['xsd', 'EN 16931', 'BR-FR']);
    const all = wrongs({ rules, terms: {} });
    // The reform asks for an address of every buyer; abroad it is no rule.
    expect(all.filter((wrong) => isFrench(name) || !wrong.includes('BR-FR-12'))).toEqual([]);
  });

  it.each(everyName)('%s: as UBL, with the rules of Peppol', (name) => {
    const { rules } = verdictsOf(name, 'ubl');
    expect(Object.keys(rules)).toEqual(['xsd', 'EN 16931', 'Peppol']);
    const all = wrongs({ rules, terms: {} });
    // Peppol takes a corrected invoice between Germans alone.
    const isRefused = name === 'a corrective one';
    expect(all.some((wrong) => wrong.includes('PEPPOL-EN16931-P0112'))).toBe(isRefused);
    const rest = all.filter((wrong) => !isRefused || !wrong.includes('PEPPOL-EN16931-P0112'));
    expect(rest.filter((wrong) => isReached(name) || !wrong.includes('PEPPOL-EN16931-R010'))).toEqual([]);
    expect(all.some((wrong) => wrong.includes('PEPPOL-EN16931-R010'))).toBe(!isReached(name));
  });

  it.each(any.map((_, at) => at))('of any lines, parts, discounts and rates: %i', (at) => {
    for (const syntax of invoiceSyntaxes) {
      expect(wrongs(verdictsOf(`any ${at}`, syntax))).toEqual([]);
      expect(wrongs(verdictsOf(`any credit ${at}`, syntax))).toEqual([]);
    }
  });

  it.each(Object.keys(later))('the terms hold deposits too: %s', (name) => {
    const all = invoiceSyntaxes.flatMap((syntax) => wrongs(verdictsOf(name, syntax)));
    expect(all).toEqual([]);
  });
});

describe('deposits', () => {
  it.each(Object.keys(deposits))('%s is right by every rule, in both syntaxes', (name) => {
    const isAbroad = name === 'a deposit on an intra-community supply';
    const all = invoiceSyntaxes.flatMap((syntax) => wrongs(verdictsOf(name, syntax)));
    // The reform asks for an address of every buyer; abroad it is no rule.
    expect(all.filter((wrong) => !isAbroad || !wrong.includes('BR-FR-12'))).toEqual([]);
  });

  it('are credited whole, right by every rule', () => {
    const all = invoiceSyntaxes.flatMap((syntax) => wrongs(verdictsOf('the credit of a deposit', syntax)));
    expect(all).toEqual([]);
  });

  it('are invoices of their own type, of no delivery, whose VAT is chargeable with the payment', () => {
    expect(verdictsOf('a deposit', 'cii').terms).toMatchObject({
      'BT-3': ['386'],
      'BT-7': [],
      'BT-72': [],
      'BT-110': ['125.12'],
      'BT-112': ['1130.69'],
      'BT-115': ['1130.69'],
    });
    expect(invoiceXml(advance, 'cii')).toContain('<ram:DueDateTypeCode>72</ram:DueDateTypeCode>');
    expect(invoiceXml(advance, 'cii')).toContain('<ram:ID>B1</ram:ID>');
    expect(invoiceXml(advance, 'ubl')).toContain('<cbc:DescriptionCode>432</cbc:DescriptionCode>');
  });

  it('are named by the invoice after them, which is of all the goods and says what is left to pay', () => {
    expect(verdictsOf('an invoice after a deposit', 'ubl').terms).toMatchObject({
      'BT-3': ['380'],
      'BT-112': ['3768.96'],
      'BT-115': ['2638.27'],
    });
    const cii = invoiceXml(afterDeposit('fr'), 'cii');
    expect(cii).toContain('<ram:ID>B4</ram:ID>');
    expect(cii).toContain('<ram:TotalPrepaidAmount>1130.69</ram:TotalPrepaidAmount>');
    expect(cii).toContain('<ram:IssuerAssignedID>AC-2026-000003</ram:IssuerAssignedID>');
  });
});

describe('each of these rules bites', () => {
  it.each(Object.entries(broken))('%s', (name, { syntax, found: [rules, wrong] }) => {
    const verdict = verdictsOf(name, syntax).rules[rules];
    expect(verdict?.failed.join('\n')).toMatch(wrong);
  });
});

/** A day as CII writes it, as UBL does. */
const dashed = (value: string): string => value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');

const given = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);

describe('what the norm reads in it', () => {
  it.each(everyName)('%s: is the same in both syntaxes', (name) => {
    const dates = new Set(['BT-2', 'BT-7', 'BT-9', 'BT-26', 'BT-72', 'BT-73', 'BT-74', 'BT-134', 'BT-135']);
    const [cii, ubl] = [verdictsOf(name, 'cii').terms, verdictsOf(name, 'ubl').terms];
    const asUbl = Object.entries(cii).map(([term, values]) => [term, dates.has(term) ? values.map(dashed) : values]);
    expect(Object.fromEntries(asUbl)).toEqual(ubl);
  });

  it.each(names)('%s: is what was issued', (name) => {
    const document = documentOf(name);
    const charged = (document.charged ?? []).flatMap(({ deliveredOn: day, lines }) =>
      lines.map(({ orderLine }) => ({ day, orderLine })),
    );
    const { terms } = verdictsOf(name, 'ubl');
    const isOutside = document.vatBreakdown.some(({ vatCategory }) => vatCategory === 'O');
    const ofWhole = (kind: 'allowance' | 'charge') =>
      sum(
        document.lines.flatMap(({ adjustments = [] }) =>
          adjustments.filter((each) => each.of !== undefined && each.kind === kind).map(({ amount }) => amount),
        ),
        document.currency,
      );
    expect(terms).toMatchObject({
      'BT-1': [document.number],
      'BT-2': [document.issueDate],
      'BT-3': [document.corrects === undefined ? '380' : '384'],
      'BT-5': [document.currency],
      'BT-9': [document.dueDate],
      'BT-14': isOfOneOrder(document) ? ['SO-2026-000042'] : [],
      'BT-25': document.corrects || document.replaces ? ['FA-2026-000012'] : [],
      'BT-16': document.charged === undefined ? ['BL-2026-000017'] : [],
      'BT-31': isOutside ? [] : ['FR44732829320'],
      'BT-34': ['732829320'],
      'BT-48': document.customer.vatNumber === null || isOutside ? [] : [document.customer.vatNumber],
      'BT-46': [document.customer.gln ?? document.customer.number],
      'BT-71': given(document.deliveryGln),
      'BT-72': document.charged === undefined ? ['2026-11-27'] : [],
      'BT-73': given(document.period?.from),
      'BT-74': given(document.period?.to),
      'BT-80': [document.deliveryAddress.countryCode],
      'BT-84': [document.payee?.iban ?? 'FR7630006000011234567890189'],
      'BT-106': [sum(document.lines.map(ownNet), document.currency)],
      'BT-107': ofWhole('allowance') === '0.00' || ofWhole('allowance') === '0' ? [] : [ofWhole('allowance')],
      'BT-108': [sum([document.freight, ofWhole('charge')], document.currency)],
      'BT-109': [document.net],
      'BT-110': [document.vat],
      'BT-112': [document.gross],
      'BT-115': [document.gross],
      'BT-116': document.vatBreakdown.map(({ base }) => base),
      'BT-117': document.vatBreakdown.map(({ vat }) => vat),
      'BT-118': document.vatBreakdown.map(({ vatCategory }) => vatCategory),
      'BT-119': isOutside ? [] : document.vatBreakdown.map(({ vatRate }) => vatRate),
      'BT-129': document.lines.map(({ quantity }) => quantity),
      'BT-131': document.lines.map(ownNet),
      'BT-132': isOfOneOrder(document) ? charged.map(({ orderLine }) => String(orderLine)) : [],
      'BT-134': charged.map(({ day }) => day),
      'BT-135': charged.map(({ day }) => day),
      'BT-146': document.lines.map(({ unitPrice }) => unitPrice),
      'BT-156': document.lines.flatMap(({ buyerItem }) => given(buyerItem)),
      'BT-157': document.lines.flatMap(({ gtin }) => given(gtin)),
    });
    expect(sum(terms['BT-99'] ?? [], document.currency)).toBe(
      sum([document.freight, ofWhole('charge')], document.currency),
    );
    expect(sum(terms['BT-92'] ?? [], document.currency)).toBe(ofWhole('allowance'));
  });

  it.each(creditNames)('%s: is what was issued, above zero, and names the invoice that it corrects', (name) => {
    const document = creditOf(name);
    const { lines, freight, vatBreakdown, supply } = document;
    const [nets, quantities] = [lines.map(({ net }) => negate(net)), lines.map(({ quantity }) => negate(quantity))];
    const isFreightAlone = lines.length === 0;
    const { terms } = verdictsOf(name, 'ubl');
    expect(terms).toMatchObject({
      'BT-1': ['AV-2026-000003'],
      'BT-2': ['2026-12-28'],
      'BT-3': ['381'],
      'BT-7': ['2026-12-28'],
      'BT-14': isOfOneOrder({ ...supply, order: document.order }) ? ['SO-2026-000042'] : [],
      'BT-25': ['FA-2026-000017'],
      'BT-26': [document.corrects.issueDate],
      'BT-72': supply.charged === undefined ? [supply.deliveredOn] : [],
      'BT-73': given(supply.period?.from),
      'BT-74': given(supply.period?.to),
      'BT-80': [supply.deliveryAddress.countryCode],
      'BT-81': ['97'],
      'BT-84': [],
      'BT-106': [isFreightAlone ? negate(freight) : sum(nets, document.currency)],
      'BT-108': [isFreightAlone ? sum([], document.currency) : negate(freight)],
      'BT-109': [negate(document.net)],
      'BT-110': [negate(document.vat)],
      'BT-112': [negate(document.gross)],
      'BT-115': [negate(document.gross)],
      'BT-116': vatBreakdown.map(({ base }) => negate(base)),
      'BT-117': vatBreakdown.map(({ vat }) => negate(vat)),
      'BT-119': vatBreakdown.flatMap(({ vatCategory, vatRate }) => (vatCategory === 'O' ? [] : [vatRate])),
      'BT-129': isFreightAlone ? vatBreakdown.map(() => '1') : quantities,
      'BT-131': isFreightAlone ? vatBreakdown.map(({ base }) => negate(base)) : nets,
    });
  });

  it.each(everyName)('%s: is what its pages say', async (name) => {
    const isInvoice = name in kinds;
    const document = isInvoice ? documentOf(name) : creditOf(name);
    const { language, currency } = document;
    const pdf = isInvoice ? renderInvoice(documentOf(name)) : renderCreditNote(creditOf(name));
    const text = compact(readPdf(await pdf).text);
    const { terms } = verdictsOf(name, 'cii');
    const told = (term: string, say: (value: string) => string) =>
      (terms[term] ?? []).map((value) => compact(say(value)));
    const figure = (value: string) => formatFigure(value, currency, language);
    const day = (value: string) => formatDate(dashed(value), language);
    const said = [
      ...['BT-1', 'BT-14', 'BT-16', 'BT-25', 'BT-31', 'BT-48', 'BT-86', 'BT-120', 'BT-121'].flatMap((term) =>
        told(term, String),
      ),
      ...['BT-2', 'BT-9', 'BT-26', 'BT-72'].flatMap((term) => told(term, day)),
      ...['BT-109', 'BT-110', 'BT-112', 'BT-115'].flatMap((term) =>
        told(term, (value) => formatAmount(value, currency, language)),
      ),
      ...['BT-99', 'BT-116', 'BT-117', 'BT-131'].flatMap((term) => told(term, figure)),
      ...['BT-119', 'BT-138', 'BT-152'].flatMap((term) => told(term, (value) => formatPercent(value, language))),
      ...told('BT-129', (value) => formatQuantity(value, language)),
      ...told('BT-146', (value) => formatPrice(value, language)),
    ];
    expect(said.filter((words) => !text.includes(words))).toEqual([]);
    expect(said.length).toBeGreaterThan(15);
  });

  it('an intra-community supply invoiced late bears the 15th as its tax point, at home the day of the delivery', () => {
    expect(verdictsOf('to another member state', 'ubl').terms['BT-7']).toEqual(['2026-12-15']);
    expect(verdictsOf('the same in English', 'ubl').terms['BT-7']).toEqual(['2026-11-27']);
  });

  it('who is addressed by what', () => {
    const addressed = (name: string) => {
      const { terms } = verdictsOf(name, 'cii');
      return [terms['BT-47'], terms['BT-49-1'], terms['BT-49']];
    };
    expect(addressed('reverse charge')).toEqual([['542107651'], ['0225'], ['542107651']]);
    expect(addressed('a customer known by its VAT number alone')).toEqual([['542107651'], ['0225'], ['542107651']]);
    expect(addressed('to another member state')).toEqual([[], ['9930'], ['DE136695976']]);
    expect(addressed('to Switzerland, in francs')).toEqual([[], ['9927'], ['CHE107787577IVA']]);
    expect(addressed('to Japan, in yen, with parts of a yen and a discount')).toEqual([[], [], []]);
  });

  it('no VAT in francs is no VAT in euros, which is where it is declared', () => {
    expect(verdictsOf('to Switzerland, in francs', 'cii').terms['BT-111']).toEqual(['0.00']);
    expect(verdictsOf('the same in English', 'cii').terms['BT-111']).toEqual([]);
    expect(verdictsOf('in dollars, taxed at home: the VAT in euros too', 'cii').terms['BT-111']).toEqual(['9.12']);
    expect(verdictsOf('all of: in dollars, taxed at home: the VAT in euros too', 'ubl').terms['BT-111']).toEqual([
      '9.12',
    ]);
  });

  it('units have their codes; where there is none it is one, and the unit a property of the goods', () => {
    const { terms } = verdictsOf('every unit that has a code, and one that has none', 'cii');
    expect(terms['BT-130']).toEqual(['H87', 'C62', 'PR', 'XCT', 'KGM', 'LTR', 'MTK', 'XBO', 'XPX', 'LO', 'C62']);
    expect(terms['BT-161']).toEqual(['12 - 75 cl bottles']);
  });

  it('the code that a product gives its unit goes before the words of it', () => {
    const document = invoiceOf({ lines: [{ quantity: '2', unitPrice: '3.10', unit: '12 - 75 cl bottles' }] });
    const coded = { ...document, lines: document.lines.map((line) => ({ ...line, unitCode: 'XCS' })) };
    expect(invoiceTerms(coded).lines).toMatchObject([{ unitCode: 'XCS', attributes: [] }]);
  });

  it('freight is a charge at each rate of the goods', () => {
    const { terms } = verdictsOf('taxed and exempt, with freight on both', 'cii');
    // 7.77 on 50.00 and 29.70: 29.70 × 7.77 / 79.70 = 2.8954…, 50.00 × 7.77 / 79.70 = 4.8745…: 2.90 and 4.87
    expect([terms['BT-103'], terms['BT-99'], terms['BT-105']]).toEqual([
      ['20.00', '0.00'],
      ['2.90', '4.87'],
      ['FC', 'FC'],
    ]);
  });

  it('the name of who pays stands in the address, and the buyer stays the buyer', () => {
    const xml = invoiceXml(documentOf('sent to who pays for it, without reference and quote'), 'cii');
    expect(xml).toContain('<ram:LineTwo>Blondel, comptabilité fournisseurs</ram:LineTwo>');
    expect(verdictsOf('sent to who pays for it, without reference and quote', 'cii').terms['BT-44']).toEqual([
      'Blondel père et fils',
    ]);
  });

  it('a factor is the payee, and the clause of the factor a note', () => {
    const name = 'in instalments, paid to a factor';
    const [cii, ubl] = [invoiceXml(documentOf(name), 'cii'), invoiceXml(documentOf(name), 'ubl')];
    expect(cii).toMatch(/<ram:PayeeTradeParty>\s*<ram:Name>Affacturage du Rhône SA</);
    expect(ubl).toMatch(/<cac:PayeeParty>\s*<cac:PartyName>\s*<cbc:Name>Affacturage du Rhône SA</);
    expect(cii).toMatch(/affactureur libère\.<\/ram:Content>\s*<ram:SubjectCode>ACC</);
  });

  it('a discount for early payment stands where the reform looks for it', () => {
    const xml = invoiceXml(documentOf('with a discount for early payment'), 'cii');
    expect(xml).toMatch(/Escompte de 2.% du montant TTC[^<]*<\/ram:Content>\s*<ram:SubjectCode>AAB</);
  });

  it('each mention of the reform stands once, as on the page', () => {
    const xml = invoiceXml(invoice('fr'), 'cii');
    const notes = [...xml.matchAll(/<ram:Content>([^<]*)<\/ram:Content>\s*<ram:SubjectCode>(\w+)</g)];
    expect(notes.map(([, , subject]) => subject)).toEqual(['PMT', 'PMD', 'AAB']);
    expect(notes.map(([, text]) => text?.replaceAll(/\s/g, ' '))).toEqual([
      'Tout retard de paiement entraîne aussi de plein droit une indemnité forfaitaire pour frais de recouvrement de 40,00 € (article D441-5 du Code de commerce).',
      'Tout retard de paiement entraîne de plein droit, sans rappel préalable et dès le jour suivant l’échéance, des pénalités de retard au taux annuel de 12,15 % (article L441-10 II du Code de commerce).',
      'Escompte pour paiement anticipé : néant.',
    ]);
  });
});

describe('a published invoice', () => {
  it('EN 16931 UBL example 8, energy at 21 %: comes to the published figures, line by line', () => {
    // Lines 2, 3, 5 and 6 are priced per kWh with five decimals and per 12: here per MWh, per kW and per month.
    const published = [
      ['16000', '0.0088', '140.80'],
      ['16', '1.01', '16.16'],
      ['132', '1.27', '167.64'],
      ['58', '1.53', '88.74'],
      ['1', '36.75', '36.75'],
      ['1', '56.50', '56.50'],
      ['1', '83.34', '83.34'],
      ['1', '190.31', '190.31'],
      ['1', '64.21', '64.21'],
      ['1', '64.46', '64.46'],
    ] as const;
    const lines = published.map(([quantity, unitPrice]) => ({ quantity, unitPrice, vat: rated('21') }));
    const terms = invoiceTerms(invoiceOf({ lines }));
    expect(terms.lines.map(({ net, adjustments }) => [net, adjustments])).toEqual(
      published.map(([, , net]) => [net, []]),
    );
    expect(terms.vatBreakdown).toMatchObject([{ category: 'S', rate: '21.00', base: '908.91', vat: '190.87' }]);
    expect(terms.totals).toMatchObject({
      lines: '908.91',
      net: '908.91',
      vat: '190.87',
      gross: '1099.78',
      due: '1099.78',
    });
  });
});

describe('a published invoice with allowances and charges', () => {
  /** Quantity, price, rate, own adjustments, share of the order's. */
  const percent = (kind: 'allowance' | 'charge', value: string): Adjustment => ({
    kind,
    reason: kind === 'allowance' ? '100' : 'ABL',
    text: kind === 'allowance' ? 'Loyal customer' : 'Packaging',
    basis: 'percent',
    value,
  });

  it('EN 16931 UBL example 5: 10 % off and on top, of a line and of the goods at 25 %, come to the published figures', () => {
    const shared = [
      { taxClass: 'standard', net: '1000.00' },
      { taxClass: 'standard', net: '500.00' },
      { taxClass: 'reduced', net: '2500.00' },
    ] as const;
    const ofOrder = [percent('allowance', '10'), percent('charge', '10')].map((each) => ({
      ...each,
      basis: 'percent' as const,
      taxClass: 'standard' as const,
    }));
    const shares = sharesOf(ofOrder, shared, 'DKK');
    const published = [
      ['1000', '1.00', '25', [percent('allowance', '10'), percent('charge', '10')]],
      ['100', '5.00', '25', []],
      ['500', '5.00', '12', []],
    ] as const;
    const lines = published.map(([quantity, unitPrice, rate, own], at) => ({
      quantity,
      unitPrice,
      vat: rated(rate),
      adjustments: [...own, ...(shares[at] ?? [])],
    }));
    const terms = invoiceTerms(invoiceOf({ lines, currency: 'DKK' }));
    expect(terms.lines.map(({ net }) => net)).toEqual(['1000.00', '500.00', '2500.00']);
    expect(terms.lines[0]?.adjustments).toMatchObject([
      { isCharge: false, amount: '100.00', share: { base: '1000.00', percent: '10.00' }, reasonCode: '100' },
      { isCharge: true, amount: '100.00', share: { base: '1000.00', percent: '10.00' }, reasonCode: 'ABL' },
    ]);
    const whole = {
      amount: '150.00',
      share: { base: '1500.00', percent: '10.00' },
      tax: { category: 'S', rate: '25.00' },
    };
    expect(terms.allowances).toMatchObject([{ ...whole, reasonCode: '100' }]);
    expect(terms.charges).toMatchObject([{ ...whole, reasonCode: 'ABL' }]);
    expect(terms.vatBreakdown).toMatchObject([
      { category: 'S', rate: '25.00', base: '1500.00', vat: '375.00' },
      { category: 'S', rate: '12.00', base: '2500.00', vat: '300.00' },
    ]);
    expect(terms.totals).toMatchObject({
      lines: '4000.00',
      allowances: '150.00',
      charges: '150.00',
      net: '4000.00',
      vat: '675.00',
      gross: '4675.00',
    });
  });

  it.each([
    [
      '3, freight at 25 % of the goods at 25 %',
      [
        ['1', '800.00', '25'],
        ['1', '800.00', '10'],
      ],
      '100.00',
      '1700.00',
      '305.00',
      '2005.00',
    ],
    [
      '4, three lines at two rates',
      [
        ['1000', '1.00', '25'],
        ['100', '5.00', '25'],
        ['500', '5.00', '12'],
      ],
      null,
      '4000.00',
      '675.00',
      '4675.00',
    ],
    ['9, one rate', [['3', '49.00', '21']], null, '147.00', '30.87', '177.87'],
    ['sample-discount-price, four decimals', [['100', '0.1212', '25']], null, '12.12', '3.03', '15.15'],
  ] as const)('EN 16931 UBL example %s', (_, published, freight, net, vat, gross) => {
    const bears = (rate: string): readonly Adjustment[] =>
      freight !== null && rate === '25'
        ? [{ kind: 'charge', reason: 'FC', text: 'Freight charge', basis: 'amount', value: freight, of: 1 }]
        : [];
    const lines = published.map(([quantity, unitPrice, rate]) => ({
      quantity,
      unitPrice,
      vat: rated(rate),
      adjustments: [...bears(rate)],
    }));
    expect(invoiceTerms(invoiceOf({ lines })).totals).toMatchObject({ net, vat, gross });
  });
});

it('EN 16931 UBL example 7, outside the scope of VAT: 2500.00 and 700.00 without rate, and nobody’s VAT number', () => {
  const vat = { vatCategory: 'O', vatRate: '0', vatExemption: 'VATEX-EU-O' } as const;
  const lines = ['2500.00', '700.00'].map((unitPrice) => ({ quantity: '1', unitPrice, vat }));
  const terms = invoiceTerms(invoiceOf({ lines }));
  expect(terms.vatBreakdown).toMatchObject([{ category: 'O', rate: null, base: '3200.00', vat: '0.00' }]);
  expect([terms.seller.vatNumber, terms.buyer.vatNumber]).toEqual([null, null]);
  expect(terms.totals).toMatchObject({ net: '3200.00', vat: '0.00', gross: '3200.00' });
});

describe('the invoice as PDF', () => {
  it.each(['plain', 'long', 'abroad', 'credit', 'freight', 'dressed'])(
    '%s: veraPDF finds a PDF/A-3b, Mustang a valid Factur-X',
    (name) => {
      expect(judgedPdfs[`${name}.pdf`]).toEqual({ isPdfA: true, isFacturX: true });
    },
  );

  it('both find what is wrong', () => {
    expect(judgedPdfs['untagged.pdf']?.isPdfA).toBe(false);
    expect(judgedPdfs['unmarked.pdf']?.isFacturX).toBe(false);
  });

  it.each(['plain', 'long', 'abroad', 'credit'])('%s: another program takes the very XML out of it', (name) => {
    const xml = {
      plain: () => invoiceXml(invoice('fr'), 'cii'),
      long: () => invoiceXml(documentOf('a hundred lines'), 'cii'),
      abroad: () => invoiceXml(documentOf('to another member state'), 'cii'),
      credit: () => creditNoteXml(creditOf('of a quantity and of freight'), 'cii'),
    }[name];
    const out = join(folder, `${name}.out.xml`);
    const listed = execFileSync('pdfdetach', ['-list', pdfOf(name)], { encoding: 'utf8' });
    expect(listed).toMatch(/1 embedded files\n1: factur-x\.xml/);
    execFileSync('pdfdetach', ['-save', '1', '-o', out, pdfOf(name)]);
    expect(readFileSync(out, 'utf8')).toBe(xml?.());
  });

  it('weighs less than 30 KB, which is little more than the XML and what PDF/A wants said of it', async () => {
    expect((await renderInvoice(invoice('fr'))).byteLength).toBeLessThan(30 * 1_024);
  });
});
