import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { idempotencyKeyLifeDays } from '../../config/retention.js';
import {
  EarlierOrders,
  IMPORT_ROWS,
  ImportFile,
  ImportReadInput,
  ImportTrial,
  ImportTrialInput,
  type ImportFault,
  type ImportKind,
  type ImportRow,
} from '../../contracts/import.js';
import { CustomerNumber, Line } from '../../contracts/primitives.js';
import { said } from '../../contracts/said.js';
import { importNeeds, type Language } from '../../contracts/vocabulary.js';
import { tellIn } from '../../words/said.js';
import { companyToday } from '../../prisma/queries/company.js';
import { findEarlierOrder } from '../../prisma/queries/earlier-orders.js';
import { tryRows, type Trial } from '../../prisma/commands/import-trial.js';
import type { Principal, QuestionContext } from '../context.js';
import { bodiesOfTable } from '../import/csv.js';
import { TableError } from '../import/errors.js';
import { idempotencyKeys } from '../import/keys.js';
import { fieldShape, kindRules, letterOf, nameOf, recogniseKind, type Body } from '../import/kinds.js';
import { tableOf, type Fault, type Row, type Table } from '../import/rows.js';
import { mayUse, salespersonBound } from '../permissions.js';
import { ProblemError, refusalProblem, toldIn } from '../problem.js';
import { defineRoute } from '../route.js';
import { accept } from '../validate.js';
import { nowMs, scopeOf, spoken } from './answers.js';

const tags = ['import'];

const read = defineRoute({
  method: 'post',
  asks: true,
  path: '/v1/imports/readings',
  permission: 'imports.read',
  summary: 'Read a table of rows to import',
  description:
    'CSV, or a table copied out of a spreadsheet: which columns are known, each row as it would be sent, to which route and ' +
    'under which Idempotency-Key, and what its contract refuses. At most 5,000 rows and 600,000 characters. Nothing is kept; ' +
    'the rows are sent to the routes of their kind, each by itself.',
  tags,
  body: ImportReadInput,
  responses: { 200: ImportFile },
  handler: (ctx) => Promise.resolve(spoken(ctx, fileOf(ctx))),
});

const trial = defineRoute({
  method: 'post',
  asks: true,
  path: '/v1/imports/trials',
  permission: 'imports.try',
  summary: 'What would be refused of rows, were they sent now',
  description:
    'Each row is done by the command of its kind and undone again; an order is drafted as its entry drafts it. At most 50 at ' +
    'once, in the order in which they would be sent.',
  tags,
  body: ImportTrialInput,
  responses: { 200: ImportTrial },
  handler: async (ctx) => spoken(ctx, { rows: await triedRows(ctx) }),
});

const earlier = defineRoute({
  method: 'get',
  path: '/v1/earlier-orders',
  permission: 'imports.earlier',
  summary: 'The order of a customer and reference that an import would enter again',
  description:
    'At most one, the first that is so old that its Idempotency-Key may be forgotten; of orders that were refused, rejected ' +
    'or cancelled none. Without `customer` and `customerReference` there is nothing to recognise one by.',
  tags,
  query: z.strictObject({ customer: CustomerNumber.optional(), customerReference: Line(60).optional() }),
  responses: { 200: EarlierOrders },
  async handler(ctx) {
    const { customer, customerReference } = ctx.query;
    if (customer === undefined || customerReference === undefined) return { status: 200, body: { items: [] } };
    const { prisma } = ctx.deps;
    const today = await companyToday(prisma, nowMs(ctx));
    const of = { today, keyLifeDays: idempotencyKeyLifeDays, scope: scopeOf(ctx) };
    const number = await findEarlierOrder(prisma, { customer, customerReference }, of);
    return { status: 200, body: { items: number === null ? [] : [{ number }] } };
  },
});

