import type { Response } from 'express';
import PQueue from 'p-queue';
import { z } from 'zod';
import { listNames, listPaths, type ListName } from '../../contracts/lists.js';
import type { Page } from '../../contracts/primitives.js';
import { said } from '../../contracts/said.js';
import { languages } from '../../contracts/vocabulary.js';
import { recordExport } from '../../prisma/commands/exports.js';
import { companyToday, getCompany } from '../../prisma/queries/company.js';
import type { ReadContext } from '../context.js';
import { columnsOf, currency, spokenIn, type Column } from '../exports/columns.js';
import { longestMs, mimeOf, writeFile, type Format } from '../exports/file.js';
import { actorOf } from '../idempotency.js';
import { mayUse } from '../permissions.js';
import { ProblemError } from '../problem.js';
import { defineRoute, type Route } from '../route.js';
import type { FileStream } from '../router.js';
import { accept } from '../validate.js';
import { nowMs } from './answers.js';
import { acquisitionSpendRoutes } from './acquisition-spends.js';
import { capacityRoutes } from './capacities.js';
import { complaintRoutes } from './complaints.js';
import { customerRoutes } from './customers.js';
import { monthEndRoutes } from './month-ends.js';
import { moveInRoutes } from './move-ins.js';
import { peopleRoutes } from './people.js';
import { productCostRoutes } from './product-costs.js';
import { productRoutes } from './products.js';
import { quoteRoutes } from './quotes.js';
import { readRoutes } from './reads.js';
import { sessionRoutes } from './sessions.js';
import { stockRoutes } from './stock.js';
import { worklistRoutes } from './worklist.js';

type ListRoute = Extract<Route, { method: 'get' }>;

const listRoutes = [
  ...readRoutes,
  ...complaintRoutes,
  ...customerRoutes,
  ...productRoutes,
  ...productCostRoutes,
  ...quoteRoutes,
  ...stockRoutes,
  ...worklistRoutes,
  ...monthEndRoutes,
  ...capacityRoutes,
  ...acquisitionSpendRoutes,
  ...moveInRoutes,
  ...peopleRoutes,
  ...sessionRoutes,
];

/** The lists that are exported, by the routes that answer them: their rights, filters, orders and fields are the file's. */
const lists = new Map<ListName, ListRoute>(
  listNames.flatMap((name) => {
    const route = listRoutes.find((one): one is ListRoute => one.method === 'get' && one.path === listPaths[name]);
    return route === undefined ? [] : [[name, route] as const];
  }),
);

const pageRows = 200;
/** Each holds a connection of the API's while it lasts; the others wait. */
const atOnce = new PQueue({ concurrency: 2 });

const File = z.strictObject({ file: z.string().regex(/^[a-z-]+\.(csv|xlsx)$/) });

