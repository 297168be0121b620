import type { Company } from '../contracts/company.js';
import type { DocumentCustomer } from '../contracts/documents.js';
import type { Language } from '../contracts/vocabulary.js';
import type { LocalDate } from '../domain/calendar.js';
import { addressLines, formatSiren, namedAddressLines, paragraphsOf } from '../words/format.js';
import { plainDress, type Dress } from './dress.js';
import { textWidth } from './fonts.js';
import {
  COLOR,
  CONTENT_WIDTH,
  PAGE,
  STYLE,
  artifact,
  createSheet,
  drawLine,
  drawText,
  finishSheet,
  lineHeight,
  paragraph,
  printable,
  rule,
  skip,
  tagged,
  textHeight,
  wrapText,
  type Sheet,
  type TextStyle,
} from './pdf.js';
import { wordsOf } from '../words/index.js';

/** What stands on every page of a document. */
export type Letterhead = {
  readonly company: Company;
  readonly language: Language;
  /** What it is, such as "Facture". */
  readonly title: string;
  /** The document's number, printed on every page. */
  readonly number: string;
  readonly date: LocalDate;
  /** Further lines below the legal identity at the foot of each page, such as bank details. */
  readonly footLines?: readonly string[];
  /** Left out: as documents looked before there were templates. */
  readonly dress?: Dress;
};

const COMPANY_NAME: TextStyle = { font: 'bold', size: 14, color: COLOR.accent };
const NUMBER: TextStyle = { font: 'bold', size: 10, color: COLOR.ink };
const FOOT: TextStyle = { font: 'regular', size: 6.8, color: COLOR.muted };
const LEFT_WIDTH = 260;

/** A sheet with our letterhead on its first page and a short head on the pages after it. */
export function openLetter(letterhead: Letterhead): Sheet {
  const { company, language, title, number, date, dress = plainDress } = letterhead;
  const sheet = createSheet({
    title: printable(`${title} ${number}`),
    author: printable(company.legalName),
    locale: wordsOf(language).locale,
    date,
    dress,
    bottom: PAGE.bottom - Math.max(0, footOf(letterhead).length - FOOT_LINES) * lineHeight(FOOT),
    onNewPage: (page) => drawShortHead(page, letterhead),
  });
  drawFullHead(sheet, letterhead);
  return sheet;
}

/**
 * Draws what the template says at the end, and the foot of every page (legal identity: art. R123-237 C.com), and gives the
 * document's bytes.
 */
export function closeLetter(sheet: Sheet, letterhead: Letterhead): Promise<Uint8Array> {
  const { closing = '', terms = '' } = sheet.dress.words;
  if (`${closing}${terms}` !== '') skip(sheet, 10);
  for (const text of paragraphsOf(closing)) paragraph(sheet, text, STYLE.body);
  if (closing !== '' && terms !== '') skip(sheet, 6);
  for (const text of paragraphsOf(terms)) paragraph(sheet, text, STYLE.note);
  const wrapped = footOf(letterhead);
  return finishSheet(sheet, (page, pages) => {
    let y = sheet.bottom + 14;
    rule(sheet.doc, { x: PAGE.left, y: y - 5, width: CONTENT_WIDTH, color: COLOR.rule });
    for (const line of wrapped) {
      drawLine(sheet.doc, line, FOOT, { x: PAGE.left, y, width: CONTENT_WIDTH, align: 'center' });
      y += lineHeight(FOOT);
    }
    const place = { x: PAGE.left, y: y + 3, width: CONTENT_WIDTH };
    drawLine(sheet.doc, printable(`${letterhead.title} ${letterhead.number}`), FOOT, place);
    drawLine(sheet.doc, `${page}/${pages}`, FOOT, { ...place, align: 'right' });
  });
}

/** Lines of a foot that have room below the contents, wherever these end. */
const FOOT_LINES = 4;