function fileOf({ body, principal, language }: QuestionContext<unknown, unknown, ImportReadInput>): ImportFile {
  const { name, kind: asked, text } = body;
  const { columns, lines } = tableIn(name, text);
  const kind = asked ?? recogniseKind(name, columns);
  if (kind === undefined)
    throw new ProblemError('invalid-request', said('table-unclear'), {
      field: 'kind',
      remedy: said('say-what-rows-are'),
    });
  requireKind(principal, kind);
  const rows = bodiesOfTable(kind, columns, lines);
  const keys = idempotencyKeys(
    kind,
    rows.flatMap((row) => (row.kind === 'readable' ? [row.body] : [])),
  ).values();
  return {
    kind,
    columns: columns.map((column) => ({ name: column, isKnown: isKnown(kind, column) })),
    table: lines.map(({ row, cells }) => ({ row, cells: [...cells] })),
    rows: rows.map((row) =>
      rowOf(kind, row, { key: row.kind === 'readable' ? (keys.next().value ?? '') : '', language }),
    ),
  };
}

function tableIn(name: string, text: string): Table {
  try {
    const table = tableOf(name, text.normalize('NFC'));
    if (table.lines.length <= IMPORT_ROWS) return table;
    throw new ProblemError('invalid-request', said('table-too-long', { rows: table.lines.length, most: IMPORT_ROWS }), {
      field: 'text',
      remedy: said('divide-table'),
    });
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    throw new ProblemError('invalid-request', error.said, { field: 'text', remedy: said('put-table-right') });
  }
}

const isKnown = (kind: ImportKind, column: string): boolean =>
  column.startsWith('#') ||
  fieldShape(kind, column) !== undefined ||
  (kindRules[kind].table?.gatheredBy.includes(column) ?? false);

function requireKind(principal: Principal, kind: ImportKind): void {
  if (mayUse(principal, importNeeds[kind])) return;
  throw new ProblemError('forbidden', said('role-may-not', { role: principal.role, permission: importNeeds[kind] }), {
    field: 'kind',
  });
}

type Telling = { readonly key: string; readonly language: Language };

function rowOf(kind: ImportKind, row: Row, { key, language }: Telling): ImportRow {
  const rows = [...(row.rows ?? [row.row])];
  if (row.kind === 'unreadable')
    return {
      row: row.row,
      rows,
      name: '',
      request: null,
      body: null,
      faults: row.faults.map((fault) => faultOf(fault, language)),
    };
  const letter = letterOf(kind, row.body);
  const { faults } = inputOf(kind, row.body, language);
  return {
    row: row.row,
    rows,
    name: nameOf(kind, row.body),
    request: letter === undefined ? null : { path: letter.path, key, body: letter.body },
    body: row.body,
    faults,
  };
}

type Checked = { readonly trial: Trial | null; readonly faults: ImportFault[] };

/** A row as its contract has it, or what the contract refuses. */
function inputOf(kind: ImportKind, body: Body, language: Language): Checked {
  try {
    // The schema of the kind is the one of this very input.
    return { trial: { kind, input: accept(kindRules[kind].schema, body, 'documents') } as Trial, faults: [] };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { trial: null, faults: faultsOf(error, language) };
  }
}

const faultOf = ({ field, said: what, remedy }: Fault, language: Language): ImportFault => ({
  field,
  message: tellIn(language, what),
  remedy: tellIn(language, remedy),
});

function faultsOf(problem: ProblemError, language: Language): ImportFault[] {
  const { detail, remedy, errors } = toldIn(language, problem);
  if (errors.length === 0) return [{ field: '', message: detail, remedy }];
  return errors.map((error) => ({ ...error, remedy }));
}

async function triedRows(ctx: QuestionContext<unknown, unknown, ImportTrialInput>): Promise<ImportTrial['rows']> {
  const { deps, principal, body, language } = ctx;
  const { kind } = body;
  requireKind(principal, kind);
  const checked = body.rows.map((row) => ({ row: row.row, ...inputOf(kind, row.body, language) }));
  const trials = checked.flatMap((each) => (each.trial === null ? [] : [each.trial]));
  const found = await tryRows(deps.prisma, trials, {
    actor: { principal: principal.id, role: principal.role, requestId: randomUUID() },
    scope: { salesperson: salespersonBound(principal, importNeeds[kind]) },
    nowMs: nowMs(ctx),
    keyLifeDays: idempotencyKeyLifeDays,
  });
  const refusals = found.values();
  return checked.map(({ row, trial: tried, faults }) => {
    const refusal = tried === null ? null : (refusals.next().value ?? null);
    return { row, faults: refusal === null ? faults : faultsOf(refusalProblem(refusal), language) };
  });
}

export const importRoutes = [read, trial, earlier];
