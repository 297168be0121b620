import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/activity';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActivities } from '../../activities/index.js';
import type { DepositOutcome, PlatformPort } from '../../activities/platform/port.js';
import { verificationText } from '../../cli/verify.js';
import { getInvoice, listInvoices } from '../../prisma/queries/invoices.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { patchCustomer } from '../../prisma/commands/customers.js';
import { postgresDocumentStore } from '../../prisma/document-store.js';
import { tellWorkItem } from '../../api/tell.js';
import { listWorklist } from '../../prisma/queries/worklist.js';
import { readDunning } from '../../prisma/repositories/dunning.js';
import {
  bookPayment,
  bookReturn,
  done,
  inTransaction,
  karim,
  listProduct,
  openAccount,
  openHouse,
  writtenDown,
  type House,
} from '../support/house.js';
import { allocationInput, type InvoicedPaper } from '../support/paperwork.js';
import { bring, carried, openExchange, tellAllReceipts, type Exchange } from '../support/platform.js';

let exchange: Exchange;
let house: House;

beforeAll(async () => {
  exchange = openExchange();
  house = await openHouse({ platform: exchange.port });
  await listProduct(house, 'BOX', '10000');
});
afterAll(async () => {
  await house.close();
  exchange.close();
});

const everywhere = { salesperson: null };
const idOf = ({ invoice }: InvoicedPaper): string => `invoice:${invoice.number}`;
const send = (paper: InvoicedPaper) => house.activities.sendMail(idOf(paper));
const rowOf = (id: string) => house.prisma.outgoing.findUniqueOrThrow({ where: { id } });
const statusesOf = async ({ invoice }: InvoicedPaper) =>
  (await getInvoice(house.prisma, invoice.number, everywhere))?.statuses ?? [];
const linesOf = ({ invoice }: InvoicedPaper, kind = 'invoice-status') =>
  house.prisma.workItem.findMany({ where: { invoiceNumber: invoice.number, kind }, orderBy: { createdAt: 'asc' } });

/** The same house with another platform. */
const houseWith = (platform: Partial<PlatformPort>) =>
  createActivities({
    prisma: house.prisma,
    databaseUrl: house.database.url,
    documents: postgresDocumentStore(house.prisma),
    mail: house.post.mail,
    platform: { ...exchange.port, ...platform },
    processes: writtenDown([]),
    publicUrl: '',
  });

/** What the platform said so far, read. */
async function exchanged(): Promise<void> {
  exchange.look();
  while ((await house.activities.takePlatformMessages()).read > 0);
}

