import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentIds, outgoingIds } from '../../contracts/ids.js';
import { addDays } from '../../domain/calendar.js';
import { coverSnapshots, documentSnapshots, type CoverKind } from '../../contracts/documents.js';
import type { DocumentKind } from '../../contracts/vocabulary.js';
import { makeOrderProforma } from '../../prisma/commands/proformas.js';
import { snapshotHash } from '../../prisma/repositories/documents.js';
import { verificationText } from '../../cli/verify.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { readPdf } from '../documents/pdf-text.js';
import {
  bookPayment,
  done,
  draftOrder,
  inTransaction,
  karim,
  laura,
  listProduct,
  lucie,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import { carried, openExchange, tellAllReceipts, type Exchange } from '../support/platform.js';
import {
  allocationInput,
  dun,
  enter,
  invoiceAll,
  letterId,
  sendEveryDay,
  type InvoicedPaper,
} from '../support/paperwork.js';

/** What was issued stands still: everything that can be changed is changed, and nothing of it shows on any document. */
let exchange: Exchange;
let house: House;
let paper: InvoicedPaper;
let letter: string;
let creditNote: string;
let covers: Readonly<Record<CoverKind, string>>;
let issuedBefore: readonly IssuedRow[];

type IssuedRow = Awaited<ReturnType<typeof issued>>[number];

beforeAll(async () => {
  exchange = openExchange();
  house = await openHouse({ platform: exchange.port });
  await listProduct(house, 'BOX', '1000');
  const customer = await openAccount(house, 'STILL', { name: 'Maison Avant' });
  paper = await invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '10' }]));
  const received = { receivedBy: 'Mme Petit', receivedAt: '2026-11-22T08:00:00Z', reserves: 'one box is dented' };
  const delivered = { orderNumber: paper.number, deliveryNumber: paper.delivery.number };
  done(
    await house.activities.recordProof({ ...delivered, actor: lucie(), ...received, at: '2026-11-22T09:00:00.000Z' }),
  );
  await disputeNothing();
  await sendEveryDay(house);
  const { dueDate } = paper.invoice;
  await dun(house, customer, addDays(dueDate, 5));
  await house.activities.sendMail(await letterId(house, paper.invoice.number, 'level-1'));
  await dun(house, customer, addDays(dueDate, 15));
  letter = await letterId(house, paper.invoice.number, 'level-2');
  creditNote = await credited(customer);
  await inTransaction(house, (tx) => makeOrderProforma(tx, paper.number, laura()));
  covers = await queueCovers(customer);
  issuedBefore = await issued();
  await changeEverything();
});
afterAll(async () => {
  await house.close();
  exchange.close();
});

/** Another invoice, credited whole. */
async function credited(customer: string): Promise<string> {
  const other = await invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '1' }]));
  const wish = { scope: 'whole', reason: 'DOUBLON' } as const;
  const asked = { customer, on: house.today, actor: karim(), invoice: other.invoice.number, wish };
  const { credit } = done(await house.activities.recordCreditNote(asked));
  return documentIds.creditNote(credit.creditNote);
}

/** A question, a refusal and a report to finance, each waiting to leave. */
async function queueCovers(customer: string): Promise<Readonly<Record<CoverKind, string>>> {
  const tooDear = () => draftOrder(house, customer, [{ product: 'BOX', quantity: '1', unitPrice: '11.00' }]);
  const decide = async (disposition: 'ask' | 'reject') => {
    const { number } = await enter(house, await tooDear());
    const decision = { orderNumber: number, discrepancyId: '1-1', disposition, reason: 'Which price?', actor: laura() };
    const { answer, situation } = await house.activities.recordDisposition({ ...decision, today: house.today });
    done(answer);
    return situation.toSend.at(-1) ?? '';
  };
  const before = (await letterId(house, paper.invoice.number, 'level-1')).replace('dunning-letter:', '');
  return {
    question: await decide('ask'),
    refusal: await decide('reject'),
    'dunning-report': outgoingIds.dunningReport(before),
    'invoice-status': await paidByPlatform(),
    'complaint-reminder': await queueReminder(),
  };
}

