import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TemplateBody } from '../../contracts/document-template.js';
import { templatedKinds, type Language, type TemplatedKind } from '../../contracts/vocabulary.js';
import type { Look } from '../../documents/dress.js';
import { readLogo, type LogoFile } from '../../documents/logo.js';
import { renderDocument } from '../../documents/render.js';
import { sampleOf } from '../../documents/samples.js';
import { documentSnapshots, type Issued } from '../../contracts/documents.js';
import { plainTemplate } from '../../domain/document-template.js';
import {
  acknowledgement,
  company,
  creditNote,
  deliveryNote,
  dunningLetter,
  invoice,
  severalDunned,
} from './fixtures.js';
import {
  compact,
  complaintsOfPdf,
  inspectPdf,
  jpegOfPdf,
  linesOfPdf,
  paintPdf,
  readPdf,
  streamsOfPdf,
} from './pdf-text.js';
import { blue, halfClear, png } from './pictures.js';

const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

const issuedOf = (kind: TemplatedKind, language: Language): Issued =>
  (
    ({
      acknowledgement: { kind: 'acknowledgement', snapshot: acknowledgement(language) },
      'delivery-note': { kind: 'delivery-note', snapshot: deliveryNote(language) },
      invoice: { kind: 'invoice', snapshot: invoice(language) },
      'credit-note': { kind: 'credit-note', snapshot: creditNote(language) },
      'dunning-letter': {
        kind: 'dunning-letter',
        snapshot: { ...dunningLetter(language, 'level-3'), ...severalDunned },
      },
      quote: sampleOf('quote', company, language),
      statement: sampleOf('statement', company, language),
    }) as const
  )[kind];

const look = (changes: Partial<TemplateBody> = {}, logo: LogoFile | null = null): Look => ({
  template: { ...plainTemplate, ...changes },
  logo,
});
const rendered = async (kind: TemplatedKind, dressed: Look | null, language: Language = 'fr') =>
  (await renderDocument(issuedOf(kind, language), dressed)).bytes;

const logoOf = (content: Uint8Array): LogoFile => {
  const read = readLogo(content);
  if ('fault' in read) throw new Error(read.fault);
  return { ...read, sha256: sha256(content), content };
};
const withLogo = (content: Uint8Array, widthMm = 40): Look => {
  const logo = logoOf(content);
  return look({ logo: { sha256: logo.sha256, widthMm } }, logo);
};

describe('a document that was issued before there were templates', () => {
  // Of what stands in the streams of each file, before they are packed, by the release before templates.
  it.each([
    ['acknowledgement', 'eecfd8e92cfc60e103b2df4f0273a1c71ee43cf77a6ec260b37a8cbf5584171d'],
    ['delivery-note', 'fafe386c69ca78158eea94bbdf4e89e8bc410fd014ae0b1064371c1ff53e0ce6'],
    ['invoice', '75edbf9224ed4c244b4c64a8b667d83dd881fe245c23a76cd74a50e0ca03fcbe'],
    ['credit-note', '89f818e579171b69ee4a1555ede6fb411999900fa2ce512900076154d99a6601'],
    ['dunning-letter', '732d02ff27937b0686e09a6c6c6a75df2ddaf7ea5cadb4d90b9cae68eaebb810'],
  ] as const)('is drawn as it was: %s', async (kind, digest) => {
    const streams = await Promise.all(
      (['fr', 'en'] as const).map(async (language) => streamsOfPdf(await rendered(kind, null, language))),
    );
    expect(sha256(JSON.stringify(streams))).toBe(digest);
  });
});

describe('the foot of a document with a template', () => {
  const footWith = async (letters: number, dressed: Look | null, language: Language) => {
    const snapshot = invoice(language);
    const named = { ...company, legalName: `Comptoir ${'a'.repeat(letters)}` };
    const issued = { kind: 'invoice', snapshot: { ...snapshot, company: named } } as const;
    return linesOfPdf((await renderDocument(issued, dressed)).bytes).slice(-6);
  };
  const lengths = Array.from({ length: 14 }, (_, index) => 4 * index);

  it('keeps each part of who we are on one line, however long our name is', async () => {
    const parted: string[] = [];
    for (const letters of lengths)
      for (const [language, ...own] of [
        ['fr', 'N° TVA FR44732829320', 'SAS au capital de 250 000 €'],
        ['en', 'VAT no. FR44732829320'],
      ] as const) {
        const foot = await footWith(letters, look(), language);
        const whole = (part: string): boolean => foot.filter((line) => line.includes(part)).length === 1;
        const parts = [...own, 'SIREN 732 829 320', 'RCS Lyon 732 829 320', company.email];
        parted.push(...parts.filter((part) => !whole(part)).map((part) => `${part} in ${foot.join(' | ')}`));
      }
    expect(parted).toEqual([]);
  });

  it('was cut inside a part before there were templates, as it is still on what was issued then', async () => {
    const feet = await Promise.all(lengths.map((letters) => footWith(letters, null, 'fr')));
    expect(feet.some((foot) => foot.every((line) => !line.includes('N° TVA FR44732829320')))).toBe(true);
  });
});

