import { expect, it } from 'vitest';
import type { AcknowledgementDocument, DeliveryNoteDocument, InvoiceDocument } from '../../contracts/documents.js';
import type { Issued } from '../../contracts/documents.js';
import { renderAll } from '../../activities/rendering.js';
import { renderInvoice } from '../../documents/invoice.js';
import { acknowledgement, deliveryNote, invoice } from './fixtures.js';
import { readPdf } from './pdf-text.js';

const LINES = 500;
const KB = 1_024;

/** The document with its first line so many times, each with a text of its own. */
const lengthened = <T extends InvoiceDocument | AcknowledgementDocument | DeliveryNoteDocument>(
  document: T,
  lines = LINES,
): T => ({
  ...document,
  lines: Array.from({ length: lines }, (_, index) => ({
    ...document.lines[0],
    lineNo: index + 1,
    product: `P-${String(index + 1).padStart(6, '0')}`,
    description: `Bocal de confiture de mirabelles de Lorraine n° ${index + 1}, 370 g`,
  })),
});

const issued = (kind: Issued['kind'], snapshot: unknown, id: string) =>
  ({ id, kind, snapshot }) as Issued & { id: string };
const rendered = async (document: Issued & { readonly id: string }) =>
  (await renderAll([document], () => Promise.resolve(() => null)))[0]?.bytes;

it.each([
  ['acknowledgement', lengthened(acknowledgement('fr'))],
  ['delivery-note', lengthened(deliveryNote('fr'))],
  ['invoice', lengthened(invoice('fr'))],
] as const)('an %s of 500 lines has every line, and less than half a kilobyte for each', async (kind, snapshot) => {
  const bytes = (await rendered(issued(kind, snapshot, 'long'))) ?? new Uint8Array();
  expect(bytes.length).toBeLessThan(30 * KB + LINES * 0.45 * KB);
  const { text } = readPdf(bytes);
  for (const no of ['P-000001', 'P-000250', 'P-000500']) expect(text).toContain(no);
});

it('a short document that is asked for after three long ones is ready before them', async () => {
  const ready: string[] = [];
  const ask = async (name: string, snapshot: InvoiceDocument) => {
    await rendered(issued('invoice', snapshot, name));
    ready.push(name);
  };
  const long = lengthened(invoice('fr'));
  await Promise.all([ask('long 1', long), ask('long 2', long), ask('long 3', long), ask('short', invoice('fr'))]);
  expect(ready).toEqual(['short', 'long 1', 'long 2', 'long 3']);
});

it('a long invoice has the same bytes each time', async () => {
  const snapshot = lengthened(invoice('fr'), 60);
  const first = await rendered(issued('invoice', snapshot, 'a'));
  expect(first).toEqual(await rendered(issued('invoice', snapshot, 'b')));
});

it('the process goes on while a long document is made: it has a turn for every ten of its lines', async () => {
  let turns = 0;
  let writing = true;
  const count = (): void => {
    turns += 1;
    if (writing) setImmediate(count);
  };
  setImmediate(count);
  await renderInvoice(lengthened(invoice('fr')));
  writing = false;
  expect(turns).toBeGreaterThanOrEqual(LINES / 10);
});
