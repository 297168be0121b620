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
import { importNeeds } from '../../contracts/vocabulary.js';
import { companyToday } from '../../prisma/queries/company.js';
import { findEarlierOrder } from '../../prisma/queries/earlier-orders.js';
import { tryRows, type Trial } from '../../prisma/commands/import-trial.js';
import type { Principal, QuestionContext } from '../context.js';
import { bodiesOfTable } from '../import/csv.js';
import { ImportError } from '../import/errors.js';
import { idempotencyKeys } from '../import/keys.js';
import { fieldShape, kindRules, letterOf, nameOf, recogniseKind, type Body } from '../import/kinds.js';
import { tableOf, type Row, type Table } from '../import/rows.js';
import { mayUse, salespersonBound } from '../permissions.js';
import { ProblemError, refusalProblem } from '../problem.js';
import { defineRoute } from '../route.js';
import { accept } from '../validate.js';
import { nowMs, scopeOf } from './answers.js';

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
  handler: (ctx) => Promise.resolve({ status: 200, body: fileOf(ctx.body, ctx.principal) }),
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
  handler: async (ctx) => ({ status: 200, body: { rows: await triedRows(ctx) } }),
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

type Input = { readonly name: string; readonly kind: ImportKind | null; readonly text: string };

function fileOf({ name, kind: asked, text }: Input, principal: Principal): ImportFile {
  const { columns, lines } = tableIn(name === '' ? 'The table' : name, text);
  const kind = asked ?? recogniseKind(name, columns);
  if (kind === undefined)
    throw new ProblemError('invalid-request', 'What the table holds is not clear.', {
      field: 'kind',
      remedy: 'Say what its rows are.',
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
    rows: rows.map((row) => rowOf(kind, row, row.kind === 'readable' ? (keys.next().value ?? '') : '')),
  };
}

function tableIn(name: string, text: string): Table {
  try {
    const table = tableOf(name, text.normalize('NFC'));
    if (table.lines.length <= IMPORT_ROWS) return table;
    throw new ProblemError(
      'invalid-request',
      `The table has ${table.lines.length} rows, and at most ${IMPORT_ROWS} are read.`,
      {
        field: 'text',
        remedy: 'Divide the table, or send it by "encours import".',
      },
    );
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    throw new ProblemError('invalid-request', error.message, { field: 'text', remedy: 'Put the table right.' });
  }
}

const isKnown = (kind: ImportKind, column: string): boolean =>
  column.startsWith('#') ||
  fieldShape(kind, column) !== undefined ||
  (kindRules[kind].table?.gatheredBy.includes(column) ?? false);

function requireKind(principal: Principal, kind: ImportKind): void {
  if (mayUse(principal, importNeeds[kind])) return;
  throw new ProblemError('forbidden', `The role ${principal.role} may not do this (${importNeeds[kind]}).`, {
    field: 'kind',
  });
}

function rowOf(kind: ImportKind, row: Row, key: string): ImportRow {
  const rows = [...(row.rows ?? [row.row])];
  if (row.kind === 'unreadable')
    return { row: row.row, rows, name: '', request: null, body: null, faults: [...row.faults] };
  const letter = letterOf(kind, row.body);
  const { faults } = inputOf(kind, row.body);
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
function inputOf(kind: ImportKind, body: Body): Checked {
  try {
    // The schema of the kind is the one of this very input.
    return { trial: { kind, input: accept(kindRules[kind].schema, body, 'documents') } as Trial, faults: [] };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { trial: null, faults: faultsOf(error) };
  }
}

function faultsOf({ errors, message, remedy }: ProblemError): ImportFault[] {
  if (errors.length === 0) return [{ field: '', message, remedy }];
  return errors.map(({ field, message: what }) => ({ field, message: what, remedy }));
}

async function triedRows(ctx: QuestionContext<unknown, unknown, ImportTrialInput>): Promise<ImportTrial['rows']> {
  const { deps, principal, body } = ctx;
  const { kind } = body;
  requireKind(principal, kind);
  const checked = body.rows.map((row) => ({ row: row.row, ...inputOf(kind, row.body) }));
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
    return { row, faults: refusal === null ? faults : faultsOf(refusalProblem(refusal)) };
  });
}

export const importRoutes = [read, trial, earlier];