describe('an invoice that goes by a platform', () => {
  it('lies in the outbox as UBL of the reform, whole, under its number, and once however often it is sent', async () => {
    const paper = await carried(house);
    expect(await send(paper)).toEqual({ kind: 'sent' });
    const name = `${paper.invoice.number}.ubl.xml`;
    expect(exchange.list('outbox')).toContain(name);
    expect(exchange.list('outbox').filter((file) => file.startsWith('.'))).toEqual([]);
    const xml = readFileSync(join(exchange.folder, 'outbox', name), 'utf8');
    expect(xml).toContain('<cbc:ProfileID>B1</cbc:ProfileID>');
    expect(xml).toContain('#PMT#');
    expect(await rowOf(idOf(paper))).toMatchObject({
      channel: 'platform',
      status: 'SENT',
      text: xml,
      recipient: expect.stringMatching(/^0225:\d{9}$/),
    });
    expect(await send(paper)).toEqual({ kind: 'sent' });
    expect(await house.post.copiesOf(idOf(paper))).toEqual([]);
  });

  it('comes back deposited, received and made available, as events of its own in their order', async () => {
    const paper = await carried(house);
    await send(paper);
    await exchanged();
    expect((await statusesOf(paper)).map(({ code, direction }) => [code, direction])).toEqual([
      ['200', 'in'],
      ['202', 'in'],
      ['203', 'in'],
    ]);
    const listed = await listInvoices(house.prisma, { lifecycle: '203', limit: 50 }, everywhere);
    if ('kind' in listed) throw new Error('refused');
    expect(listed.items.find(({ number }) => number === paper.invoice.number)).toMatchObject({ lifecycle: '203' });
    expect(await linesOf(paper)).toEqual([]);
  });

  it('is work for finance when the buyer refuses it, with the reason in words and what is wanted', async () => {
    const paper = await carried(house);
    await send(paper);
    await exchanged();
    const reason = { code: 'CMD_ERR', text: 'PO 4711 is closed', action: 'NIN' } as const;
    exchange.desk.answer(paper.invoice.number, { code: '210', reasons: [reason] });
    await exchanged();
    const [line] = await linesOf(paper);
    expect(line).toMatchObject({ role: 'finance', status: 'open', orderNumber: paper.number });
    const complaint = await house.prisma.complaint.findFirstOrThrow({ where: { invoiceNumber: paper.invoice.number } });
    expect(complaint).toMatchObject({
      kind: 'invoice-error',
      disputed: null,
      description: reason.text,
      status: 'open',
    });
    expect(house.told).toContain(`complaint ${complaint.number}`);
    // All of it is disputed: none of it is asked for.
    const { items } = await readDunning(house.prisma, paper.draft.customer);
    expect(items.map(({ open, disputed }) => disputed === open)).toEqual([true]);
    const page = await listWorklist(
      house.prisma,
      { kind: 'invoice-status', status: 'open', without: [], limit: 100 } as never,
      everywhere,
      Date.now(),
    );
    if ('kind' in page) throw new Error('refused');
    const shown = page.items.find(({ invoice }) => invoice === paper.invoice.number);
    if (shown === undefined) throw new Error('not on the worklist');
    expect(tellWorkItem(shown, 'fr')).toEqual({
      title: `Facture ${paper.invoice.number} refusée (210)`,
      sentence: 'Numéro de commande erroné : PO 4711 is closed. À faire : émettre une facture rectificative.',
    });
  });

  it('is done with by itself when the buyer approves it after a dispute', async () => {
    const paper = await carried(house);
    await send(paper);
    await exchanged();
    const disputed = [{ code: 'PU_ERR', text: null, action: 'CNP' }] as const;
    exchange.desk.answer(paper.invoice.number, { code: '207', reasons: [...disputed] });
    await exchanged();
    exchange.desk.answer(paper.invoice.number, { code: '205', reasons: [] });
    await exchanged();
    expect((await linesOf(paper)).map(({ status }) => status)).toEqual(['done']);
  });

  it('a dispute that comes late, after the approval, is on record and asks for nothing', async () => {
    const paper = await carried(house);
    await send(paper);
    await exchanged();
    exchange.desk.answer(paper.invoice.number, {
      code: '207',
      reasons: [{ code: 'PU_ERR', text: null, action: 'CNP' }],
    });
    const [file = ''] = exchange.list('inbox').filter((name) => name.startsWith(paper.invoice.number));
    const held = join(exchange.folder, 'inbox', file);
    const text = readFileSync(held, 'utf8').replaceAll(/format="204">(\d{8})\d{6}/g, 'format="204">$1000000');
    rmSync(held);
    exchange.desk.answer(paper.invoice.number, { code: '205', reasons: [] });
    await exchanged();
    writeFileSync(held, text);
    await exchanged();
    expect((await statusesOf(paper)).map(({ code }) => code)).toContain('207');
    expect(await linesOf(paper)).toEqual([]);
    const listed = await listInvoices(house.prisma, { lifecycle: '205', limit: 50 }, everywhere);
    if ('kind' in listed) throw new Error('refused');
    expect(listed.items.map(({ number }) => number)).toContain(paper.invoice.number);
  });

  it('the same message again, and two workers at once, are one event', async () => {
    const paper = await carried(house);
    await send(paper);
    exchange.look();
    const [file = ''] = exchange.list('inbox').filter((name) => name.startsWith(paper.invoice.number));
    const text = readFileSync(join(exchange.folder, 'inbox', file), 'utf8');
    await exchanged();
    writeFileSync(join(exchange.folder, 'inbox', file), text);
    writeFileSync(join(exchange.folder, 'inbox', `again-${file}`), text.replace('?>', '?> '));
    await Promise.all([house.activities.takePlatformMessages(), house.activities.takePlatformMessages()]);
    await exchanged();
    expect((await statusesOf(paper)).map(({ code }) => code)).toEqual(['200', '202', '203']);
    expect(exchange.list('inbox')).toEqual([]);
  });

  it('what says nothing that we know, or is about no invoice of ours, is kept and asked about', async () => {
    writeFileSync(join(exchange.folder, 'inbox', 'broken.xml'), '<CrossDomain');
    writeFileSync(join(exchange.folder, 'inbox', '.half.xml.part'), '<CrossDomain');
    exchange.desk.take({ key: 'foreign', fileName: 'X-1.xml' }, Buffer.from('<Invoice><ID>X-1</ID></Invoice>'));
    await exchanged();
    const lines = await house.prisma.workItem.findMany({ where: { kind: 'platform-message', status: 'open' } });
    expect(lines.map(({ facts }) => (facts as { found: string }).found).toSorted()).toEqual(['stranger', 'unread']);
    expect(exchange.list('inbox')).toEqual(['.half.xml.part']);
    expect(await house.prisma.platformMessage.count({ where: { found: 'unread' } })).toBe(1);
  });
});

