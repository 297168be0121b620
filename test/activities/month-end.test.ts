import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createActivities, type Activities } from '../../activities/index.js';
import { noPlatform } from '../../activities/platform/port.js';
import { MonthEndDocument, type MonthEndFigure } from '../../contracts/month-end.js';
import type { MonthEndMade } from '../../contracts/process.js';
import type { KpiDimension, KpiName } from '../../contracts/kpi.js';
import { createPrisma, unhurriedConnectMs, type PrismaClient } from '../../prisma/client.js';
import { company } from '../../prisma/demo/completion.js';
import { postgresDocumentStore, type DocumentStore } from '../../prisma/document-store.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { snapshotHash } from '../../prisma/repositories/documents.js';
import { readPdf } from '../documents/pdf-text.js';
import { factsDesk, type FactsDesk } from '../support/figures/facts.js';
import { tellFebruary } from '../support/figures/february.js';
import { openPostOffice, type PostOffice } from '../support/post-office.js';
import { createDatabase, type TestDatabase } from '../support/stack.js';
import { toldOf } from '../support/told.js';

/** The first of March 2026, 06:00 in Paris. */
const now = '2026-03-01T05:00:00.000Z';
const month = '2026-02';
const helene = () => ({ principal: 'helene', role: 'manager' as const, requestId: randomUUID() });

let database: TestDatabase;
let prisma: PrismaClient;
let owner: PrismaClient;
let writing: PrismaClient;
let desk: FactsDesk;
let post: PostOffice;
let documents: DocumentStore;
let activities: Activities;

beforeAll(async () => {
  [database, post] = await Promise.all([createDatabase(), openPostOffice()]);
  writing = createPrisma(database.adminUrl, { poolSize: 1, connectTimeoutMs: unhurriedConnectMs });
  await writing.$executeRawUnsafe('SET session_replication_role = replica');
  desk = factsDesk(writing);
  await tellFebruary(desk);
  await writing.$executeRaw`UPDATE customer SET currency = 'USD' WHERE number = 'GAMMA'`;
  owner = createPrisma(database.ownerUrl, { poolSize: 2, connectTimeoutMs: unhurriedConnectMs });
  await owner.company.create({ data: { id: 1, body: { ...company, zone: 'Europe/Paris' } } });
  await owner.principal.createMany({
    data: [
      { id: 'helene', name: 'Hélène', role: 'manager', email: 'helene@encours.example' },
      { id: 'marc', name: 'Marc', role: 'manager', email: 'marc@encours.example', deactivatedAt: new Date() },
      { id: 'karim', name: 'Karim', role: 'finance', email: 'karim@encours.example' },
    ],
  });
  prisma = createPrisma(database.url, { poolSize: 6, connectTimeoutMs: unhurriedConnectMs });
  documents = postgresDocumentStore(prisma);
  activities = createActivities({
    platform: noPlatform,
    prisma,
    databaseUrl: database.url,
    documents,
    mail: post.mail,
    processes: {} as never,
    publicUrl: 'http://127.0.0.1:3000',
  });
});
afterAll(async () => {
  await Promise.all([prisma, owner, writing].map((client) => client.$disconnect()));
  await Promise.all([database.drop(), post.close()]);
});

async function made(
  input: { readonly actor?: ReturnType<typeof helene>; readonly reason?: string } = {},
): Promise<MonthEndMade> {
  const { actor = null, reason = null } = input;
  const answer = await activities.recordMonthEnd({ month, now, actor, reason });
  if (answer.kind !== 'made') throw new Error(JSON.stringify(answer));
  return answer;
}

async function snapshotOf(version: number): Promise<MonthEndDocument> {
  const { snapshot } = await owner.document.findUniqueOrThrow({ where: { id: `month-end:${month}:${version}` } });
  return MonthEndDocument.parse(snapshot);
}

const figureIn = (
  { figures }: MonthEndDocument,
  name: KpiName,
  currency: string | null = null,
): MonthEndFigure | undefined =>
  figures.find((each) => each.name === name && (currency === null || each.currency === currency));

