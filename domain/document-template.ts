import type { TemplateBody, TemplateMark, TemplateWords } from '../contracts/document-template.js';
import {
  templatedKinds,
  type DocumentColumn,
  type Language,
  type TemplatedKind,
  type TemplateWarning,
} from '../contracts/vocabulary.js';
import { compareDates, type LocalDate } from './calendar.js';

/** What a template decides, and what is wrong with one. */

/** How documents looked before there were templates. */
export const usualColors: TemplateBody['colors'] = {
  ink: '#1c2430',
  muted: '#5b6675',
  accent: '#1f3a5f',
  rule: '#d5dbe3',
  panel: '#f3f5f8',
};

/** Of a document that has nothing but what it says. */
export const plainTemplate: TemplateBody = { logo: null, colors: usualColors, languages: {}, columns: {}, texts: {} };

const priced = ['lineNo', 'description', 'quantity', 'unitPrice', 'discount', 'vatRate', 'net'] as const;

/** Columns of a kind for which a template says none. */
export const usualColumns: { readonly [K in TemplatedKind]: readonly DocumentColumn<K>[] } = {
  quote: [...priced, 'delivery'],
  acknowledgement: [...priced, 'agreed'],
  'delivery-note': ['lineNo', 'description', 'ordered', 'delivered'],
  invoice: priced,
  'credit-note': priced,
  'dunning-letter': ['invoice', 'dueDate', 'overdue', 'level', 'open', 'interest', 'fee', 'claimed'],
  statement: ['invoice', 'order', 'issueDate', 'dueDate', 'overdue', 'amount', 'open'],
};

/** Width of a column in points; `rest`: what the others leave. */
type Widths<K extends TemplatedKind> = Readonly<Record<DocumentColumn<K>, number | 'rest'>>;

const pricedWidths = {
  lineNo: 28,
  product: 70,
  description: 'rest',
  quantity: 54,
  unit: 64,
  unitPrice: 64,
  discount: 48,
  vatRate: 44,
  net: 84,
} as const;

const datedWidths = { ...pricedWidths, quantity: 48, unitPrice: 58, discount: 46, vatRate: 40, net: 74 } as const;

export const columnWidths: { readonly [K in TemplatedKind]: Widths<K> } = {
  quote: { ...datedWidths, delivery: 94 },
  acknowledgement: { ...datedWidths, agreed: 94 },
  'delivery-note': { lineNo: 28, product: 90, description: 'rest', unit: 80, ordered: 80, delivered: 80 },
  invoice: pricedWidths,
  'credit-note': pricedWidths,
  'dunning-letter': {
    invoice: 88,
    dueDate: 56,
    overdue: 52,
    level: 'rest',
    open: 66,
    interest: 58,
    fee: 52,
    claimed: 66,
  },
  statement: {
    invoice: 96,
    order: 'rest',
    reference: 84,
    issueDate: 58,
    dueDate: 58,
    overdue: 56,
    amount: 74,
    open: 74,
  },
};

/** The columns of a kind, in their order. */
export const columnsOf = <K extends TemplatedKind>(template: TemplateBody, kind: K): readonly DocumentColumn<K>[] =>
  (template.columns[kind] as readonly DocumentColumn<K>[] | undefined) ?? usualColumns[kind];

/** The words of a kind in a language: its own, one by one, in the place of those of every document. */
export function wordsOn(template: TemplateBody, kind: TemplatedKind | null, language: Language): TemplateWords {
  const { texts } = template;
  const own = kind === null ? undefined : texts[kind]?.[language];
  return { ...texts.every?.[language], ...own };
}

/** A version as whoever issues knows it. */
export type KnownTemplate = TemplateMark & {
  readonly from: LocalDate;
  readonly languages: TemplateBody['languages'];
};

/** The version in force for documents of a day: of those that have begun the last that was written. Null: there is none. */
export function templateOn(templates: readonly KnownTemplate[], on: LocalDate): KnownTemplate | null {
  const begun = templates.filter(({ from }) => compareDates(from, on) <= 0);
  return begun.toSorted((a, b) => b.version - a.version)[0] ?? null;
}