/** What stands at the foot of each page, line by line. */
function footOf({ company, language, footLines = [], dress = plainDress }: Letterhead): readonly string[] {
  const wrapped = (line: string): string[] => wrapText(line, FOOT, CONTENT_WIDTH);
  if (!dress.isTemplated) return [...identityLines(company, language), ...footLines].flatMap(wrapped);
  return [
    ...paragraphsOf(dress.words.footer ?? '').flatMap(wrapped),
    ...identityParts(company, language).flatMap((parts) => wholeParts(parts)),
    ...footLines.flatMap((line) => wholeParts(line.split(PART_ENDS))),
  ];
}

/** Parts one after the other on lines, none of them cut that has room on a line of its own. */
function wholeParts(parts: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const part of parts.map(printable)) {
    const last = lines.at(-1);
    const together = last === undefined ? part : `${last}${PART_ENDS}${part}`;
    if (textWidth(together, FOOT) <= CONTENT_WIDTH) lines.splice(-1, 1, together);
    else lines.push(...wrapText(part, FOOT, CONTENT_WIDTH));
  }
  return lines;
}

const PART_ENDS = ' · ';

/** Who we are, as the law wants it on business papers: form, capital, register, SIREN, VAT number, registered office. */
export const identityLines = (company: Company, language: Language): string[] =>
  identityParts(company, language).map((parts) => parts.join(PART_ENDS));

function identityParts(company: Company, language: Language): readonly (readonly string[])[] {
  const { label, legal } = wordsOf(language);
  const identity = [
    company.legalName,
    legal.capital(company.legalForm, company.shareCapital),
    company.tradeRegister,
    `${label.siren} ${formatSiren(company.siren)}`,
    `${label.vatNumber} ${company.vatNumber}`,
  ];
  const [, ...office] = addressLines(company.address, language);
  return [identity, [...office, `${label.phone} ${company.phone}`, company.email]];
}

function drawFullHead(sheet: Sheet, { company, language, title, number }: Letterhead): void {
  const { doc, root } = sheet;
  const { label } = wordsOf(language);
  const top = sheet.y;
  const rightX = PAGE.left + LEFT_WIDTH;
  const right = { x: rightX, width: PAGE.right - rightX, align: 'right' } as const;
  let y = top + drawLogo(sheet, company);
  tagged(sheet, root, 'P', () => {
    y += drawText(doc, company.legalName, COMPANY_NAME, { x: PAGE.left, y, width: LEFT_WIDTH - 16 }) + 2;
    const [, ...office] = addressLines(company.address, language);
    for (const line of [office.join(', '), `${label.phone} ${company.phone} · ${company.email}`]) {
      y += drawText(doc, line, STYLE.label, { x: PAGE.left, y, width: LEFT_WIDTH - 16 });
    }
  });
  const header = paragraphsOf(sheet.dress.words.header ?? '');
  if (header.length > 0)
    tagged(sheet, root, 'P', () => {
      for (const line of header) y += drawText(doc, line, STYLE.label, { x: PAGE.left, y, width: LEFT_WIDTH - 16 });
    });
  let rightY = top;
  tagged(sheet, root, 'H1', () => {
    rightY += drawText(doc, title, STYLE.title, { ...right, y: rightY }) + 3;
    rightY += drawText(doc, `${label.number} ${number}`, NUMBER, { ...right, y: rightY });
  });
  sheet.y = Math.max(y, rightY) + 8;
  artifact(doc, 'Layout', () => rule(doc, { x: PAGE.left, y: sheet.y, width: CONTENT_WIDTH, color: COLOR.accent }));
  sheet.y += 12;
}

/** Draws the logo above the sender's name and gives how far it moves it down. */
function drawLogo(sheet: Sheet, { legalName }: Company): number {
  const { doc, root, dress, y } = sheet;
  if (dress.logo === null) return 0;
  const { picture, width, height } = dress.logo;
  const bbox = [PAGE.left, y, PAGE.left + width, y + height] as const;
  const draw = (): void => doc.drawPicture(picture, { x: PAGE.left, y, width, height });
  tagged(sheet, root, 'Figure', draw, { alt: legalName, bbox });
  return height + 6;
}

