import { describe, expect, it } from 'vitest';
import { TemplateBody } from '../../contracts/document-template.js';
import {
  columnsOf,
  contrastOf,
  issuedWith,
  plainTemplate,
  templateOn,
  warningsOf,
  wordsOn,
  type KnownTemplate,
} from '../../domain/document-template.js';

const known = (version: number, from: string, languages: KnownTemplate['languages'] = {}): KnownTemplate => ({
  version,
  from,
  sha256: String(version).repeat(64).slice(0, 64),
  languages,
});

describe('the template of a day', () => {
  const templates = [
    known(1, '2000-01-01'),
    known(2, '2027-01-01'),
    // Written after the second, to begin before it: from the first of December it counts, also in the new year.
    known(3, '2026-12-01'),
    known(4, '2027-03-01', { 'delivery-note': 'fr' }),
  ];

  it.each([
    ['1999-12-31', undefined],
    ['2026-11-30', 1],
    ['2026-12-01', 3],
    ['2027-01-01', 3],
    ['2027-02-28', 3],
    ['2027-03-01', 4],
  ])('on %s is of those that have begun the last that was written: %s', (day, version) => {
    expect(templateOn(templates, day)?.version).toBe(version);
  });

  it('is named by a document, with the language that its kind is in whoever it is for', () => {
    const fourth = { template: { version: 4, sha256: '4'.repeat(64) } };
    expect(issuedWith(templates, 'delivery-note', '2027-03-01')).toEqual({ ...fourth, language: 'fr' });
    expect(issuedWith(templates, 'invoice', '2027-03-01')).toEqual(fourth);
    expect(issuedWith([], 'invoice', '2027-03-01')).toEqual({});
  });
});

describe('contrast', () => {
  // The first three are examples that the Web Accessibility Initiative gives; black on white is the most there is.
  it.each([
    ['#000000', '#ffffff', '21.00'],
    ['#ffffff', '#ffffff', '1.00'],
    ['#767676', '#ffffff', '4.54'],
    ['#777777', '#ffffff', '4.48'],
    ['#ff0000', '#ffffff', '4.00'],
    ['#0000ff', '#ffffff', '8.59'],
  ])('of %s on %s is %s', (color, ground, ratio) => {
    expect(contrastOf(color, ground).toFixed(2)).toBe(ratio);
    expect(contrastOf(ground, color).toFixed(2)).toBe(ratio);
  });

  it('of texts is warned of below 4.5, on paper and on grounds', () => {
    const colors = { ...plainTemplate.colors, accent: '#777777', panel: '#ffffff' };
    expect(warningsOf({ ...plainTemplate, colors })).toEqual([
      { kind: 'low-contrast', color: 'accent', on: 'paper', ratio: '4.48' },
      { kind: 'low-contrast', color: 'accent', on: 'panel', ratio: '4.48' },
    ]);
  });
});

describe('columns', () => {
  it('are the usual ones unless a template says others, and the usual ones lose nothing', () => {
    expect(columnsOf(plainTemplate, 'delivery-note')).toEqual(['lineNo', 'description', 'ordered', 'delivered']);
    expect(warningsOf(plainTemplate)).toEqual([]);
  });

  it('without what the law asks of each line of an invoice are warned of (art. L441-9 C.com, 242 nonies A CGI)', () => {
    const columns = { invoice: ['lineNo', 'description', 'net'] } as const;
    const lost = warningsOf({ ...plainTemplate, columns: { invoice: [...columns.invoice] } });
    expect(lost).toEqual(
      ['quantity', 'unitPrice', 'discount', 'vatRate'].map((column) => ({
        kind: 'mention-lost',
        document: 'invoice',
        column,
      })),
    );
  });

  it('that leave the description no room are warned of', () => {
    // 28 + 70 + 48 + 64 + 58 + 46 + 40 + 74 + 94 of 503 points: 19 are left less than nothing.
    const acknowledgement = [
      'lineNo',
      'product',
      'description',
      'quantity',
      'unit',
      'unitPrice',
      'discount',
      'vatRate',
      'net',
      'agreed',
    ] as const;
    expect(warningsOf({ ...plainTemplate, columns: { acknowledgement: [...acknowledgement] } })).toEqual([
      { kind: 'little-room', document: 'acknowledgement', column: 'description' },
    ]);
  });

  it('are named once each, and are those of their document', () => {
    const parse = (columns: unknown) => TemplateBody.safeParse({ ...plainTemplate, columns }).success;
    expect(parse({ invoice: ['description', 'net'] })).toBe(true);
    expect(parse({ invoice: ['description', 'description'] })).toBe(false);
    expect(parse({ invoice: [] })).toBe(false);
    expect(parse({ invoice: ['ordered'] })).toBe(false);
    expect(parse({ 'month-end': ['description'] })).toBe(false);
  });
});

describe('words', () => {
  const texts = {
    every: { fr: { footer: 'Pour tous', terms: 'Conditions' }, en: { footer: 'For all' } },
    invoice: { fr: { footer: 'Pour les factures' } },
  };

  it('of a kind stand in the place of those of every document, one by one, each language for itself', () => {
    const template = { ...plainTemplate, texts };
    expect(wordsOn(template, 'invoice', 'fr')).toEqual({ footer: 'Pour les factures', terms: 'Conditions' });
    expect(wordsOn(template, 'invoice', 'en')).toEqual({ footer: 'For all' });
    expect(wordsOn(template, 'credit-note', 'fr')).toEqual({ footer: 'Pour tous', terms: 'Conditions' });
  });

  it('at head and foot are of four lines at most', () => {
    const parse = (footer: string) =>
      TemplateBody.safeParse({ ...plainTemplate, texts: { every: { fr: { footer } } } }).success;
    expect(parse('1\n2\n3\n4')).toBe(true);
    expect(parse('1\n2\n3\n4\n5')).toBe(false);
  });
});
