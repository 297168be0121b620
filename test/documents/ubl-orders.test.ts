import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOrder } from '../../api/order-messages/receive.js';
import { ProblemError } from '../../api/problem.js';
import { validateOrder } from '../support/ubl-facts.js';
import { lostOf, writeUblOrder } from '../support/ubl.js';
import { fetchValidators, judge, publicOrders, type Judged } from '../validators/validators.js';
import { responseOf } from './order-responses.js';

/** Orders and their answers in UBL, before software and files that were written elsewhere. */
const folder = mkdtempSync(join(tmpdir(), 'encours-ubl-'));
let judged: Readonly<Record<string, Judged>>;
let examples: Readonly<Record<string, Uint8Array>>;

const files: Readonly<
  Record<string, { readonly syntax: 'order' | 'order-response'; readonly text: () => Promise<string> }>
> = {
  order: {
    syntax: 'order',
    text: () =>
      Promise.resolve(
        new TextDecoder().decode(
          writeUblOrder(
            {
              customer: 'LEFORT',
              origin: 'edi',
              customerReference: 'PO-1',
              currency: 'EUR',
              freight: '12.00',
              lines: [
                { lineNo: 1, product: 'BOX', quantity: '10', unitPrice: '12.50', requestedDate: '2026-12-10' },
                {
                  lineNo: 2,
                  product: 'LID',
                  quantity: '4',
                  unitPrice: '3.00',
                  discountPercent: '5',
                  requestedDate: '2026-12-11',
                },
              ],
            },
            { buyer: [['0009', '73282932000074']], notes: ['Ring twice'] },
          ),
        ),
      ),
  },
  accepted: { syntax: 'order-response', text: () => responseOf('accepted') },
  otherwise: { syntax: 'order-response', text: () => responseOf('otherwise') },
  substituted: { syntax: 'order-response', text: () => responseOf('substituted') },
  rejected: { syntax: 'order-response', text: () => responseOf('rejected') },
  'without lines': {
    syntax: 'order-response',
    text: async () => (await responseOf('otherwise')).replace(/<cac:OrderLine>[\s\S]*<\/cac:OrderLine>/, ''),
  },
  'with lines': { syntax: 'order-response', text: async () => (await responseOf('otherwise')).replace('>CA<', '>AP<') },
  'out of order': {
    syntax: 'order-response',
    text: async () =>
      (await responseOf('accepted')).replace(
        /(<cbc:IssueDate>.*<\/cbc:IssueDate>)([\s\S]*)(<\/OrderResponse>)/,
        '$2$1$3',
      ),
  },
};

beforeAll(async () => {
  await fetchValidators();
  examples = publicOrders();
  const asked = await Promise.all(
    Object.entries(files).map(async ([name, { syntax, text }]) => {
      const path = join(folder, `${name}.xml`);
      writeFileSync(path, await text());
      return { name, path, syntax };
    }),
  );
  const byPath = await judge(asked.map(({ path, syntax }) => ({ path, syntax })));
  judged = Object.fromEntries(asked.flatMap(({ name, path }) => (byPath[path] ? [[name, byPath[path]]] : [])));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what we answer to orders', () => {
  it.each(['order', 'accepted', 'otherwise', 'substituted', 'rejected'])(
    '%s: XSD of UBL 2.1 and rules of Peppol find nothing wrong',
    (name) => {
      const rules = judged[name]?.rules ?? {};
      expect(Object.keys(rules)).toEqual(['xsd', 'Peppol']);
      for (const { fired, failed } of Object.values(rules)) {
        expect(fired).toBeGreaterThan(0);
        expect(failed.filter((each) => !each.startsWith('PEPPOL-T01-R002'))).toEqual([]);
      }
    },
  );

  it.each([
    ['without lines', 'Peppol', 'PEPPOL-T76-R007'],
    ['with lines', 'Peppol', 'PEPPOL-T76-R008'],
    ['out of order', 'xsd', 'IssueDate'],
  ] as const)('they find what is wrong: %s', (name, rules, found) => {
    expect(judged[name]?.rules[rules]?.failed.join('\n')).toContain(found);
  });
});

describe('public examples of orders', () => {
  const taken = ['BII03 Order example 01.xml', 'UBL-Order-2.0-Example-International.xml', 'UBL-Order-2.1-Example.xml'];

  it.each(taken)('%s is taken, and nothing of it is lost', (name) => {
    const content = examples[name] ?? new Uint8Array();
    const read = readOrder(content);
    expect(validateOrder(read)).toMatchObject({ kind: 'drafted' });
    expect(lostOf(content, { ...read.facts, place: read.place, quote: read.quote }, read.beside)).toEqual([]);
  });

  it('comes to what the file says: 120 litres and 15 brushes for 6,225, less 100, and 100 of transport documents', () => {
    const drafted = validateOrder(readOrder(examples['UBL-Order-2.1-Example.xml'] ?? new Uint8Array()));
    // 6,225.00 − 100.00 + 100.00 = 6,225.00, and 20 % VAT: 7,470.00.
    expect(drafted).toMatchObject({
      kind: 'drafted',
      gross: '7470.00',
      draft: { freight: '100.00', customerReference: '34' },
    });
  });

  const told: readonly (readonly [string, readonly string[]])[] = [
    // 100 kg at 100.00 are not 100.00.
    ['UBL-Order-2.0-Example.xml', ['/Order/cac:OrderLine/cac:LineItem/cbc:LineExtensionAmount']],
    [
      'CENBII-Order-minimal.xml',
      [
        '/Order/cbc:ID',
        '/Order/cbc:DocumentCurrencyCode',
        '/Order/cac:OrderLine/cac:LineItem/cac:Item/cac:SellersItemIdentification/cbc:ID',
        '/Order/cac:OrderLine/cac:LineItem/cbc:Quantity/@unitCode',
      ],
    ],
  ];

  it.each(told)('%s is told what it lacks', (name, fields) => {
    expect(fieldsOf(examples[name] ?? new Uint8Array())).toEqual(fields);
  });

  it('the largest of CEN BII, which mixes three currencies, is told each amount that is in another', () => {
    const fields = fieldsOf(examples['CENBII-Order-maximal.xml'] ?? new Uint8Array());
    expect(fields.filter((field) => field.endsWith('@currencyID')).length).toBeGreaterThan(3);
  });

  it('are these', () => {
    const known = [...taken, ...told.map(([name]) => name), 'CENBII-Order-maximal.xml'];
    expect(Object.keys(examples).toSorted()).toEqual(known.toSorted());
  });
});

function fieldsOf(content: Uint8Array): readonly string[] {
  try {
    readOrder(content);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.errors.map(({ field }) => field);
  }
}