function drawShortHead(sheet: Sheet, { company, title, number }: Letterhead): void {
  const place = { x: PAGE.left, y: PAGE.top, width: CONTENT_WIDTH };
  drawLine(sheet.doc, printable(company.legalName), STYLE.strong, place);
  drawLine(sheet.doc, printable(`${title} ${number}`), STYLE.strong, { ...place, align: 'right' });
  sheet.y = PAGE.top + 16;
  rule(sheet.doc, { x: PAGE.left, y: sheet.y, width: CONTENT_WIDTH, color: COLOR.accent });
  sheet.y += 12;
}

/** A heading with lines below it, such as an address. */
export type Block = { readonly title: string; readonly lines: readonly string[] };
/** A label and its value. */
export type Fact = readonly [label: string, value: string];

const FACTS_WIDTH = 196;
const GAP = 14;

/** Draws address blocks side by side and, at their right, the facts in a panel; null values are left out by the caller. */
export function drawParties(sheet: Sheet, blocks: readonly Block[], facts: readonly Fact[]): void {
  const width = (CONTENT_WIDTH - FACTS_WIDTH - GAP * blocks.length) / blocks.length;
  const top = sheet.y;
  const bottoms = blocks.map((block, index) => {
    return drawBlock(sheet, block, { x: PAGE.left + index * (width + GAP), y: top, width });
  });
  bottoms.push(drawFacts(sheet, facts, { x: PAGE.right - FACTS_WIDTH, y: top, width: FACTS_WIDTH }));
  sheet.y = Math.max(...bottoms) + 14;
}

type Box = { readonly x: number; readonly y: number; readonly width: number };

function drawBlock(sheet: Sheet, block: Block, box: Box): number {
  let y = box.y + 6;
  tagged(sheet, sheet.root, 'P', () => {
    y += drawText(sheet.doc, block.title, STYLE.label, { ...box, y }) + 2;
    block.lines.forEach((line, index) => {
      y += drawText(sheet.doc, line, index === 0 ? STYLE.strong : STYLE.body, { ...box, y });
    });
  });
  return y;
}

/** Draws label and value pairs on a panel and gives the y below it. */
export function drawFacts(sheet: Sheet, facts: readonly Fact[], box: Box): number {
  const { doc } = sheet;
  const inner = { x: box.x + 8, width: box.width - 16 };
  const labelWidth = inner.width * 0.42;
  const value = { x: inner.x + labelWidth, width: inner.width - labelWidth, align: 'right' } as const;
  const heights = facts.map(([label, text]) => {
    return Math.max(textHeight(label, STYLE.label, labelWidth - 4), textHeight(text, STYLE.body, value.width));
  });
  const height = heights.reduce((sum, each) => sum + each + 2, 0) + 10;
  artifact(doc, 'Layout', () => doc.rect(box.x, box.y, box.width, height).fill(COLOR.panel));
  let y = box.y + 6;
  facts.forEach(([label, text], index) => {
    tagged(sheet, sheet.root, 'P', () => {
      drawText(doc, label, STYLE.label, { x: inner.x, y: y + 0.8, width: labelWidth - 4 });
      drawText(doc, text, STYLE.body, { ...value, y });
    });
    y += (heights[index] ?? 0) + 2;
  });
  return box.y + height;
}

/** The customer's billing address with the identity that invoices must carry (SIREN: decree 2022-1299; VAT number). */
export function customerBlock(title: string, customer: DocumentCustomer, language: Language): Block {
  const { label } = wordsOf(language);
  const lines = namedAddressLines(customer.name, customer.billingAddress, language);
  if (customer.siren) lines.push(`${label.siren} ${formatSiren(customer.siren)}`);
  if (customer.vatNumber) lines.push(`${label.vatNumber} ${customer.vatNumber}`);
  return { title, lines };
}

/** The facts whose value is there. */
export function presentFacts(facts: readonly (readonly [string, string | null])[]): Fact[] {
  return facts.flatMap(([label, value]) => (value === null || value === '' ? [] : [[label, value] as const]));
}
