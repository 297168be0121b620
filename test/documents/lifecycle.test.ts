import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStatus } from '../../activities/platform/read-status.js';
import { openDesk } from '../../cli/platform/desk.js';
import type { InvoiceStatusNotice } from '../../contracts/lifecycle.js';
import { lifecycleCodes } from '../../contracts/vocabulary.js';
import { electronicCreditNote, electronicInvoice } from '../../documents/e-invoice/index.js';
import { cdarOf } from '../../documents/lifecycle/cdar.js';
import { asksForWork } from '../../domain/lifecycle.js';
import { fetchValidators, judge, type Judged } from '../validators/validators.js';
import { credits } from './e-credit-notes.js';
import { kinds } from './e-invoices.js';
import { invoice } from './fixtures.js';

/** Whom a platform of the reform reaches: French customers. */
const domestic = Object.entries(kinds).filter(([, { document }]) => document.customer.siren !== null);
const taken = Object.entries(credits).filter(([, { document }]) => document.customer.siren !== null);
const first = invoice('fr');

const notice: InvoiceStatusNotice = {
  language: 'fr',
  company: first.company,
  buyer: { name: 'Bon app', siren: '732829320', vatNumber: null },
  invoice: 'FA-2026-000017',
  issueDate: '2026-11-28',
  typeCode: '380',
  code: '212',
  place: 2,
  at: '2026-12-01T09:30:05.000Z',
  on: '2026-11-30',
  currency: 'EUR',
  amounts: [
    { vatRate: '20.00', amount: '1200.00' },
    { vatRate: '5.50', amount: '-105.50' },
  ],
};

/** What the platform that stands in tells of one invoice, by code: each with a reason where the reform wants one. */
function toldByPlatform(): Readonly<Record<string, string>> {
  const messages: string[] = [];
  const desk = openDesk(({ xml }) => messages.push(xml));
  const xml = electronicInvoice(first, 'platform', 'ubl');
  desk.take({ key: 'invoice:1', fileName: 'FA.ubl.xml' }, Buffer.from(xml));
  const buyers = {
    '206': 'QTE_ERR',
    '207': 'PU_ERR',
    '208': 'JUSTIF_ABS',
    '210': 'CMD_ERR',
    '213': 'DOUBLON',
  } as const;
  for (const [code, reason] of Object.entries(buyers))
    desk.answer(first.number, {
      code: code as keyof typeof buyers,
      reasons: [{ code: reason, text: null, action: 'NIN' }],
    });
  for (const code of ['204', '205', '211'] as const) desk.answer(first.number, { code, reasons: [] });
  return Object.fromEntries(messages.map((text) => [/<ram:ProcessConditionCode>(\d+)</.exec(text)?.[1] ?? '', text]));
}

const folder = mkdtempSync(join(tmpdir(), 'encours-lifecycle-'));
const told = toldByPlatform();
const files: Record<string, { readonly text: string; readonly syntax: 'ubl-fr' | 'cdar' }> = {
  ...Object.fromEntries(
    domestic.map(([name, { document }]) => [
      name,
      { text: electronicInvoice(document, 'platform', 'ubl'), syntax: 'ubl-fr' as const },
    ]),
  ),
  ...Object.fromEntries(
    taken.map(([name, { document }]) => [
      `credit note: ${name}`,
      { text: electronicCreditNote(document, 'platform', 'ubl'), syntax: 'ubl-fr' as const },
    ]),
  ),
  'our 212': { text: cdarOf(notice), syntax: 'cdar' },
  ...Object.fromEntries(
    Object.entries(told).map(([code, text]) => [`their ${code}`, { text, syntax: 'cdar' as const }]),
  ),
  'no penalties': {
    text: electronicInvoice(first, 'platform', 'ubl').replace('#PMD#', '#AAI#'),
    syntax: 'ubl-fr',
  },
  'paid, and no amount': {
    text: cdarOf(notice).replaceAll(/<ram:ValueAmount .*?<\/ram:ValueAmount>/g, ''),
    syntax: 'cdar',
  },
  'a refusal without a reason': {
    text: (told['210'] ?? '').replace(/<ram:ReasonCode>.*?<\/ram:ReasonCode>/, ''),
    syntax: 'cdar',
  },
};
const names = Object.keys(files);
const pathOf = (name: string): string => join(folder, `${names.indexOf(name)}.xml`);
let judged: Readonly<Record<string, Judged>> = {};

