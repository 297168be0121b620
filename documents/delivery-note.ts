import type { DeliveryNoteDocument } from '../contracts/documents.js';
import { signatureField } from '../contracts/vocabulary.js';
import { columnWidths } from '../domain/document-template.js';
import { addressLines, formatDate, formatInstant, formatQuantity, paragraphsOf } from '../words/format.js';
import { dressFor, type Look } from './dress.js';
import {
  closeLetter,
  customerBlock,
  drawParties,
  openLetter,
  presentFacts,
  type Fact,
  type Letterhead,
} from './letterhead.js';
import {
  COLOR,
  CONTENT_WIDTH,
  PAGE,
  STYLE,
  artifact,
  drawText,
  ensureSpace,
  paragraph,
  tagged,
  type Sheet,
} from './pdf.js';
import { besideCells, besideColumns, descriptionCell, drawBackorders, heading } from './sections.js';
import { arranged, drawTable, type Cell, type NamedColumn } from './table.js';
import { wordsOf } from '../words/index.js';

const BOX_HEIGHT = 92;

/** The delivery note as tagged PDF/A-3a, without prices: what was delivered to whom, what remains, and who received it. */
export async function renderDeliveryNote(input: DeliveryNoteDocument, look: Look | null = null): Promise<Uint8Array> {
  const { company, language } = input;
  const words = wordsOf(language);
  const letterhead: Letterhead = {
    company,
    language,
    title: words.title.deliveryNote,
    number: input.number,
    date: input.deliveredOn,
    dress: dressFor(look, 'delivery-note', language),
  };
  const sheet = openLetter(letterhead);
  const shipTo = { title: words.label.shipTo, lines: addressLines(input.deliveryAddress, language) };
  const client = customerBlock(words.label.orderedBy, input.customer, language);
  drawParties(sheet, [shipTo, client], deliveryFacts(input));
  await drawDeliveredLines(sheet, input);
  await drawBackorders(sheet, input.backorders, language);
  if (input.proof) drawProof(sheet, input, input.proof);
  else drawSignatureBox(sheet, input);
  return closeLetter(sheet, letterhead);
}

function deliveryFacts(input: DeliveryNoteDocument): Fact[] {
  const { label } = wordsOf(input.language);
  return presentFacts([
    [label.deliveredOn, formatDate(input.deliveredOn, input.language)],
    [label.customerNumber, input.customer.number],
    [label.order, input.order],
    [label.customerReference, input.customerReference],
    [label.quote, input.quote],
    [label.carrier, input.carrier],
    [label.tracking, input.tracking ?? null],
  ]);
}

async function drawDeliveredLines(sheet: Sheet, { lines, language }: DeliveryNoteDocument): Promise<void> {
  const { column } = wordsOf(language);
  const chosen = sheet.dress.columns;
  const { lineNo, ordered, delivered } = columnWidths['delivery-note'];
  const columns: readonly NamedColumn[] = [
    { id: 'lineNo', title: column.lineNo, width: lineNo, align: 'right' },
    { id: 'description', title: column.description, width: 'rest' },
    { id: 'ordered', title: column.ordered, width: ordered, align: 'right' },
    { id: 'delivered', title: column.delivered, width: delivered, align: 'right' },
    ...besideColumns('delivery-note', language),
  ];
  const rows: Cell[][] = lines.map((line) => [
    String(line.lineNo),
    descriptionCell(line, chosen),
    formatQuantity(line.ordered, language),
    { text: formatQuantity(line.quantity, language), strong: true },
    ...besideCells(line),
  ]);
  await drawTable(sheet, arranged(columns, rows, chosen));
}

function drawProof(
  sheet: Sheet,
  { company, language }: DeliveryNoteDocument,
  proof: NonNullable<DeliveryNoteDocument['proof']>,
): void {
  const words = wordsOf(language);
  heading(sheet, words.proof.signed, 50);
  const at = formatInstant(proof.receivedAt, company.zone, language);
  paragraph(sheet, `${words.proof.receivedBy}${words.colon}${proof.receivedBy}`, STYLE.body);
  paragraph(sheet, `${words.proof.receivedAt}${words.colon}${at}`, STYLE.body);
  const reserves = paragraphsOf(proof.reserves ?? '');
  if (reserves.length === 0) paragraph(sheet, words.proof.noReserves, STYLE.body);
  else paragraph(sheet, `${words.proof.reserves}${words.colon}`, STYLE.strong);
  for (const line of reserves) paragraph(sheet, line, STYLE.body);
  if (proof.signature !== undefined) drawSignature(sheet, words.proof.signed, proof.signature);
}

/** Points of a unit of the strokes: the field is 180 points wide. */
const STROKE_SCALE = 0.3;

/** The strokes as they were drawn, in a field of the size that they were drawn in. */
function drawSignature(sheet: Sheet, alt: string, strokes: string): void {
  const [width, height] = [signatureField.width * STROKE_SCALE, signatureField.height * STROKE_SCALE];
  ensureSpace(sheet, height + 8);
  const { doc } = sheet;
  const top = sheet.y + 4;
  artifact(doc, 'Layout', () => {
    doc.rect(PAGE.left, top, width, height).lineWidth(0.6).strokeColor(COLOR.rule).stroke();
  });
  const draw = (): void => {
    doc.save().translate(PAGE.left, top).scale(STROKE_SCALE);
    doc.path(strokes).lineWidth(4).lineCap('round').lineJoin('round').strokeColor(COLOR.ink).stroke().restore();
  };
  sheet.root.add(doc.struct('Figure', { alt }, draw));
  sheet.y = top + height + 4;
}

function drawSignatureBox(sheet: Sheet, { language }: DeliveryNoteDocument): void {
  const { proof } = wordsOf(language);
  heading(sheet, proof.toSign, BOX_HEIGHT);
  ensureSpace(sheet, BOX_HEIGHT);
  const fields = [proof.receivedBy, proof.receivedAt, proof.reserves, proof.signature];
  const width = CONTENT_WIDTH / fields.length;
  fields.forEach((field, index) => {
    const x = PAGE.left + index * width;
    artifact(sheet.doc, 'Layout', () => {
      sheet.doc.rect(x, sheet.y, width, BOX_HEIGHT).lineWidth(0.6).strokeColor(COLOR.rule).stroke();
    });
    tagged(sheet, sheet.root, 'P', () => {
      drawText(sheet.doc, field, STYLE.label, { x: x + 6, y: sheet.y + 5, width: width - 12 });
    });
  });
  sheet.y += BOX_HEIGHT;
}