function rowsIn(document: MonthEndDocument, name: KpiName, by: KpiDimension): Record<string, string | null> {
  const split = figureIn(document, name)?.splits.find((each) => each.by === by);
  return Object.fromEntries(
    (split?.rows ?? []).flatMap(({ key, value }) => (value === null ? [] : [[key ?? '', value]])),
  );
}

/** February as test/support/figures works it by hand; the same are in kpis.test.ts with their working. */
const february: readonly (readonly [KpiName, string])[] = [
  ['orders-entered', '5'],
  ['ack-on-time', '50.0'],
  ['otif-last-confirmed', '60.0'],
  ['order-book', '240.00'],
  ['backlog-late', '120.00'],
  ['revenue', '300.00'],
  ['ageing', '418.00'],
  ['unallocated-money', '100.00'],
  ['dso', '78.4'],
  ['days-late', '23.4'],
  ['quote-conversion', '25.0'],
  ['customers', '4'],
];

describe('the month end of February', () => {
  let first: MonthEndMade;
  beforeAll(async () => {
    first = await made();
  });

  it('has the figures that were worked by hand, to the cent', async () => {
    const document = await snapshotOf(1);
    expect(february.map(([name]) => [name, figureIn(document, name, null)?.value])).toEqual(february);
    expect(figureIn(document, 'revenue')?.currency).toBe('EUR');
    expect(rowsIn(document, 'ageing', 'kind')).toEqual({
      'not-due': '144.00',
      '1-30': '168.00',
      '31-60': '70.00',
      'over-90': '36.00',
    });
    expect(rowsIn(document, 'revenue', 'product')).toEqual({ T1: '150.00', C1: '140.00', '': '10.00' });
    expect(figureIn(document, 'revenue')?.before).toMatchObject({ from: '2026-01-01', to: '2026-01-31' });
    expect([document.from, document.to, document.madeOn]).toEqual(['2026-02-01', '2026-02-28', '2026-03-01']);
  });

  it('says of who drifts how late they came before and lately, as the page does', async () => {
    const [split] = figureIn(await snapshotOf(1), 'payers-drifting', 'USD')?.splits ?? [];
    expect(split?.columns?.map(({ name }) => name)).toEqual(['delay-before', 'delay-now', 'last-payment']);
    // (0 + 0 + 1) / 3 days late, then (12 + 15 + 18) / 3.
    expect(split?.rows.map(({ key, cells }) => [key, cells])).toEqual([['GAMMA', ['0.3', '15.0', '2026-01-28']]]);
  });

  it('is told to the managers at work alone, once', async () => {
    const [code] = (await owner.principal.findMany({ where: { id: 'helene' } })).map((person) => person.code);
    expect(first.mails).toEqual([`month-end:2026-02:1:${code}`]);
    await activities.renderDocuments(first.documents);
    for (const mail of first.mails) {
      expect(await activities.sendMail(mail)).toEqual({ kind: 'sent' });
      expect(await activities.sendMail(mail)).toEqual({ kind: 'sent' });
      const copies = await post.copiesOf(mail);
      expect(copies).toHaveLength(1);
      expect(copies[0]?.attachments.map(({ name }) => name)).toEqual([
        'arrete-mensuel-2026-02.pdf',
        'arrete-mensuel-2026-02.xlsx',
      ]);
    }
  });

  it('says them on paper, and as numbers in the workbook', async () => {
    const [pdf] = await documents.get(['month-end:2026-02:1']);
    const { text } = readPdf(pdf?.bytes ?? new Uint8Array());
    expect(text).toContain('Arrêté mensuel');
    expect(text).toMatch(/418,00\s€/);
    const [xlsx] = await documents.get(['month-end-workbook:2026-02:1']);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(xlsx?.bytes ?? new Uint8Array()) as never);
    const rows = book.getWorksheet('Indicateurs')?.getSheetValues() as unknown[][];
    const ageing = rows.find((row) => row?.[2] === 'Balance âgée') ?? [];
    expect([ageing[4], ageing[7]]).toEqual(['EUR', 418]);
  });

  it('stands as it is when facts come late, and a version made by hand tells them beside it', async () => {
    const before = await snapshotOf(1);
    await desk.payment('ALPHA', { date: '2026-02-27', amount: 50, pays: [] });
    const second = await made({ actor: helene(), reason: 'a payment of the 27th came in late' });
    expect(second.version).toBe(2);
    expect(await snapshotOf(1)).toEqual(before);
    const [one, two] = [figureIn(before, 'unallocated-money'), figureIn(await snapshotOf(2), 'unallocated-money')];
    expect([one?.value, two?.value]).toEqual(['100.00', '150.00']);
    expect((await snapshotOf(2)).reason).toBe('a payment of the 27th came in late');
  });

  it('comes to one version when it is asked for twice, one after the other or at once', async () => {
    const ask = { actor: helene(), reason: 'twice' };
    const [a, b] = await Promise.all([made(ask), made(ask)]);
    const c = await made(ask);
    expect([a.version, b.version, c.version]).toEqual([3, 3, 3]);
    expect(await owner.monthEnd.count({ where: { month } })).toBe(3);
    const trail = await owner.auditEntry.findMany({ where: { action: 'month-end.made' }, orderBy: { id: 'asc' } });
    expect(trail.map(({ actor, entityId }) => `${actor} ${entityId}`)).toEqual([
      'encours 2026-02:1',
      'helene 2026-02:2',
      'helene 2026-02:3',
    ]);
  });

  it('comes to two when two ask for it at once', async () => {
    const both = await Promise.all([
      made({ actor: helene(), reason: 'one' }),
      made({ actor: helene(), reason: 'other' }),
    ]);
    expect(both.map(({ version }) => version)).toEqual(expect.arrayContaining([4, 5]));
  });

  it('is made by the schedule only where no version is there', async () => {
    expect(await made()).toEqual(first);
    const other = { month: '2026-01', now, reason: 'by hand before the schedule' };
    expect(await activities.recordMonthEnd({ ...other, actor: helene() })).toMatchObject({ kind: 'made', version: 1 });
    expect(await activities.recordMonthEnd({ ...other, actor: null, reason: null })).toEqual({ kind: 'kept' });
  });

  it('is refused for a month that has not ended in the company’s zone, with field and remedy', async () => {
    const asked = { month: '2026-02', actor: helene(), reason: 'too early' };
    // 23:30 in Paris on the last day.
    expect(toldOf(await activities.recordMonthEnd({ ...asked, now: '2026-02-28T22:30:00.000Z' }))).toMatchObject({
      kind: 'refused',
      field: 'month',
      remedy: 'Name a month whose last day has passed.',
    });
    expect(await activities.readMonthsDue({ now: '2026-03-31T22:30:00.000Z' })).toEqual({
      today: '2026-04-01',
      months: ['2026-03'],
    });
  });

  it('keeps each version with the hash of what it says', async () => {
    const issued = await owner.document.findMany({ where: { kind: { startsWith: 'month-end' } } });
    expect(issued).toHaveLength(12);
    for (const { snapshot, snapshotHash: hash } of issued) expect(snapshotHash(snapshot)).toBe(hash);
    const { violations } = await verifyDatabase(database.url);
    expect(violations.filter(({ invariant }) => /month-end|document-(snapshot|file)/.test(invariant.name))).toEqual([]);
  });

  it('asks the admin for a reader where no manager can be written to', async () => {
    await owner.principal.update({ where: { id: 'helene' }, data: { email: null } });
    const alone = await made({ actor: helene(), reason: 'nobody to send it to' });
    expect(alone.mails).toEqual([]);
    const lines = await owner.workItem.findMany({ where: { kind: 'month-end-unaddressed' } });
    expect(lines.map(({ role, status, facts }) => [role, status, facts])).toEqual([
      ['admin', 'open', { month, version: alone.version }],
    ]);
  });
});