beforeAll(async () => {
  await fetchValidators();
  for (const [name, { text }] of Object.entries(files)) writeFileSync(pathOf(name), text);
  judged = await judge(Object.entries(files).map(([name, { syntax }]) => ({ path: pathOf(name), syntax })));
}, 900_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rulesOf = (name: string) => judged[pathOf(name)]?.rules ?? {};
const sound = names.filter(
  (name) => domestic.some(([each]) => each === name) || /^(our|their|credit note:) /.test(name),
);

describe('what goes to a platform of the French reform, and comes from it', () => {
  it.each(sound)('%s: nothing is wrong by schema, norm and French rules', (name) => {
    const rules = Object.entries(rulesOf(name));
    expect(rules.length).toBeGreaterThan(1);
    for (const [rule, { fired, failed }] of rules) {
      expect([rule, failed]).toEqual([rule, []]);
      expect(fired).toBeGreaterThan(0);
    }
  });

  it.each([
    ['no penalties', /BR-FR-05/],
    ['paid, and no amount', /BR-FR-CDV-14/],
    ['a refusal without a reason', /BR-FR-CDV-15/],
  ] as const)('%s is found by the French rules', (name, rule) => {
    expect(rulesOf(name)['BR-FR']?.failed.join('\n')).toMatch(rule);
  });

  it('every status that the stand-in tells is read again as it was told', () => {
    expect(Object.keys(told).toSorted()).toEqual(
      ['200', '202', '203', '204', '205', '206', '207', '208', '210', '211', '213'].toSorted(),
    );
    for (const [code, text] of Object.entries(told)) {
      const read = readStatus(new TextEncoder().encode(text), 'Europe/Paris');
      expect(read).toMatchObject({
        kind: 'status',
        status: { code, invoice: first.number, issueDate: first.issueDate, seller: first.company.siren },
      });
      if (read.kind === 'status' && asksForWork(read.status.code)) expect(read.status.reasons).toHaveLength(1);
    }
  });

  it('a 212 of ours says what was paid by rate, and the day of the money, in the company’s time', () => {
    const read = readStatus(new TextEncoder().encode(cdarOf(notice)), 'Europe/Paris');
    expect(read).toMatchObject({
      kind: 'status',
      status: { code: '212', at: '2026-12-01T09:30:05.000Z', amounts: notice.amounts },
    });
    expect(cdarOf(notice)).toContain('20261201103005');
    expect(cdarOf(notice)).toContain('<udt:DateTimeString format="102">20261130<');
  });

  it.each([
    ['nothing', ''],
    ['no XML', 'hello'],
    ['an invoice', '<Invoice/>'],
    ['a document type declaration', '<!DOCTYPE x [<!ENTITY e "e">]><CrossDomainAcknowledgementAndResponse/>'],
    ['a status that nobody knows', (told['210'] ?? '').replace('Code>210<', 'Code>999<')],
    ['no moment', (told['210'] ?? '').replaceAll(/format="204">\d{14}/g, 'format="204">20261399999999')],
  ])('%s is no message, and says why', (_what, text) => {
    const read = readStatus(new TextEncoder().encode(text), 'Europe/Paris');
    expect(read.kind).toBe('unread');
    if (read.kind === 'unread') expect(read.why).toMatch(/\w/);
  });

  it('knows every code that it names', () => {
    expect(new Set(lifecycleCodes).size).toBe(lifecycleCodes.length);
  });
});