describe('an answer of the platform that was lost', () => {
  const lost: DepositOutcome = { kind: 'unknown', error: 'socket hang up' };

  it('is asked for: what the platform has was sent, and does not go again', async () => {
    const paper = await carried(house);
    const { sendMail } = houseWith({ deposit: (deposit) => exchange.port.deposit(deposit).then(() => lost) });
    expect(await sendMail(idOf(paper))).toEqual({ kind: 'sent' });
    expect(exchange.list('outbox').filter((name) => name.includes(paper.invoice.number))).toHaveLength(1);
  });

  it('goes again where the platform has it not', async () => {
    const paper = await carried(house);
    const { sendMail } = houseWith({ deposit: () => Promise.resolve(lost) });
    await expect(sendMail(idOf(paper))).rejects.toBeInstanceOf(ApplicationFailure);
    expect(await rowOf(idOf(paper))).toMatchObject({ status: 'QUEUED', losses: 0 });
    expect(await send(paper)).toEqual({ kind: 'sent' });
  });

  it('where nobody can say it is UNKNOWN: a person decides, and nothing is sent twice unasked', async () => {
    const paper = await carried(house);
    let deposits = 0;
    const { sendMail } = houseWith({
      deposit: () => {
        deposits += 1;
        return Promise.resolve(lost);
      },
      find: () => Promise.resolve('unknown'),
    });
    expect(await sendMail(idOf(paper))).toEqual({ kind: 'unknown' });
    expect(await sendMail(idOf(paper))).toEqual({ kind: 'unknown' });
    expect(deposits).toBe(1);
    expect(await linesOf(paper, 'mail-unknown')).toHaveLength(1);
    const word = {
      mailId: idOf(paper),
      customerNumber: paper.draft.customer,
      resolution: 'send-again',
      reason: 'they have it not',
      actor: karim(),
    } as const;
    done(await house.activities.recordMailResolution(word));
    expect(await send(paper)).toEqual({ kind: 'sent' });
    expect(exchange.list('outbox')).toContain(`2-${paper.invoice.number}.ubl.xml`);
  });

  it('a platform that takes nothing from us, or is none, is an alarm of its own; mails go on', async () => {
    const paper = await carried(house);
    const { sendMail } = houseWith({
      deposit: () => Promise.resolve({ kind: 'barred', response: '401 no such token' }),
    });
    await expect(sendMail(idOf(paper))).rejects.toThrow('401 no such token');
    const mailed = await carried(house, { invoiceChannel: 'mail' });
    expect(await send(mailed)).toEqual({ kind: 'sent' });
    const alarm = await house.prisma.workItem.findFirstOrThrow({ where: { kind: 'platform-channel', status: 'open' } });
    expect(alarm).toMatchObject({ role: 'ops', facts: { waiting: 1, isAway: false } });
    await house.prisma
      .$executeRaw`UPDATE work_item SET facts = facts || '{"at": "2026-01-01T00:00:00.000Z"}' WHERE id = ${alarm.id}`;
    expect(await send(paper)).toEqual({ kind: 'sent' });
    expect(await house.prisma.workItem.count({ where: { kind: 'platform-channel', status: 'open' } })).toBe(0);
  });
});