describe('the words of a template', () => {
  const words = {
    header: 'Certifié ISO 9001',
    closing: 'Merci de votre confiance.\nVotre interlocutrice est Mme Martin.',
    terms: 'Clause de réserve de propriété : les marchandises restent nôtres jusqu’au paiement.',
    footer: 'www.comptoir-lyonnais.example\nMaison fondée en 1898',
  };
  const texts = { every: { fr: words }, invoice: { fr: { terms: 'Tribunal de commerce de Lyon.' } } };

  it.each(templatedKinds)('stand on each document of their language, and on no other: %s', async (kind) => {
    const { text } = readPdf(await rendered(kind, look({ texts })));
    for (const said of ['Certifié ISO 9001', 'Merci de votre confiance.', 'Maison fondée en 1898'])
      expect(text).toContain(said);
    expect(text).toContain(kind === 'invoice' ? 'Tribunal de commerce de Lyon.' : 'Clause de réserve de propriété');
    const { text: english } = readPdf(await rendered(kind, look({ texts }), 'en'));
    expect(english).not.toMatch(/ISO 9001|confiance|1898|réserve/);
  });

  it('at the foot stand on every page, and nothing is drawn over them', async () => {
    const [cheese] = invoice('fr').lines;
    const lines = Array.from({ length: 80 }, (_, index) => ({ ...cheese, lineNo: index + 1 }));
    const long = { kind: 'invoice', snapshot: { ...invoice('fr'), lines } } as Issued;
    const tall = { every: { fr: { footer: 'Un\nDeux\nTrois\nQuatre' } } };
    const [usual, higher] = await Promise.all(
      [look(), look({ texts: tall })].map(async (each) => readPdf((await renderDocument(long, each)).bytes).pages),
    );
    for (const page of higher ?? []) expect(page).toMatch(/Un Deux Trois Quatre Comptoir Lyonnais/);
    // Four lines of text more at each foot leave fewer lines of goods on each page.
    const goods = (page = '') => page.match(/Queso Cabrales/g)?.length ?? 0;
    expect(goods(higher?.[0])).toBeLessThan(goods(usual?.[0]));
  });
});

describe('the columns of a template', () => {
  const headOf = async (kind: TemplatedKind, columns: TemplateBody['columns']) => {
    const structure = inspectPdf(await rendered(kind, look({ columns }))).structure;
    return [...structure.matchAll(/TH[^\n]*\n(?:\s*\/[^\n]*\n)*\s*"([^"]*)"/g)].map(([, title]) => title);
  };

  it('stand in their order, with a number and a unit of their own where they are asked for', async () => {
    const columns = ['product', 'description', 'unit', 'quantity', 'unitPrice', 'discount', 'vatRate', 'net'] as const;
    const { text } = readPdf(await rendered('invoice', look({ columns: { invoice: [...columns] } })));
    expect(compact(text)).toContain(compact('P-011 Queso Cabrales 1 kg pkg. 10'));
    expect(text).not.toContain('P-038 · 12');
    const head = (await headOf('invoice', { invoice: [...columns] })).slice(0, 8);
    expect(head).toEqual([
      'Référence',
      'Désignation',
      'Unité',
      'Quantité',
      'PU HT',
      'Remise',
      'TVA',
      'Montant HT (EUR)',
    ]);
  });

  it('leave out what is not asked for, and freight stands in its column still', async () => {
    const columns = { invoice: ['net', 'vatRate', 'description'] } satisfies TemplateBody['columns'];
    const { text } = readPdf(await rendered('invoice', look({ columns })));
    expect(compact(text)).toContain(compact('199,50 5,5 % Queso Cabrales'));
    expect(compact(text)).toContain(compact('24,00 20 % Frais de port'));
    expect(text).not.toContain('PU HT');
  });

  it('are heads of their columns to whoever has the table read out', async () => {
    const objects = (dressed: Look | null) =>
      rendered('invoice', dressed).then(
        (pdf) =>
          streamsOfPdf(pdf)
            .join('\n')
            .match(/\/Scope \/Column/g)?.length ?? 0,
      );
    // Seven of the lines, three of the VAT, four of the backorders.
    expect(await objects(look())).toBe(14);
    expect(await objects(null)).toBe(0);
  });
});

describe('colours', () => {
  it('are those of the template, on text, lines and grounds, and no other', async () => {
    const colors = { ink: '#102030', muted: '#304050', accent: '#7a1f3d', rule: '#c0c8d0', panel: '#f0f4fa' };
    for (const kind of templatedKinds) {
      const content = streamsOfPdf(await rendered(kind, look({ colors }))).filter((stream) => stream.includes(' TJ'));
      const told = new Set(content.flatMap((stream) => stream.match(/^[\d.]+ [\d.]+ [\d.]+ (?:rg|scn|SCN)$/gm) ?? []));
      const used = [...told].map((line) =>
        line
          .split(' ')
          .slice(0, 3)
          .map((part) =>
            Math.round(Number(part) * 255)
              .toString(16)
              .padStart(2, '0'),
          )
          .join(''),
      );
      const allowed = Object.values(colors).map((color) => color.slice(1));
      expect(
        [...new Set(used)].filter((color) => !allowed.includes(color)),
        kind,
      ).toEqual([]);
      expect(used).toContain('7a1f3d');
    }
  });
});

