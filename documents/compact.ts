import { PDFDocument } from '@cantoo/pdf-lib';

/** Objects read before whatever else the process has to do gets its turn. */
const READ_PER_TURN = 50;
/**
 * The library gives a turn when the count of what it wrote is a multiple of this; objects in streams are counted by fifties,
 * so that a number without a common divisor comes up with every third stream, any other never or always.
 */
const WRITTEN_PER_TURN = 3;

/**
 * The same document, its objects in compressed streams (ISO 32000-1, 7.5.7), which pdfkit does not write: the tags of a long
 * table weigh more than its text. Dates, identifiers and tags stay as they are. Done in turns, as the drawing is.
 */
export async function compactPdf(bytes: Uint8Array): Promise<Uint8Array> {
  const reading = { updateMetadata: false, throwOnInvalidObject: true, parseSpeed: READ_PER_TURN };
  const document = await PDFDocument.load(bytes, reading);
  const writing = { updateFieldAppearances: false, addDefaultPage: false, objectsPerTick: WRITTEN_PER_TURN };
  return document.save({ ...writing, useObjectStreams: true });
}
