import type { KpiName } from '../../../contracts/kpi.js';
import { addDays, endOfMonth, maxDate } from '../../../domain/calendar.js';
import { workingDaysOf } from '../../../domain/kpis.js';
import { Prisma } from '../../generated/client.js';
import { visible, type Db, type Scope } from '../page.js';
import { besideBuyers, buyerFacts, readableBuyers } from './buyers.js';
import { keptParts, shelvesOf, type Span } from './kept.js';
import { loadOf, peopleNeededOf } from './load.js';
import { turnoverOf } from './market.js';
import { driftingNow, touchedPayers } from './payers.js';
import { emptyShelf, type Shelf } from './pieces.js';
import { keptOf, unitsIssued, type Kept } from './rollups.js';
import { fromComposed, ofEach, type FigureRequest, type Source, type Window } from './told.js';

type Composing = (db: Db, request: FigureRequest, scope: Scope, windows: readonly Window[]) => Promise<Source | null>;

/** A customer is the one that is asked for, and one that the reader may see. */
export const narrowed = ({ customer }: FigureRequest, scope: Scope): Prisma.Sql =>
  customer === null ? visible(scope) : Prisma.sql`${visible(scope)} AND customer.number = ${customer}`;

/** Of buyers, whose rows are kept. */
const ofBuyers: Composing = async (db, request, scope) => {
  const buyers = await readableBuyers(db);
  const facts = buyerFacts[request.name];
  if (buyers === null || facts === undefined) return null;
  const { rows, isTouched } = buyers;
  const isOfAll = request.customer === null && scope.salesperson === null;
  return fromComposed(
    request,
    (spans, by, keys) => {
      const asked = by === 'customer' && keys !== null ? Prisma.sql`b.customer = ANY (${[...keys]})` : Prisma.sql`TRUE`;
      const one = Prisma.sql`SELECT b.*, customer.salesperson AS person FROM (${rows}) AS b JOIN customer ON customer.number = b.customer
        WHERE ${narrowed(request, scope)} AND ${asked}`;
      const kept = isTouched || !isOfAll ? Prisma.sql`MATERIALIZED` : Prisma.sql`NOT MATERIALIZED`;
      // Nobody is asked whose they are where all are seen: the rows are then read where they stand.
      const buyer =
        isOfAll && by !== 'person'
          ? Prisma.sql`buyer AS ${kept} (SELECT b.*, NULL::text AS person FROM (${rows}) AS b WHERE ${asked})`
          : Prisma.sql`buyer AS ${kept} (${one})`;
      return Prisma.sql`${buyer}, ${besideBuyers(request.name, spans, by)}`;
    },
    (by) => facts({ by, kind: request.kind ?? null, currency: request.currency, isOfAll }),
  );
};

/** Of payers, whose spells are kept. */
const ofPayers: Composing = async (db, request, scope) => {
  const touched = await touchedPayers(db, request);
  if (touched === null) return null;
  return fromComposed(
    request,
    (spans, by) => {
      const isWhose = by === 'person' || request.customer !== null || scope.salesperson !== null;
      const each = Prisma.sql`(${ofEach(spans, driftingNow(touched, request))}) AS each`;
      return isWhose
        ? Prisma.sql`drifting AS MATERIALIZED (
            SELECT each.name, each.customer, customer.salesperson AS person FROM ${each} JOIN customer ON customer.number = each.customer
            WHERE ${narrowed(request, scope)})`
        : Prisma.sql`drifting AS MATERIALIZED (SELECT each.name, each.customer, NULL::text AS person FROM ${each})`;
    },
    () => Prisma.sql`
      SELECT d.customer, d.person, NULL AS product, NULL AS kind, 1 AS num, NULL::numeric AS den FROM drifting AS d WHERE d.name = w.name`,
  );
};

/** Days of spans of which nothing is known before it is read. */
const END = '9999-12-31';

/** Nothing of it is of one customer, or of the customers of one. */
const ofNobody = ({ customer }: FigureRequest, { salesperson }: Scope): boolean =>
  customer !== null || salesperson !== null;