/** What the platform is told of an invoice that it carried, and that is paid. */
async function paidByPlatform(): Promise<string> {
  await tellAllReceipts(house);
  const other = await carried(house, { name: 'Maison Avant' });
  const payment = await bookPayment(house, other.draft.customer, '120.00');
  done(await house.activities.recordAllocations(allocationInput(other, payment, '120.00', house.today)));
  return outgoingIds.invoiceStatus(other.invoice.number, 1);
}

/** The reserves on the signed note are about no money: the whole invoice is asked for. */
async function disputeNothing(): Promise<void> {
  const { number } = await house.prisma.complaint.findFirstOrThrow();
  const request = { actor: laura(), kind: 'damaged' as const, disputed: '0.00' };
  const act = { kind: 'qualify' as const, request };
  done((await house.activities.recordComplaintAct({ number, act, at: '2026-11-22T10:00:00.000Z' })).answer);
}

/** What the managers are told of the reserves on the signed note, once they have waited too long. */
async function queueReminder(): Promise<string> {
  const { number, dueAt } = await house.prisma.complaint.findFirstOrThrow();
  const late = { number, escalation: 1, told: 'owner', dueAt: dueAt.toISOString(), at: dueAt.toISOString() } as const;
  const { toSend } = await house.activities.escalateComplaint(late);
  return toSend.at(-1) ?? '';
}

const issued = () => house.prisma.document.findMany({ orderBy: { id: 'asc' } });

/** Customer, order, goods, company and policies, past every command: whatever a later release may let change. */
async function changeEverything(): Promise<void> {
  const elsewhere = `jsonb_build_object('name', 'Maison Après', 'street', '1, rue Neuve', 'postalCode', '13009', 'city', 'Aubagne', 'region', '', 'countryCode', 'FR')`;
  for (const statement of [
    `UPDATE customer SET name = 'Maison Après', siren = '000910125', vat_number = 'FR31000910125', language = 'en'`,
    `UPDATE sales_order SET customer_reference = 'changed', parties = jsonb_set(jsonb_set(jsonb_set(parties, '{buyer,name}', '"Maison Après"'),
       '{billTo,address}', ${elsewhere}), '{shipTo,address}', ${elsewhere})`,
    `UPDATE product SET name = 'Something else', tax_class = 'reduced', list_price = 99`,
    `UPDATE company SET body = jsonb_set(jsonb_set(jsonb_set(body, '{legalName}', '"Autre SA"'), '{iban}', '"FR7630006000011234567890189"'), '{address,city}', '"Paris"')`,
    `UPDATE customer_contact SET email = 'apres@still.example', language = 'en'`,
    `INSERT INTO document_template SELECT 2, '2001-01-01', jsonb_set(body, '{texts}', '{"every": {"fr": {"footer": "Autre SA"}, "en": {"footer": "Autre SA"}}}'),
       repeat('2', 64), 'x', now() FROM document_template`,
    `UPDATE policy SET body = jsonb_set(jsonb_set(body, '{rates,0,percent}', '"15.00"'), '{recoveryFee}', '"50.00"') WHERE kind = 'dunning'`,
  ])
    await house.prisma.$executeRawUnsafe(statement);
}

/**
 * A month end has no customer and no order: it stands still in month-end.test.ts. An answer to a message is no PDF: it does in
 * order-responses.test.ts. A quote and a statement of account are of no order: see commands-quotes.test.ts and ledger.test.ts.
 */
type OfOrders = Exclude<DocumentKind, 'month-end' | 'month-end-workbook' | 'order-response' | 'quote' | 'statement'>;

