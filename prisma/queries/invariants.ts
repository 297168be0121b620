import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { createPrisma, unhurriedConnectMs } from '../client.js';
import { Prisma } from '../generated/client.js';
import { snapshotHash } from '../repositories/documents.js';
import { prismaFolder } from '../schema-engine.js';
import { getCompany } from './company.js';
import { untrueParts } from './kpis/untrue.js';
import { unreadableThings } from './readability.js';

/** One sentence that must hold over the whole database, and the query of the rows that break it. */
export type Invariant = { readonly name: string; readonly sentence: string; readonly sql: string };

/** An invariant that does not hold: how many rows break it, and the first of them; every value as PostgreSQL prints it. */
export type Violation = {
  readonly invariant: Invariant;
  readonly count: number;
  readonly rows: readonly Row[];
};

type Row = Readonly<Record<string, string | null>>;

export type Verification = { readonly invariants: number; readonly violations: readonly Violation[] };

const folder = join(prismaFolder, 'invariants');
const shownRows = 20;
/** Every kept day is worked again from its facts: minutes, in a large house. */
const rollupsTimeoutMs = 2 * 60 * 60_000;
const pageRows = 500;
/** Whole tables are joined and sorted: with PostgreSQL's four megabytes some invariants look up each row of a million by itself. */
const sortingMemory = '256MB';

/** What SQL alone cannot judge: says of a row that the invariant's query found what breaks it, or null. */
const judges: Readonly<Record<string, (row: Row) => Row | null>> = {
  'document-snapshot': hashMatches,
  'outgoing-snapshot': hashMatches,
  'template-content': hashMatches,
};

const isJudged = ({ name }: Invariant): boolean => judges[name] !== undefined;

function hashMatches({ snapshot, ...row }: Row): Row | null {
  const digest = snapshotHash(JSON.parse(snapshot ?? 'null'));
  return digest === row.snapshot_hash ? null : { ...row, digest };
}

/**
 * Reads the files of `prisma/invariants`. What stands above a file's first `-- invariant: NAME` begins each of its
 * queries: the common table expressions that they share.
 */
export function readInvariants(): readonly Invariant[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return files.toSorted().flatMap((file) => {
    const [shared = '', ...parts] = readFileSync(join(folder, file), 'utf8').split(/^-- invariant: /m);
    return parts.map((part) => invariantOf(shared, part));
  });
}

function invariantOf(shared: string, part: string): Invariant {
  const [name = '', ...lines] = part.split('\n');
  const sentence = lines.filter((line) => line.startsWith('-- ')).map((line) => line.slice(3));
  const query = lines.filter((line) => !line.startsWith('--'));
  return { name: name.trim(), sentence: sentence.join(' '), sql: `${shared}\n${query.join('\n')}` };
}

const asPrinted = { getTypeParser: () => (value: string) => value };

/** Judges what an invariant's query finds, page by page, so that a large house fits into memory. */
async function judgeAll(
  client: pg.ClientBase,
  invariant: Invariant,
  judge: (row: Row) => Row | null,
): Promise<Violation | null> {
  await client.query(`DECLARE judged NO SCROLL CURSOR FOR ${invariant.sql}`);
  const broken: Row[] = [];
  for (let last = pageRows; last === pageRows;) {
    const page = await client.query<Record<string, string | null>>({
      text: `FETCH ${pageRows} FROM judged`,
      types: asPrinted,
    });
    const rows: readonly Row[] = page.rows;
    broken.push(...rows.map(judge).filter((row) => row !== null));
    last = rows.length;
  }
  await client.query('CLOSE judged');
  if (broken.length === 0) return null;
  return { invariant, count: broken.length, rows: broken.slice(0, shownRows) };
}

/** Asks one invariant within whatever transaction the client is in. Null: it holds. */
export async function findViolation(client: pg.ClientBase, invariant: Invariant): Promise<Violation | null> {
  const judge = judges[invariant.name];
  if (judge !== undefined) return judgeAll(client, invariant, judge);
  const { rows } = await client.query<Record<string, string | null>>({
    text: `SELECT count(*) OVER () AS "violations in all", broken.* FROM (${invariant.sql}) AS broken LIMIT ${shownRows}`,
    types: asPrinted,
  });
  const [first] = rows;
  if (first === undefined) return null;
  const count = Number(first['violations in all']);
  return { invariant, count, rows: rows.map(({ 'violations in all': _, ...row }) => row) };
}

/** How far a verification is: how many things it has looked at, of how many, and what it is looking at. */
export type Progress = { readonly done: number; readonly of: number; readonly underWay: readonly string[] };

/** One thing to look at. */
type Look = { readonly name: string; readonly find: () => Promise<Violation | null> };

/**
 * Checks every invariant in read-only transactions of one snapshot, so that all see the database at one moment, also while
 * it is in use, reads every list to its end and works again what is kept summed up. Two things go at a time: what PostgreSQL
 * works out beside what is read and judged here. Any role that may read the tables will do.
 */