/** What a document's snapshot holds of the template that it is issued with. */
export function markedBy(templates: readonly KnownTemplate[], on: LocalDate): { readonly template?: TemplateMark } {
  const known = templateOn(templates, on);
  return known === null ? {} : { template: { version: known.version, sha256: known.sha256 } };
}

/** The same, and the language that the kind is to be in, where the template says one. */
export function issuedWith(
  templates: readonly KnownTemplate[],
  kind: TemplatedKind,
  on: LocalDate,
): { readonly template?: TemplateMark; readonly language?: Language } {
  const language = templateOn(templates, on)?.languages[kind];
  return { ...markedBy(templates, on), ...(language !== undefined && { language }) };
}

/**
 * What the law, or what we promise of a document, asks to be told of each line. Invoices and credit notes: name, quantity,
 * price without tax, discounts and rate of VAT (art. L441-9 C.com; art. 242 nonies A, I-8 and 9, annexe II CGI).
 */
const mandatory: { readonly [K in TemplatedKind]: readonly DocumentColumn<K>[] } = {
  quote: ['description', 'quantity', 'unitPrice', 'discount'],
  acknowledgement: ['description', 'quantity', 'unitPrice', 'discount', 'agreed'],
  'delivery-note': ['description', 'delivered'],
  invoice: ['description', 'quantity', 'unitPrice', 'discount', 'vatRate'],
  'credit-note': ['description', 'quantity', 'unitPrice', 'discount', 'vatRate'],
  'dunning-letter': ['invoice', 'dueDate', 'open', 'claimed'],
  statement: ['invoice', 'dueDate', 'open'],
};

/** All that is wrong with a template: mentions lost first. */
export const warningsOf = (template: TemplateBody): readonly TemplateWarning[] => [
  ...templatedKinds.flatMap((kind) => lostIn(template, kind)),
  ...lowContrasts(template.colors),
  ...templatedKinds.flatMap((kind) => narrowIn(template, kind)),
];

const lostIn = (template: TemplateBody, document: TemplatedKind): readonly TemplateWarning[] => {
  const told: readonly DocumentColumn[] = columnsOf(template, document);
  return mandatory[document]
    .filter((column) => !told.includes(column))
    .map((column) => ({ kind: 'mention-lost', document, column }));
};

/** Width of the contents in points, and the least that the widest column needs: a dozen letters. */
const CONTENT_WIDTH = 503;
const LEAST_REST = 60;

function narrowIn(template: TemplateBody, document: TemplatedKind): readonly TemplateWarning[] {
  const widths = columnWidths[document] as Readonly<Record<DocumentColumn, number | 'rest'>>;
  const told: readonly DocumentColumn[] = columnsOf(template, document);
  const rest = told.find((column) => widths[column] === 'rest');
  const left = told.reduce(
    (width, column) => width - (widths[column] === 'rest' ? 0 : Number(widths[column])),
    CONTENT_WIDTH,
  );
  return left >= LEAST_REST || rest === undefined ? [] : [{ kind: 'little-room', document, column: rest }];
}

/** Text is to stand out from its ground by so much (WCAG 2.2, 1.4.3, level AA). */
const LEAST_CONTRAST = 4.5;

function lowContrasts(colors: TemplateBody['colors']): readonly TemplateWarning[] {
  const grounds = { paper: '#ffffff', panel: colors.panel } as const;
  return (['ink', 'muted', 'accent'] as const).flatMap((color) =>
    (['paper', 'panel'] as const).flatMap((on): TemplateWarning[] => {
      const ratio = contrastOf(colors[color], grounds[on]);
      return ratio >= LEAST_CONTRAST ? [] : [{ kind: 'low-contrast', color, on, ratio: ratio.toFixed(2) }];
    }),
  );
}

/** How much a colour stands out from another, 1 to 21 (WCAG 2.2, contrast ratio). Colours are `#rrggbb`. */
export function contrastOf(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** WCAG 2.2, relative luminance. */
function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