const idOf: Readonly<Record<OfOrders, () => string>> = {
  acknowledgement: () => documentIds.acknowledgement(paper.number, 1),
  'delivery-note': () => documentIds.deliveryNote(paper.delivery.number),
  'signed-delivery-note': () => documentIds.signedDeliveryNote(paper.delivery.number),
  invoice: () => documentIds.invoice(paper.invoice.number),
  'credit-note': () => creditNote,
  proforma: () => documentIds.proforma(paper.number, 1),
  'dunning-letter': () => letter,
};
const kinds = Object.keys(idOf) as readonly OfOrders[];

describe('what was issued stands still', () => {
  it.each(kinds)('%s: its snapshot has its own shape and hash, and has not moved', async (kind) => {
    const before = issuedBefore.find(({ id }) => id === idOf[kind]());
    const [now] = await house.prisma.document.findMany({ where: { id: idOf[kind]() } });
    expect(now).toEqual(before);
    expect(documentSnapshots[kind].parse(now?.snapshot)).toEqual(now?.snapshot);
    expect(snapshotHash(now?.snapshot)).toBe(now?.snapshotHash);
  });

  it.each(kinds)('%s: rendered after the changes, it says what held when it was issued', async (kind) => {
    await house.activities.renderDocuments([idOf[kind]()]);
    const [file] = await house.documents.get([idOf[kind]()]);
    const { text } = readPdf(file?.bytes ?? new Uint8Array());
    expect(text).toContain('Maison Avant');
    expect(text).toContain('Comptoir Encours SAS');
    expect(text).toContain(kind === 'dunning-letter' ? paper.invoice.number : 'Product BOX');
    expect(text).not.toMatch(/Après|Autre SA|Something else|Aubagne|Paris|changed|15 %|50,00/);
  });

  it.each(kinds)('%s: whoever asks again gets the same bytes', async (kind) => {
    const [first] = await house.documents.get([idOf[kind]()]);
    await house.activities.renderDocuments([idOf[kind]()]);
    const [second] = await house.documents.get([idOf[kind]()]);
    expect(second).toEqual(first);
  });

  it('the invoice names the late-payment rate and the fee that were in force', async () => {
    const [file] = await house.documents.get([idOf.invoice()]);
    const { text } = readPdf(file?.bytes ?? new Uint8Array());
    expect(text).toContain('12 %');
    expect(text).toContain('40,00 €');
  });

  it.each(['acknowledgement', 'invoice'] as const)(
    'the mail of the %s says the same, and carries that file',
    async (kind) => {
      const id = idOf[kind]();
      expect(await house.activities.sendMail(id)).toMatchObject({ kind: 'sent' });
      const [copy] = await house.post.copiesOf(id);
      const [file] = await house.documents.get([id]);
      expect(copy?.text).toContain('Comptoir Encours SAS');
      expect(copy?.text).not.toMatch(/Après|Autre SA|Something else|Aubagne|FR76/);
      expect(copy?.attachments[0]?.sizeBytes).toBe(file?.bytes.byteLength);
    },
  );

  it('a letter waits, everything changes, and what leaves is the letter that was issued', async () => {
    expect(await house.activities.sendMail(letter)).toEqual({ kind: 'sent' });
    const [copy] = await house.post.copiesOf(letter);
    const [file] = await house.documents.get([letter]);
    // 120.00 × 12 % × 15 / 365 = 0.591…; 120.00 + 0.59 + 40.00 = 160.59, at the rate and the fee of then
    expect(copy?.text).toContain('160,59');
    expect(readPdf(file?.bytes ?? new Uint8Array()).text).toContain('160,59');
    expect(copy?.text).not.toMatch(/Après|Autre SA|Aubagne|15 %|50,00/);
    expect(copy?.envelope).toMatchObject({ to: ['accounts@still.example'] });
    expect(copy?.attachments).toMatchObject([{ type: 'application/pdf', sizeBytes: file?.bytes.byteLength }]);
  });

  it.each(['question', 'refusal', 'dunning-report'] as const)(
    'a %s that waited says what held when it was queued, and goes to whom it was for',
    async (kind) => {
      const id = covers[kind];
      const row = await house.prisma.outgoing.findUniqueOrThrow({ where: { id } });
      expect(coverSnapshots[kind].parse(row.snapshot)).toEqual(row.snapshot);
      expect(snapshotHash(row.snapshot)).toBe(row.snapshotHash);
      expect(await house.activities.sendMail(id)).toEqual({ kind: 'sent' });
      const [copy] = await house.post.copiesOf(id);
      expect(copy?.text).toContain('Comptoir Encours SAS');
      expect(copy?.text).not.toMatch(/Après|Autre SA|Something else|Aubagne|15 %|50,00/);
      expect(copy?.envelope.to).toEqual([row.recipient]);
    },
  );

  it('what a platform is told says what held when it was recorded', async () => {
    const id = covers['invoice-status'];
    const row = await house.prisma.outgoing.findUniqueOrThrow({ where: { id } });
    expect(coverSnapshots['invoice-status'].parse(row.snapshot)).toEqual(row.snapshot);
    expect(snapshotHash(row.snapshot)).toBe(row.snapshotHash);
    expect(await house.activities.sendMail(id)).toEqual({ kind: 'sent' });
    const { text } = await house.prisma.outgoing.findUniqueOrThrow({ where: { id } });
    expect(text).toContain('<ram:Name>Maison Avant<');
    expect(text).not.toMatch(/Après|Autre SA/);
  });

  it('what waits to go out cannot be made to say something else', async () => {
    const other = { snapshot: { said: 'something else' } };
    await expect(house.prisma.outgoing.update({ where: { id: covers.refusal }, data: other })).rejects.toThrow(
      'never changed or deleted',
    );
  });

  it('a document cannot be changed or deleted', async () => {
    await expect(house.prisma.document.updateMany({ data: { number: 'X' } })).rejects.toThrow(
      'never changed or deleted',
    );
    await expect(house.prisma.documentFile.deleteMany({})).rejects.toThrow('never changed or deleted');
  });

  it('each names the template that it was issued with, and what is issued next names the next', async () => {
    const marks = issuedBefore.map(({ kind, snapshot }) => [kind, (snapshot as { template?: object }).template]);
    const [first] = await house.prisma.documentTemplate.findMany({ where: { version: 1 } });
    const mark = { version: 1, sha256: snapshotHash(first?.body) };
    expect(marks).toEqual(marks.map(([kind]) => [kind, mark]));
    expect(new Set(marks.map(([kind]) => kind))).toEqual(new Set(kinds));
    const draft = await draftOrder(house, 'STILL', [{ product: 'BOX', quantity: '1' }]);
    const { number } = await enter(house, draft);
    const rows = await house.prisma.document.findMany({ where: { orderNumber: number } });
    for (const { snapshot } of rows)
      expect(snapshot).toMatchObject({ template: { version: 2, sha256: '2'.repeat(64) } });
    expect(rows.length).toBeGreaterThan(0);
  });

  it('the signed note is a document of its own: the note that left has no proof on it', async () => {
    const rows = (await issued()).filter(({ orderNumber }) => orderNumber === paper.number);
    const proofs = rows.map(({ kind, snapshot }) => [kind, (snapshot as { proof?: unknown }).proof]);
    const proof = { receivedBy: 'Mme Petit', receivedAt: '2026-11-22T08:00:00Z', reserves: 'one box is dented' };
    expect(proofs.filter(([kind]) => String(kind).endsWith('delivery-note'))).toEqual([
      ['delivery-note', null],
      ['signed-delivery-note', proof],
    ]);
  });

  it('verifies: facts, snapshots, files and what stands on record agree', async () => {
    const found = verificationText(await verifyDatabase(house.database.url));
    expect(found).not.toMatch(
      /document-|invoice-as-issued|delivery-as-noted|order-as-acknowledged|dunning-letter|outgoing-/,
    );
  });
});