describe('a logo', () => {
  /** Red, green and blue of the page 2 mm below and right of the logo's corner, and 2 mm from its right end. */
  const painted = (pdf: Uint8Array, widthMm: number) => {
    const page = paintPdf(pdf);
    const [, width = '0'] = /^P6\s+(\d+)\s/.exec(page.subarray(0, 32).toString('latin1')) ?? [];
    const start = page.length - Number(width) * Math.floor(page.length / Number(width) / 3) * 3;
    const pixel = (xPoints: number, yPoints: number) => {
      const [x, y] = [xPoints, yPoints].map((points) => Math.round((points * 100) / 72)) as [number, number];
      return [...page.subarray(start + (y * Number(width) + x) * 3).subarray(0, 3)];
    };
    const right = 46 + (widthMm * 72) / 25.4 - 6;
    return { left: pixel(52, 50), right: pixel(right, 50) };
  };

  it('is painted as it is, and what is clear in it shows the paper', async () => {
    expect(painted(await rendered('invoice', withLogo(halfClear())), 40)).toEqual({
      left: [200, 30, 60],
      right: [255, 255, 255],
    });
    expect(painted(await rendered('invoice', withLogo(blue())), 40)).toEqual({
      left: [30, 90, 160],
      right: [30, 90, 160],
    });
  });

  const grey = (bitDepth: number) =>
    png({ width: 16, height: 8, colorType: 0, bitDepth, rowOf: () => greyRow(bitDepth) });
  const greyRow = (bitDepth: number) => Array.from({ length: (16 * bitDepth) / 8 }, () => 0x00);
  it.each([
    ['grey of one bit', grey(1), [0, 0, 0]],
    ['grey of 16 bits', grey(16), [0, 0, 0]],
    [
      'of a palette, an entry of which is half clear',
      png({
        width: 16,
        height: 8,
        colorType: 3,
        bitDepth: 4,
        rowOf: () => Array.from({ length: 8 }, () => 0x11),
        palette: [0, 0, 0, 0, 0, 254],
        transparency: [255, 128],
      }),
      // Half of blue 254 on white.
      [127, 127, 254],
    ],
    [
      'whose rows tell differences to the left',
      png({ width: 16, height: 8, colorType: 6, filter: 1, rowOf: () => [9, 80, 9, 255, ...Array(60).fill(0)] }),
      [9, 80, 9],
    ],
  ] as const)('may be a PNG %s', async (_what, content, color) => {
    expect(painted(await rendered('delivery-note', withLogo(content)), 40).left).toEqual(color);
  });

  it('may be a JPEG, which stands in the document as it was given', async () => {
    const jpeg = jpegOfPdf(await rendered('invoice', null));
    const pdf = await rendered('invoice', withLogo(jpeg, 20));
    expect(Buffer.from(pdf).includes(jpeg)).toBe(true);
    expect(complaintsOfPdf(pdf)).toBe('');
  });

  it('is told to whoever does not see it, and stands once in a file of many pages', async () => {
    const pdf = await rendered('invoice', withLogo(halfClear()));
    expect(inspectPdf(pdf).structure).toContain('Figure');
    expect(
      Buffer.from(pdf)
        .toString('latin1')
        .match(/\/Subtype \/Image/g),
    ).toHaveLength(2);
    expect(complaintsOfPdf(pdf)).toBe('');
  });

  it.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'neither'],
    ['a PDF', Buffer.from('%PDF-1.7'), 'neither'],
    ['a PNG cut short', blue().subarray(0, 60), 'damaged'],
    ['a PNG with rows missing', png({ width: 9, height: 9, colorType: 2, rowOf: () => [1] }), 'damaged'],
    [
      'a PNG of 2,001 pixels',
      png({ width: 2_001, height: 1, colorType: 0, rowOf: () => Array(2_001).fill(0) }),
      'too-large',
    ],
    ['an interlaced PNG', png({ width: 1, height: 1, colorType: 0, rowOf: () => [0], interlace: 1 }), 'interlaced'],
    ['a JPEG without a picture', Buffer.from([0xff, 0xd8, 0xff, 0xd9]), 'damaged'],
    [
      'a JPEG in the colours of print',
      Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 20, 8, 0, 9, 0, 9, 4, ...Array(12).fill(0), 0xff, 0xd9]),
      'print-colors',
    ],
  ] as const)('is not %s', (_what, content, fault) => {
    expect(readLogo(content)).toEqual({ fault });
  });
});

describe('examples for whoever writes a template', () => {
  it.each(templatedKinds)('are documents as they may be issued: %s', async (kind) => {
    for (const language of ['fr', 'en'] as const) {
      const { snapshot } = sampleOf(kind, company, language);
      expect(documentSnapshots[kind].parse(snapshot)).toEqual(snapshot);
      const { bytes } = await renderDocument(sampleOf(kind, company, language), look());
      expect(readPdf(bytes).text).toContain('Exemple & Cie');
    }
  });
});