describe('an invoice that a person takes on its way', () => {
  it.each(['paper', 'portal'] as const)(
    'by %s lies ready on the worklist until somebody says that it is done',
    async (invoiceChannel) => {
      const paper = await carried(house, { invoiceChannel });
      expect(await send(paper)).toEqual({ kind: 'handed' });
      expect(await send(paper)).toEqual({ kind: 'handed' });
      expect(await rowOf(idOf(paper))).toMatchObject({ status: 'HANDED', channel: invoiceChannel });
      expect(await house.documents.get([idOf(paper)])).toHaveLength(1);
      expect((await linesOf(paper, 'invoice-by-hand')).map(({ status }) => status)).toEqual(['open']);
      const word = {
        mailId: idOf(paper),
        customerNumber: paper.draft.customer,
        resolution: 'was-sent',
        reason: 'posted',
        actor: karim(),
      } as const;
      done(await house.activities.recordMailResolution(word));
      expect(await rowOf(idOf(paper))).toMatchObject({ status: 'SENT' });
      expect((await linesOf(paper, 'invoice-by-hand')).map(({ status }) => status)).toEqual(['done']);
    },
  );

  it('a customer without SIREN is reached by no platform, which is said at once', async () => {
    const customer = await openAccount(house, 'UNREACHED');
    const patch = { invoiceChannel: 'platform' } as const;
    await expect(inTransaction(house, (tx) => patchCustomer(tx, customer, patch, karim()))).rejects.toThrow(
      /SIREN|reaches/,
    );
  });
});

describe('money of an invoice that a platform carried', () => {
  const pay = async (paper: InvoicedPaper, amount: string): Promise<string> => {
    const payment = await bookPayment(house, paper.draft.customer, amount);
    done(await house.activities.recordAllocations(allocationInput(paper, payment, amount, house.today)));
    return payment;
  };
  const told = async (paper: InvoicedPaper) =>
    (await statusesOf(paper))
      .filter(({ direction }) => direction === 'out')
      .map(({ code, amounts }) => [code, amounts]);

  it('of goods nothing is told: their VAT was due when they were delivered', async () => {
    const paper = await carried(house);
    await send(paper);
    await pay(paper, '120.00');
    expect(await told(paper)).toEqual([]);
  });

  it('is told in parts by rate, and what goes back below zero, by the account of the customer', async () => {
    await tellAllReceipts(house);
    const paper = await carried(house);
    await send(paper);
    await pay(paper, '20.00');
    const rest = await pay(paper, '100.00');
    const back = await bookReturn(house, rest, '-100.00');
    done(
      await house.activities.recordReturn({
        customer: paper.draft.customer,
        on: house.today,
        actor: karim(),
        paymentId: back,
      }),
    );
    expect(await told(paper)).toEqual([
      ['212', [{ vatRate: '20.00', amount: '20.00' }]],
      ['212', [{ vatRate: '20.00', amount: '100.00' }]],
      ['212', [{ vatRate: '20.00', amount: '-100.00' }]],
    ]);
    const { outgoing } = await house.activities.readAccountAgenda({
      customer: paper.draft.customer,
      at: new Date().toISOString(),
    });
    const ids = [1, 2, 3].map((place) => `invoice-status:${paper.invoice.number}:${place}`);
    expect(outgoing.map(({ mailId }) => mailId)).toEqual(ids);
    for (const id of ids) expect(await house.activities.sendMail(id)).toEqual({ kind: 'sent' });
    const xml = readFileSync(join(exchange.folder, 'outbox', `${paper.invoice.number}_212_3.cdar.xml`), 'utf8');
    expect(xml).toContain('<ram:ValueAmount currencyID="EUR">-100.00<');
  });

  it('of an invoice by mail nothing is told', async () => {
    const paper = await carried(house, { invoiceChannel: 'mail' });
    await pay(paper, '120.00');
    expect(await told(paper)).toEqual([]);
  });

  it('a message that was brought is read as one that lay in the folder', async () => {
    const paper = await carried(house);
    await send(paper);
    exchange.look();
    const [file = ''] = exchange.list('inbox').filter((name) => name.startsWith(paper.invoice.number));
    await bring(house, readFileSync(join(exchange.folder, 'inbox', file), 'utf8'));
    await exchanged();
    expect(await statusesOf(paper)).toHaveLength(3);
  });
});

describe('and what all this left behind', () => {
  it('keeps every invariant', async () => {
    expect(verificationText(await verifyDatabase(house.database.url))).toMatch(/ 0 violations$/);
  });
});
