import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentIds } from '../../contracts/ids.js';
import type { InvoiceKind } from '../../contracts/vocabulary.js';
import { createPrisma, unhurriedConnectMs, type PrismaClient, type Transaction } from '../../prisma/client.js';
import type { NewDocument } from '../../prisma/repositories/documents.js';
import { insertCreditNote } from '../../prisma/repositories/credit-notes.js';
import {
  insertInvoice,
  takeNumber,
  takenNumber,
  type TakenNumber,
  type TakenRow,
} from '../../prisma/repositories/invoices.js';
import { once } from '../../prisma/repositories/step.js';
import { draftOrder, karim, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { brokenNumbers } from '../support/numbering.js';
import { deliverAll, type DeliveredPaper } from '../support/paperwork.js';

const WRITERS = 16;
const INVOICES = 2_000;
/** Around the end of a year: the earlier day of each, then whoever comes has the earlier or the later one. */
const days = { 2035: ['2035-12-30', '2035-12-31'], 2036: ['2036-01-01', '2036-01-02'] } as const;
const dayOf = (writer: number, round: number): string =>
  days[writer % 4 < 2 ? 2035 : 2036][round < 8 || (writer + round) % 2 === 0 ? 0 : 1];

let house: House;
let writing: PrismaClient;
let killer: pg.Client;
beforeAll(async () => {
  house = await openHouse();
  writing = createPrisma(house.database.url, { poolSize: WRITERS, connectTimeoutMs: unhurriedConnectMs });
  killer = new pg.Client({ connectionString: house.database.adminUrl });
  await killer.connect();
});
afterAll(async () => {
  await killer.end();
  await writing.$disconnect();
  await house.close();
});

type Fate = 'undone' | 'killed' | 'killed-at-the-end' | null;
type Task = {
  readonly key: string;
  readonly kind: InvoiceKind;
  readonly day: string;
  readonly paper: DeliveredPaper;
  /** An invoice of the same customer, for a credit note to correct. */
  readonly first: string;
};

const figures = (sign: '' | '-') => ({
  freight: '0.00',
  lines: [],
  net: `${sign}1.00`,
  vat: `${sign}0.20`,
  gross: `${sign}1.20`,
  vatBreakdown: [],
});

async function write(tx: Transaction, { kind, paper, first }: Task, taken: TakenNumber): Promise<void> {
  const { draft } = paper;
  if (kind === 'credit-note') {
    const why = { scope: 'allowance', reason: 'AUTRE', note: null } as const;
    await insertCreditNote(tx, {
      taken,
      corrects: first,
      draft: { ...figures('-'), takesAll: false },
      why,
      sources: [],
    });
    return;
  }
  await insertInvoice(tx, {
    taken,
    kind,
    dueDate: '2036-03-01',
    instalments: [{ instalment: 1, dueDate: '2036-03-01', amount: '1.20' }],
    orders: [{ number: paper.number, openGross: '0.00' }],
    sources: [],
    customerNumber: draft.customer,
    currency: 'EUR',
    paymentTerms: draft.paymentTerms,
    draft: figures(''),
    deductions: [],
    actor: karim(),
    period: null,
  });
}

/** Of each twenty one is undone and one loses its connection, half of these when all is written; each the first time that it is tried. */
function fateOf(index: number): Fate {
  if (index % 20 === 7) return 'undone';
  if (index % 40 === 13) return 'killed';
  return index % 40 === 33 ? 'killed-at-the-end' : null;
}

/** Issues an invoice or credit note of 1.20, and may come to nothing on the way. */
function issue(task: Task, fate: Fate): Promise<string> {
  const { key, kind, day, paper } = task;
  return once(writing, key, null, async (tx) => {
    const [row] = await tx.$queryRaw<TakenRow[]>`${takeNumber(kind, day, paper.number)}`;
    if (row === undefined) throw new Error(`no series of ${kind}`);
    const taken = takenNumber(row);
    if (fate === 'killed') await kill(tx);
    await write(tx, task, taken);
    if (fate === 'undone') throw new Error('undone');
    const { draft } = paper;
    const { number, issueDate } = taken;
    const document = {
      id: kind === 'credit-note' ? documentIds.creditNote(number) : documentIds.invoice(number),
      kind,
      number,
      issuedOn: issueDate,
      customerNumber: draft.customer,
      orderNumber: paper.number,
      snapshot: { language: 'fr', number, issueDate },
    } as unknown as NewDocument;
    if (fate === 'killed-at-the-end') await kill(tx);
    return { result: number, audit: [], documents: [document] };
  });
}

/** Tried again until it is done, as Temporal does: on a busy machine the wait for a series may end at the limit of a statement. */
async function issueAtLast(task: Task, triesLeft = 20): Promise<string> {
  try {
    return await issue(task, null);
  } catch (error) {
    if (triesLeft === 0) throw error;
    return issueAtLast(task, triesLeft - 1);
  }
}

/** The connection of a transaction is lost. */
async function kill(tx: Transaction): Promise<void> {
  const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
  await killer.query('SELECT pg_terminate_backend($1, 5000)', [row?.pid]);
}

type Row = { readonly series: string; readonly sequence: number; readonly number: string; readonly issued: string };
const issued = (): Promise<Row[]> => house.prisma.$queryRaw`
  SELECT series, sequence, number, issue_date::text AS issued FROM invoice ORDER BY series, sequence`;

describe('a storm of numbers', () => {
  it('of 2,000 invoices and credit notes by 16 writers, a tenth of them undone or cut off, leaves no gap, no double, dates in order and a whole chain', async () => {
    await listProduct(house, 'STORM', '1000');
    const papers: DeliveredPaper[] = [];
    for (let writer = 0; writer < WRITERS; writer += 1) {
      const customer = await openAccount(house, `STORM-${writer}`);
      papers.push(await deliverAll(house, await draftOrder(house, customer, [{ product: 'STORM', quantity: '1' }])));
    }
    const failures: string[] = [];
    const numbers: string[] = [];
    const storm = async (paper: DeliveredPaper, writer: number): Promise<void> => {
      let first = '';
      for (let index = writer; index < INVOICES; index += WRITERS) {
        const round = Math.floor(index / WRITERS);
        const kind = round % 4 === 3 ? 'credit-note' : 'invoice';
        const task = { key: `storm:${index}`, kind, day: dayOf(writer, round), paper, first } as const;
        const fate = fateOf(index);
        if (fate !== null)
          await issue(task, fate).then(
            () => failures.push('nothing happened'),
            () => failures.push(fate),
          );
        const number = await issueAtLast(task);
        numbers.push(number);
        if (first === '') first = number;
      }
    };
    await Promise.all(papers.map(storm));

    const times = (fate: Fate) => failures.filter((each) => each === fate).length;
    expect([failures.length, times('undone'), times('killed'), times('killed-at-the-end')]).toEqual([200, 100, 50, 50]);
    const rows = await issued();
    expect(rows.map(({ number }) => number).toSorted()).toEqual(numbers.toSorted());
    expect(new Set(numbers).size).toBe(INVOICES);
    expect([...new Set(rows.map(({ series }) => series))]).toEqual(['AV-2035', 'AV-2036', 'FA-2035', 'FA-2036']);
    for (const series of ['AV-2035', 'AV-2036', 'FA-2035', 'FA-2036']) {
      const own = rows.filter((row) => row.series === series);
      expect(own.map(({ sequence }) => sequence)).toEqual(own.map((_, at) => at + 1));
      expect(own.map((row) => row.issued)).toEqual(own.map((row) => row.issued).toSorted());
      expect(new Set(own.map((row) => row.issued)).size).toBe(2);
    }
    expect(await brokenNumbers(house)).toEqual([]);
  });
});