/** The work that was done, by who did it, out of the kept days of lines. */
const ofWork =
  (factsOf: (ask: { readonly workingDays: readonly string[] }, done: Prisma.Sql) => Prisma.Sql): Composing =>
  async (db, request, scope, windows) => {
    const works = ['lines-entered', 'lines-delivered'] as const;
    const found: { readonly work: KpiName; readonly kept: Kept; readonly shelf: Shelf }[] = [];
    for (const work of works) {
      const kept = keptOf(work);
      const shelves = kept && (await shelvesOf(db, kept, request, everybody, windows));
      if (!kept || !shelves) return null;
      found.push({ work, kept, shelf: shelves.get('person') ?? emptyShelf });
    }
    const done = (spans: readonly Window[]): Prisma.Sql =>
      Prisma.join(
        found.map(
          ({ work, kept, shelf }) => Prisma.sql`
            SELECT told.* FROM (WITH ${keptParts(kept, 'person', shelf, { spans, books: request, reader: everybody, isSplit: true, isValued: true, isOver: false, keys: null })}
              SELECT part.name, part.key AS person, ${work}::text AS work, sum(part.n) AS lines FROM part GROUP BY 1, 2 HAVING sum(part.n) > 0) AS told`,
        ),
        ' UNION ALL ',
      );
    const workingDays = workingDaysOf(request.period, request.calendar);
    const facts = factsOf(
      { workingDays },
      Prisma.sql`(SELECT done.person, done.work, done.lines FROM done WHERE done.name = w.name)`,
    );
    return fromComposed(
      request,
      (spans) => Prisma.sql`done AS MATERIALIZED (${done(spans)})`,
      () => (ofNobody(request, scope) ? Prisma.sql`SELECT * FROM (${facts}) AS told WHERE FALSE` : facts),
    );
  };

const everybody = { salesperson: null, customer: null };

/** What left the stock of a product, in each window and after it. */
const ofStock: Composing = async (db, request, _scope, windows) => {
  const shelves = await shelvesOf(
    db,
    unitsIssued,
    request,
    everybody,
    windows.map(({ from }) => ({ from, to: END })),
  );
  if (shelves === null) return null;
  const shelf = shelves.get('product') ?? emptyShelf;
  const spansOf = (spans: readonly Window[]): readonly Span[] => {
    const last = maxDate(
      ...(spans.map(({ to }) => to) as [string]),
      ...shelf.touched,
      ...(shelf.carriedTo === null ? [] : [endOfMonth(shelf.carriedTo)]),
    );
    return spans.flatMap(({ name, from, to }) => [
      { name: `${name}:in`, from, to },
      ...(to < last ? [{ name: `${name}:after`, from: addDays(to, 1), to: last }] : []),
    ]);
  };
  return fromComposed(
    request,
    (spans) => Prisma.sql`issued AS MATERIALIZED (SELECT told.* FROM (
      WITH ${keptParts(unitsIssued, 'product', shelf, { spans: spansOf(spans), books: request, reader: everybody, isSplit: true, isValued: true, isOver: false, keys: null })}
      SELECT split_part(part.name, ':', 1) AS name, part.key AS product, sum(part.num) FILTER (WHERE part.name LIKE '%:in') AS within,
        sum(part.num) FILTER (WHERE part.name LIKE '%:after') AS later FROM part GROUP BY 1, 2) AS told)`,
    (by) => {
      const issued = Prisma.sql`SELECT i.product, i.within, i.later FROM issued AS i WHERE i.name = w.name`;
      const facts = turnoverOf(by === 'product', issued);
      return request.customer === null ? facts : Prisma.sql`SELECT * FROM (${facts}) AS told WHERE FALSE`;
    },
  );
};

const composing: Readonly<Partial<Record<KpiName, Composing>>> = {
  customers: ofBuyers,
  'customers-new': ofBuyers,
  'customers-retained': ofBuyers,
  'acquisition-cost': ofBuyers,
  'payers-drifting': ofPayers,
  load: ofWork(loadOf),
  'people-needed': ofWork(peopleNeededOf),
  'stock-turnover': ofStock,
};

/** Where a figure comes from that is worked out of what several others keep. Null: it is none of these, or not kept now. */
export const composedOf: Composing = (db, request, scope, windows) =>
  composing[request.name]?.(db, request, scope, windows) ?? Promise.resolve(null);