const exports = defineRoute({
  method: 'get',
  path: '/v1/exports/{file}',
  permission: 'exports.read',
  summary: 'All rows of a list that its filters leave, as CSV or XLSX',
  description:
    'The file is called as the list: `orders.csv`, `invoices.xlsx`. It takes the filters and the order of the list, with ' +
    'the same rights and fields, and `columns` by the ids of the console; it is read in one snapshot and streamed. CSV ' +
    'is written in the language that is asked for, with what a spreadsheet would take for a formula made harmless. Who took which rows away is kept in the audit.',
  tags: ['exports'],
  params: File,
  query: z.looseObject({ columns: z.string().max(400).optional(), language: z.enum(languages).optional() }),
  responses: { 200: 'text/csv' },
  async handler(ctx) {
    const [name, format] = ctx.params.file.split('.') as [ListName, Format];
    const route = lists.get(name);
    if (route === undefined) throw new ProblemError('not-found', said('list-unknown'));
    if (!mayUse(ctx.principal, route.permission))
      throw new ProblemError('forbidden', said('role-not-shown-list', { role: ctx.principal.role }));
    const { columns: wanted, language = ctx.language, ...filters } = ctx.query;
    const asked = accept(route.query ?? z.strictObject({}), filters) as Readonly<Record<string, unknown>>;
    const columns = chosen(columnsOf(name, mayUse(ctx.principal, 'customers.exposure')), wanted);
    const { zone } = await getCompany(ctx.deps.prisma);
    const today = await companyToday(ctx.deps.prisma, nowMs(ctx));
    // A refused order or cursor is told before the first byte.
    const inLanguage = { ...ctx, language };
    await pageOf(route, inLanguage, { ...asked, limit: 1 });
    const say = spokenIn(language);
    const title = say.t.lists.names[name];
    const fileName = `${title.toLowerCase().replaceAll(/[^\p{L}\d]+/gu, '-')}-${today}.${format}`;
    const stream: FileStream = {
      attach: (res) =>
        atOnce.add(() =>
          ctx.deps.prisma.$transaction(
            (tx) => {
              const reading = { ...inLanguage, deps: { ...ctx.deps, prisma: tx as typeof ctx.deps.prisma } };
              const pages = recorded(pagesOf(route, reading, asked, res), (rows) =>
                recordExport(
                  ctx.deps.prisma,
                  {
                    list: name,
                    format,
                    filters: Object.fromEntries(Object.entries(filters).map(([id, value]) => [id, String(value)])),
                    columns: [...new Set(columns.map(({ id }) => id))],
                    rows,
                    whole: !res.destroyed,
                  },
                  actorOf(ctx.principal, String(res.getHeader('X-Request-Id'))),
                ),
              );
              return writeFile(format, { title, columns, say, zone, pages }, res);
            },
            { isolationLevel: 'RepeatableRead', maxWait: longestMs, timeout: longestMs },
          ),
        ),
    };
    return {
      status: 200,
      body: stream,
      headers: {
        'Content-Type': mimeOf[format],
        'Content-Disposition': `attachment; filename="${name}.${format}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        'Cache-Control': 'no-store',
      },
    };
  },
});

/** @throws ProblemError 400 naming a column that the list has not */
function chosen(all: readonly Column[], wanted: string | undefined): readonly Column[] {
  const ids = wanted === undefined || wanted === '' ? [...new Set(all.map(({ id }) => id))] : wanted.split(',');
  const columns = ids.flatMap((id) => {
    const found = all.filter((column) => column.id === id);
    if (found.length === 0)
      throw new ProblemError('invalid-request', said('list-column-unknown', { column: id }), { field: 'columns' });
    return found;
  });
  return columns.some(({ kind }) => kind === 'amount') ? [...columns, currency] : columns;
}

async function pageOf(
  route: ListRoute,
  ctx: ReadContext,
  query: Readonly<Record<string, unknown>>,
): Promise<Page<Readonly<Record<string, unknown>>>> {
  const { body } = await route.handler({ ...ctx, params: {}, query } as never);
  return body as Page<Readonly<Record<string, unknown>>>;
}

async function* pagesOf(route: ListRoute, ctx: ReadContext, asked: Readonly<Record<string, unknown>>, res: Response) {
  for (let cursor: string | null | undefined; cursor !== null && !res.destroyed;) {
    const page: Page<Readonly<Record<string, unknown>>> = await pageOf(route, ctx, {
      ...asked,
      limit: pageRows,
      cursor,
    });
    yield page.items;
    cursor = page.nextCursor;
  }
}

/** The rows, and how many they were: told before the file is ended, so that none is whole that is not on record. */
async function* recorded<T>(
  pages: AsyncIterable<readonly T[]>,
  tell: (rows: number) => Promise<void>,
): AsyncGenerator<readonly T[]> {
  let rows = 0;
  try {
    for await (const page of pages) {
      rows += page.length;
      yield page;
    }
  } finally {
    await tell(rows);
  }
}

export const exportRoutes = [exports];
