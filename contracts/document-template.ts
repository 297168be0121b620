import { z } from 'zod';
import { EnteredDate, Instant, Language, LocalDate, Text } from './primitives.js';
import { mistake } from './said.js';
import { documentColumns, logoTypes, seriesStates, templatedKinds, type TemplatedKind } from './vocabulary.js';

/** SHA-256, hex. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, mistake('wrong-sha256'));
const Color = z.string().regex(/^#[0-9a-f]{6}$/, mistake('wrong-color'));

const columnsOf = <const C extends readonly [string, ...string[]] | readonly string[]>(columns: C) =>
  z
    .array(z.enum(columns))
    .min(1)
    .refine((chosen) => new Set(chosen).size === chosen.length, mistake('columns-once'));

const MOST_LINES = 4;
const fewLines = Text(300).refine((text) => text.split('\n').length <= MOST_LINES, mistake('four-lines'));

/** What stands on a document beside what it says, in one language; left out: nothing. Line breaks part paragraphs. */
export const TemplateWords = z.strictObject({
  /** Below the sender, on the first page. */
  header: fewLines.optional(),
  /** After the contents. */
  closing: Text(1500).optional(),
  /** In small print, at the end. */
  terms: Text(8000).optional(),
  /** At the foot of each page, above who we are. */
  footer: fewLines.optional(),
});
export type TemplateWords = z.infer<typeof TemplateWords>;

const byLanguage = z.strictObject({ fr: TemplateWords.optional(), en: TemplateWords.optional() }).optional();
const ofKinds = <T extends z.ZodType>(shape: T) =>
  Object.fromEntries(templatedKinds.map((kind) => [kind, shape])) as Readonly<Record<TemplatedKind, T>>;

const template = {
  /** By what it was kept under, and how wide it stands; null: none. */
  logo: z.strictObject({ sha256: Sha256, widthMm: z.number().int().min(10).max(80) }).nullable(),
  colors: z.strictObject({ ink: Color, muted: Color, accent: Color, rule: Color, panel: Color }),
  /** In which language a kind is written, whoever it is for; left out: in that of whom it is for. */
  languages: z.strictObject(ofKinds(Language.optional())),
  /** Which columns the lines of a kind have, in their order; left out: the usual ones. */
  columns: z.strictObject({
    quote: columnsOf(documentColumns.quote).optional(),
    acknowledgement: columnsOf(documentColumns.acknowledgement).optional(),
    'delivery-note': columnsOf(documentColumns['delivery-note']).optional(),
    invoice: columnsOf(documentColumns.invoice).optional(),
    'credit-note': columnsOf(documentColumns['credit-note']).optional(),
    'dunning-letter': columnsOf(documentColumns['dunning-letter']).optional(),
    statement: columnsOf(documentColumns.statement).optional(),
  }),
  /** Words of every document, and those of a kind that take their place, one by one. */
  texts: z.strictObject({ every: byLanguage, ...ofKinds(byLanguage) }),
};

/** How documents look and what stands on them beside what they say. */
export const TemplateBody = z.strictObject(template);
export type TemplateBody = z.infer<typeof TemplateBody>;

/** A template, in force for documents of a day on. */
export const DocumentTemplateInput = z
  .strictObject({
    from: EnteredDate,
    ...template,
    /** Also where a mention that the law asks for would be lost, or something is hard to read. */
    despiteWarnings: z.boolean().optional(),
  })
  .meta({ id: 'DocumentTemplateInput' });
export type DocumentTemplateInput = z.infer<typeof DocumentTemplateInput>;

/** A version without what it says. */
export const ListedTemplate = z
  .strictObject({
    version: z.number().int().min(1),
    from: LocalDate,
    state: z.enum(seriesStates),
    /** Of its content. */
    sha256: Sha256,
    setBy: z.string(),
    setAt: Instant,
  })
  .meta({ id: 'ListedDocumentTemplate' });
export type ListedTemplate = z.infer<typeof ListedTemplate>;

export const DocumentTemplate = z
  .strictObject({ ...ListedTemplate.shape, ...template })
  .meta({ id: 'DocumentTemplate' });
export type DocumentTemplate = z.infer<typeof DocumentTemplate>;

/** The version that a document was issued with, and the digest of its content. */
export const TemplateMark = z.strictObject({ version: z.number().int().min(1), sha256: Sha256 });
export type TemplateMark = z.infer<typeof TemplateMark>;

/** A draft, on an example of ours or on a document that was issued. */
export const TemplatePreviewInput = z
  .strictObject({
    template: TemplateBody,
    kind: z.enum(templatedKinds),
    language: Language,
    /** Number of an issued document of the kind; left out: an example. An acknowledgement has its order's. */
    number: z.string().min(1).max(40).optional(),
  })
  .meta({ id: 'TemplatePreviewInput' });
export type TemplatePreviewInput = z.infer<typeof TemplatePreviewInput>;

const MOST_LOGO_BYTES = 100_000;

/** A logo as a file, at most 100,000 bytes: PNG or JPEG, in red, green and blue or in grey. */
export const LogoInput = z
  .strictObject({
    content: z
      .string()
      .min(1)
      .max(Math.ceil(MOST_LOGO_BYTES / 3) * 4)
      .regex(/^[A-Za-z0-9+/]+={0,2}$/, mistake('wrong-base64')),
  })
  .meta({ id: 'LogoInput' });
export type LogoInput = z.infer<typeof LogoInput>;

/** A logo that is kept, in pixels. */
export const Logo = z
  .strictObject({
    sha256: Sha256,
    type: z.enum(logoTypes),
    width: z.number().int().min(1),
    height: z.number().int().min(1),
    bytes: z.number().int().min(1),
  })
  .meta({ id: 'Logo' });
export type Logo = z.infer<typeof Logo>;