export async function verifyDatabase(
  databaseUrl: string,
  tell: (progress: Progress) => void = () => undefined,
): Promise<Verification> {
  const invariants = readInvariants();
  const [asking, reading] = [clientOf(databaseUrl), clientOf(databaseUrl)];
  const stated = invariants.filter((each) => !isJudged(each)).map((each) => lookWith(asking, each));
  const read = [
    ...invariants.filter(isJudged).map((each) => lookWith(reading, each)),
    { name: readable.name, find: () => findUnreadable(databaseUrl) },
  ];
  const keptUp = untrueParts.map((part) => ({ name: summedUp.name, find: () => findUntrue(databaseUrl, part) }));
  const look = lookingAt(stated.length + read.length + keptUp.length, tell);
  try {
    await beginReading(reading, await beginReading(asking, null));
    const lane = async (own: Look[]): Promise<readonly (Violation | null)[]> => {
      const found: (Violation | null)[] = [];
      for (let next = own.shift() ?? keptUp.shift(); next !== undefined; next = own.shift() ?? keptUp.shift())
        found.push(await look(next));
      return found;
    };
    const found = (await Promise.all([lane(stated), lane(read)])).flat().filter((violation) => violation !== null);
    return { invariants: invariants.length + 2, violations: inOrder(invariants, found) };
  } finally {
    await Promise.all([asking.end(), reading.end()]);
  }
}

const lookWith = (client: pg.ClientBase, invariant: Invariant): Look => ({
  name: invariant.name,
  find: () => findViolation(client, invariant),
});

/** Looks at one thing, and tells as it begins and ends what is under way. */
function lookingAt(of: number, tell: (progress: Progress) => void): (look: Look) => Promise<Violation | null> {
  const underWay: string[] = [];
  let done = 0;
  const say = (): void => tell({ done, of, underWay: [...new Set(underWay)] });
  return async ({ name, find }) => {
    underWay.push(name);
    say();
    const found = await find();
    underWay.splice(underWay.indexOf(name), 1);
    done += 1;
    say();
    return found;
  };
}

/** As the files state them; what was found in several parts of one thing stands together. */
function inOrder(invariants: readonly Invariant[], found: readonly Violation[]): readonly Violation[] {
  return [...invariants, readable, summedUp].flatMap((invariant) => {
    const parts = found.filter((violation) => violation.invariant.name === invariant.name);
    if (parts.length === 0) return [];
    const count = parts.reduce((total, part) => total + part.count, 0);
    return [{ invariant, count, rows: parts.flatMap(({ rows }) => rows).slice(0, shownRows) }];
  });
}

const clientOf = (databaseUrl: string): pg.Client =>
  new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: unhurriedConnectMs });

/** @param of the snapshot to read; null: one of its own @returns the snapshot that is read */
async function beginReading(client: pg.Client, of: string | null): Promise<string> {
  await client.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  if (of !== null) await client.query(`SET TRANSACTION SNAPSHOT ${pg.escapeLiteral(of)}`);
  await client.query(`SET LOCAL work_mem = '${sortingMemory}'`);
  // An installation bounds both for its application, as which a check may be made too.
  await client.query('SET LOCAL statement_timeout = 0');
  await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
  if (of !== null) return of;
  const { rows } = await client.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
  return rows[0]?.snapshot ?? '';
}

/** What no query finds: rows that the API cannot tell, since they are not of the shape of their list. */
const readable: Invariant = {
  name: 'readable',
  sentence: 'Every row is of the shape that its list promises.',
  sql: '',
};

async function findUnreadable(databaseUrl: string): Promise<Violation | null> {
  const prisma = createPrisma(databaseUrl, { poolSize: 1, connectTimeoutMs: unhurriedConnectMs });
  try {
    const things = await unreadableThings(prisma);
    if (things.length === 0) return null;
    return {
      invariant: readable,
      count: things.length,
      rows: things.slice(0, shownRows).map((thing) => ({ ...thing })),
    };
  } finally {
    await prisma.$disconnect();
  }
}

const summedUp: Invariant = {
  name: 'rollups',
  sentence: 'Every day and month of figures that is kept summed up comes to what its facts come to.',
  sql: '',
};

/** A part in one snapshot of its own: what is kept and what has touched it are of one moment. */
async function findUntrue(databaseUrl: string, part: (typeof untrueParts)[number]): Promise<Violation | null> {
  const prisma = createPrisma(databaseUrl, { poolSize: 1, connectTimeoutMs: unhurriedConnectMs });
  try {
    const untrue = await prisma.$transaction(
      async (tx) => {
        await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
        const known = await tx.company.count();
        return known === 0 ? [] : part(tx, await getCompany(tx));
      },
      { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead, timeout: rollupsTimeoutMs },
    );
    if (untrue.length === 0) return null;
    return { invariant: summedUp, count: untrue.length, rows: untrue.slice(0, shownRows).map((row) => ({ ...row })) };
  } finally {
    await prisma.$disconnect();
  }
}

/** Rows that break an invariant, over all invariants. */
export const countViolations = ({ violations }: Verification): number =>
  violations.reduce((total, { count }) => total + count, 0);
