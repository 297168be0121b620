import type { TemplateBody, TemplateWords } from '../contracts/document-template.js';
import type { DocumentColumn, Language, TemplatedKind } from '../contracts/vocabulary.js';
import { columnsOf, usualColors, usualColumns, wordsOn } from '../domain/document-template.js';
import { pictureOf, type LogoFile, type Picture } from './logo.js';

/** A template as it is kept, with its logo. */
export type Look = { readonly template: TemplateBody; readonly logo: LogoFile | null };

/** How one document looks, and what stands on it beside what it says. */
export type Dress = {
  /** False: as documents looked before there were templates, to the byte. */
  readonly isTemplated: boolean;
  readonly colors: TemplateBody['colors'];
  /** In points; null: none. */
  readonly logo: { readonly picture: Picture; readonly width: number; readonly height: number } | null;
  readonly words: TemplateWords;
  /** Columns of its lines, in their order. */
  readonly columns: readonly DocumentColumn[];
};

/** As documents looked before there were templates. */
export const plainDress: Dress = {
  isTemplated: false,
  colors: usualColors,
  logo: null,
  words: {},
  columns: [],
};

/** @param look null: of before there were templates */
export const dressFor = (look: Look | null, kind: TemplatedKind, language: Language): Dress =>
  look === null
    ? { ...plainDress, columns: usualColumns[kind] }
    : {
        ...colored(look),
        words: wordsOn(look.template, kind, language),
        columns: columnsOf(look.template, kind),
      };

/** Of a document for our own people: logo and colours alone. */
export const colored = (look: Look | null): Dress => {
  if (look === null) return plainDress;
  const { template, logo } = look;
  return { ...plainDress, isTemplated: true, colors: template.colors, logo: logo && placed(logo, template) };
};

const POINTS_PER_MM = 72 / 25.4;
const MOST_HEIGHT_MM = 30;

function placed(file: LogoFile, { logo }: TemplateBody): Dress['logo'] {
  const wanted = (logo ?? { widthMm: 0 }).widthMm;
  const widthMm = Math.min(wanted, (MOST_HEIGHT_MM * file.width) / file.height);
  const width = widthMm * POINTS_PER_MM;
  return { picture: pictureOf(file), width, height: (width * file.height) / file.width };
}
