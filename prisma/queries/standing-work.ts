import { usualPolicyValues, type Role, type WorkItemKind } from '../../contracts/vocabulary.js';
import { localDateOf, type LocalDate, type TimeZone } from '../../domain/calendar.js';
import { isUnderWay } from '../../domain/order-stages.js';
import { Prisma } from '../generated/client.js';
import { isOfNow } from '../prepared.js';
import { stagesIn } from '../stages.js';
import { dueByDay, dueByOrder, dueDay, dueLines, leavesBy, orderLeavesBy } from './due.js';
import type { PartOrder, Source } from './merged.js';
import { numberOrder, type Db } from './page.js';

export type WorkSort = 'createdAt' | 'dueOn' | 'amount';

/** A moment as the worklist sees it: the company's day, and how long its policies wait. */
export type Moment = {
  readonly nowMs: number;
  readonly zone: TimeZone;
  readonly today: LocalDate;
  readonly warnPercent: number;
  readonly proofDays: number;
  readonly invoicingDays: number;
};

export async function readMoment(db: Db, nowMs: number): Promise<Moment> {
  const [row] = await db.$queryRaw<
    {
      readonly zone: TimeZone;
      readonly warnPercent: number | null;
      readonly proofDays: number | null;
      readonly invoicingDays: number | null;
    }[]
  >`SELECT coalesce((SELECT body->>'zone' FROM company WHERE id = 1), 'UTC') AS zone,
      (SELECT (body->>'warnPercent')::int FROM policy WHERE kind = 'acknowledgement') AS "warnPercent",
      (SELECT (body->>'proofDays')::int FROM policy WHERE kind = 'fulfilment') AS "proofDays",
      (SELECT (body->>'invoicingDays')::int FROM policy WHERE kind = 'fulfilment') AS "invoicingDays"`;
  const zone = row?.zone ?? 'UTC';
  return {
    nowMs,
    zone,
    today: localDateOf(nowMs, zone),
    warnPercent: row?.warnPercent ?? usualPolicyValues.warnPercent,
    proofDays: row?.proofDays ?? usualPolicyValues.proofDays,
    invoicingDays: row?.invoicingDays ?? usualPolicyValues.invoicingDays,
  };
}

/** Lines of one kind that stand by themselves: they are read from orders, deliveries and payments. */
export type Standing = {
  readonly kind: WorkItemKind;
  readonly role: Role;
  /** What follows `kind:` in its id. */
  readonly key: Prisma.Sql;
  /** Whether a line is the one of a key. */
  readonly is: (key: Prisma.Sql) => Prisma.Sql;
  readonly source: Source;
  /** The same from the side of the orders, for those of one customer, or in an order of theirs; left out: it is. */
  readonly byOrder?: Source;
  readonly facts: Prisma.Sql;
  readonly order: Prisma.Sql;
  readonly customer: Prisma.Sql;
  readonly amount: Prisma.Sql;
  readonly currency: Prisma.Sql;
  readonly dueOn: Prisma.Sql;
  readonly createdAt: Prisma.Sql;
  readonly sorts: Readonly<Record<WorkSort, PartOrder>>;
};

/** The first moment of a date, where the company is. */
const beginOf = (date: Prisma.Sql, { zone }: Moment): Prisma.Sql =>
  Prisma.sql`((${date})::timestamp AT TIME ZONE ${zone})`;

/** The date at whose begin a moment stands, or between which two: the later is the least whose begin is not before it. */
const dateAt =
  ({ zone }: Moment, later = 0): NonNullable<PartOrder['at']> =>
  (moment, edge) =>
    edge === 'greatest'
      ? Prisma.sql`((${moment} AT TIME ZONE ${zone})::date - ${later}::int)`
      : Prisma.sql`(((${moment} - interval '1 microsecond') AT TIME ZONE ${zone})::date + 1 - ${later}::int)`;

/** What a line that is about an order tells of it. */
const ofOrder = (order: Prisma.Sql): Pick<Standing, 'order' | 'customer' | 'amount' | 'currency'> => ({
  order: Prisma.sql`${order}.number`,
  customer: Prisma.sql`${order}.customer_number`,
  amount: Prisma.sql`${order}.gross`,
  currency: Prisma.sql`${order}.currency`,
});

/** By all that its order is worth; from the orders under way, where an index has them so. */
const byWorth = (order: Prisma.Sql, tie: Prisma.Sql, source: Source): PartOrder => ({
  by: Prisma.sql`${order}.gross`,
  ties: [numberOrder(Prisma.sql`${order}.number`), tie],
  source,
});

const moment = ({ nowMs }: Moment): Prisma.Sql => Prisma.sql`${new Date(nowMs)}::timestamptz`;

const endOfMonth = Prisma.sql`(date_trunc('month', d.departed_on) + interval '1 month - 1 day')::date`;

const underWay = stagesIn(isUnderWay);
const notUnderWay = stagesIn((stage) => !isUnderWay(stage));

/** The mail server may have refused it: then its own line of the worklist asks. What was moved in was answered elsewhere. */
function acknowledgements(at: Moment): Standing {
  const target = Prisma.sql`(o.received_at + o.acknowledgement_target_minutes * interval '1 minute')`;
  const dueOn = Prisma.sql`(${target} AT TIME ZONE ${at.zone})::date`;
  const number = Prisma.sql`o.number`;
  const waits = (isOpen: Prisma.Sql): Source => ({
    from: Prisma.sql`sales_order AS o`,
    where: Prisma.sql`o.move_in_id IS NULL AND o.acknowledged_at IS NULL AND o.acknowledgement_target_minutes IS NOT NULL
      AND ${isOpen}
      AND o.received_at + o.acknowledgement_target_minutes * interval '0.6 seconds' * ${at.warnPercent}::int <= ${moment(at)}
      AND NOT EXISTS (SELECT FROM outgoing m
        WHERE m.order_number = o.number AND m.kind = 'acknowledgement' AND m.status IN ('UNKNOWN', 'FAILED'))`,
  });
  return {
    kind: 'acknowledgement',
    role: 'sales',
    key: number,
    is: (key) => Prisma.sql`o.number = ${key}`,
    source: waits(Prisma.sql`o.stage IN (${underWay})`),
    facts: Prisma.sql`jsonb_build_object('stage', o.stage, 'isLate', ${target} < ${moment(at)}, 'zone', ${at.zone}::text,
      'target', to_char(${target} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`,
    ...ofOrder(Prisma.sql`o`),
    dueOn,
    createdAt: Prisma.sql`o.received_at`,
    sorts: {
      createdAt: { by: Prisma.sql`o.received_at`, ties: [number] },
      // Said as the index of the targets says it, and no other: of the few that others promise, all would be put in order.
      dueOn: { ...byTarget(dueOn, number, at), source: waits(Prisma.sql`o.stage NOT IN (${notUnderWay})`) },
      amount: { by: Prisma.sql`o.gross`, ties: [number] },
    },
  };
}

/**
 * By the moment of its target, which an index has in UTC: of rows of one day the earlier comes first, whatever the company's
 * zone. The first tie is that moment in milliseconds since 1970.
 */
function byTarget(dueOn: Prisma.Sql, number: Prisma.Sql, { zone }: Moment): PartOrder {
  const by = Prisma.sql`((o.received_at AT TIME ZONE 'UTC') + o.acknowledgement_target_minutes * interval '1 minute')`;
  const beginOfDay = (day: Prisma.Sql): Prisma.Sql =>
    Prisma.sql`((${day})::timestamp AT TIME ZONE ${zone} AT TIME ZONE 'UTC')`;
  return {
    by,
    value: dueOn,
    at: (day, edge) =>
      edge === 'least'
        ? beginOfDay(day)
        : Prisma.sql`(${beginOfDay(Prisma.sql`${day} + 1`)} - interval '1 microsecond')`,
    place: ([ms]) =>
      Prisma.sql`(timestamp 'epoch' + CASE WHEN ${ms}::text ~ '^\\d{15}$' THEN ${ms}::text::bigint END * interval '1 millisecond')`,
    ties: [Prisma.sql`lpad((extract(epoch FROM ${by}) * 1000)::bigint::text, 15, '0')`, number],
  };
}

/** Reserved, promised for today or earlier, and held by no credit stop: all that stands between it and the customer is a van. */
function deliveriesDue(at: Moment): Standing {
  const number = Prisma.sql`due.order_number`;
  const begin = beginOf(dueDay, at);
  const today = Prisma.sql`${at.today}::date`;
  const byOrder = { from: dueByOrder, where: orderLeavesBy(today) };
  return {
    kind: 'delivery-due',
    role: 'logistics',
    key: Prisma.sql`due.order_number || ':' || ${dueDay}`,
    is: (key) => Prisma.sql`(sales_order.number = left(${key}, -11) AND ${dueDay}::text = right(${key}, 10))`,
    source: { from: dueByDay, where: leavesBy(today) },
    byOrder,
    facts: Prisma.sql`jsonb_build_object('on', ${dueDay}, 'lines', ${dueLines},
      'backordered', (SELECT count(*) FROM order_line AS w WHERE w.order_number = due.order_number AND w.waiting),
      'isPrepared', EXISTS (SELECT FROM preparation AS picked WHERE ${isOfNow(number)}))`,
    ...ofOrder(Prisma.sql`sales_order`),
    dueOn: dueDay,
    createdAt: begin,
    sorts: {
      createdAt: { by: dueDay, value: begin, at: dateAt(at), ties: [number] },
      dueOn: { by: dueDay, ties: [number] },
      amount: byWorth(Prisma.sql`sales_order`, number, byOrder),
    },
  };
}

/** What the customer was promised first and has not got, by the order's first such line; that there is a new date does not unsay the old one. */
function promisesLate(at: Moment): Standing {
  const number = Prisma.sql`l.order_number`;
  const promised = Prisma.sql`l.first_confirmed_date`;
  const today = Prisma.sql`${at.today}::date`;
  const late = (line: string): Prisma.Sql => {
    const of = Prisma.raw(line);
    return Prisma.sql`${of}.quantity - ${of}.delivered - ${of}.cancelled > 0 AND ${of}.first_confirmed_date < ${today}`;
  };
  const ofItsLines = (what: Prisma.Sql): Prisma.Sql => Prisma.sql`(SELECT ${what} FROM order_line AS each
    WHERE each.order_number = l.order_number AND ${late('each')})`;
  const begin = beginOf(Prisma.sql`${promised} + 1`, at);
  const isOpen = Prisma.sql`o.stage IN (${underWay})`;
  const byOrder = {
    from: Prisma.sql`sales_order AS o CROSS JOIN LATERAL (SELECT each.* FROM order_line AS each
      WHERE each.order_number = o.number AND ${late('each')} ORDER BY each.first_confirmed_date, each.line_no LIMIT 1) AS l`,
    where: isOpen,
  };
  return {
    kind: 'promise-late',
    role: 'sales',
    key: Prisma.sql`l.order_number || ':' || ${promised}`,
    is: (key) => Prisma.sql`(o.number = left(${key}, -11) AND ${promised}::text = right(${key}, 10))`,
    source: {
      from: Prisma.sql`order_line AS l CROSS JOIN LATERAL (SELECT o.number, o.customer_number, o.gross, o.currency
        FROM sales_order AS o WHERE o.number = l.order_number AND ${isOpen} LIMIT 1) AS o`,
      where: Prisma.sql`${late('l')} AND coalesce((SELECT FALSE FROM order_line AS earlier
        WHERE earlier.order_number = l.order_number AND ${late('earlier')}
          AND (earlier.first_confirmed_date, earlier.line_no) < (${promised}, l.line_no) LIMIT 1), TRUE)`,
    },
    byOrder,
    facts: Prisma.sql`jsonb_build_object('promised', ${promised}, 'lines', ${ofItsLines(Prisma.sql`count(*)`)},
      'next', ${ofItsLines(Prisma.sql`CASE WHEN min(each.last_confirmed_date) >= ${today} THEN min(each.last_confirmed_date) END`)},
      'ready', ${ofItsLines(Prisma.sql`count(*) FILTER (WHERE each.allocated >= each.quantity - each.delivered - each.cancelled)`)})`,
    ...ofOrder(Prisma.sql`o`),
    dueOn: promised,
    createdAt: begin,
    sorts: {
      createdAt: { by: promised, value: begin, at: dateAt(at, 1), ties: [number] },
      dueOn: { by: promised, ties: [number] },
      amount: byWorth(Prisma.sql`o`, number, byOrder),
    },
  };
}

function proofsMissing(at: Moment): Standing {
  const number = Prisma.sql`d.number`;
  const dueOn = Prisma.sql`(d.departed_on + ${at.proofDays}::int)`;
  const begin = beginOf(Prisma.sql`d.departed_on`, at);
  return {
    kind: 'proof-missing',
    role: 'logistics',
    key: number,
    is: (key) => Prisma.sql`d.number = ${key}`,
    source: {
      from: Prisma.sql`delivery AS d JOIN sales_order AS o ON o.number = d.order_number`,
      where: Prisma.sql`d.status IN ('departed', 'delivered') AND d.move_in_id IS NULL
        AND d.departed_on <= ${at.today}::date - ${at.proofDays}::int`,
    },
    facts: Prisma.sql`jsonb_build_object('delivery', d.number, 'departedOn', d.departed_on, 'deliveredOn', d.delivered_on,
      'carrier', d.carrier)`,
    ...ofOrder(Prisma.sql`o`),
    dueOn,
    createdAt: begin,
    sorts: {
      createdAt: { by: Prisma.sql`d.departed_on`, value: begin, at: dateAt(at), ties: [number] },
      dueOn: {
        by: Prisma.sql`d.departed_on`,
        value: dueOn,
        at: (date) => Prisma.sql`(${date} - ${at.proofDays}::int)`,
        ties: [number],
      },
      amount: { by: Prisma.sql`o.gross`, ties: [numberOrder(Prisma.sql`o.number`), number] },
    },
  };
}

/** The day by which a delivery `d` of an order `o` is to be on an invoice; the rule is `billedBy` of domain/billing. */
const billedBy = Prisma.sql`(CASE o.billing ->> 'kind' WHEN 'delivery' THEN d.departed_on ELSE
  CASE o.billing ->> 'every'
    WHEN 'weekly' THEN least(d.departed_on + (7 - extract(isodow FROM d.departed_on))::int, ${endOfMonth})
    WHEN 'fortnightly' THEN CASE WHEN extract(day FROM d.departed_on) <= 15 THEN date_trunc('month', d.departed_on)::date + 14 ELSE ${endOfMonth} END
    ELSE ${endOfMonth} END END)`;

/** Goods that left and are on no invoice when they should be. What is not invoiced is found first, by its index. */
function deliveriesNotInvoiced(at: Moment): Standing {
  const number = Prisma.sql`d.number`;
  const dueOn = Prisma.sql`(${billedBy} + ${at.invoicingDays}::int)`;
  const begin = beginOf(Prisma.sql`d.departed_on`, at);
  return {
    kind: 'not-invoiced',
    role: 'finance',
    key: number,
    is: (key) => Prisma.sql`d.number = ${key}`,
    source: {
      from: Prisma.sql`(SELECT DISTINCT n.delivery_number FROM delivery_line AS n WHERE n.invoiced + n.credited < n.quantity) AS waiting
        JOIN delivery AS d ON d.number = waiting.delivery_number JOIN sales_order AS o ON o.number = d.order_number`,
      where: Prisma.sql`d.departed_on IS NOT NULL AND ${dueOn} < ${at.today}::date`,
    },
    facts: Prisma.sql`jsonb_build_object('delivery', d.number, 'departedOn', d.departed_on, 'billing', o.billing ->> 'kind',
      'billedBy', ${billedBy})`,
    ...ofOrder(Prisma.sql`o`),
    dueOn,
    createdAt: begin,
    sorts: {
      createdAt: { by: Prisma.sql`d.departed_on`, value: begin, at: dateAt(at), ties: [number] },
      dueOn: { by: dueOn, ties: [number] },
      amount: { by: Prisma.sql`o.gross`, ties: [numberOrder(Prisma.sql`o.number`), number] },
    },
  };
}

/** Where its customer owes something the account asks by a line of its own: `allocation`. */
function moneyWithoutTaker(): Standing {
  const id = Prisma.sql`p.id::text`;
  const never = Prisma.sql`'infinity'::date`;
  return {
    kind: 'unallocated',
    role: 'finance',
    key: id,
    is: (key) => Prisma.sql`p.id = CASE WHEN ${key} ~ ${uuid} THEN (${key})::uuid END`,
    source: {
      from: Prisma.sql`payment AS p`,
      where: Prisma.sql`p.unallocated <> 0
        AND (SELECT w.status FROM work_item AS w WHERE w.id = 'allocation:' || p.id) IS DISTINCT FROM 'open'`,
    },
    facts: Prisma.sql`jsonb_build_object('payment', p.id, 'reference', p.reference, 'amount', p.unallocated::text,
      'currency', p.currency, 'date', p.date, 'isCustomerKnown', p.customer_number IS NOT NULL)`,
    order: Prisma.sql`NULL::text`,
    customer: Prisma.sql`p.customer_number`,
    amount: Prisma.sql`p.unallocated`,
    currency: Prisma.sql`p.currency`,
    dueOn: Prisma.sql`NULL::date`,
    createdAt: Prisma.sql`p.created_at`,
    sorts: {
      createdAt: { by: Prisma.sql`p.created_at`, ties: [id] },
      dueOn: { by: never, ties: [id] },
      amount: { by: Prisma.sql`p.unallocated`, ties: [id] },
    },
  };
}

const uuid = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** Days after which a credit that nobody used is asked about. */
const CREDIT_DAYS = 30;

function creditsToGive(at: Moment): Standing {
  const number = Prisma.sql`owed.invoice_number`;
  const begin = beginOf(Prisma.sql`owed.issue_date`, at);
  return {
    kind: 'credit-to-give',
    role: 'finance',
    key: number,
    is: (key) => Prisma.sql`owed.invoice_number = ${key}`,
    source: {
      from: Prisma.sql`invoice_open AS owed JOIN invoice AS note ON note.number = owed.invoice_number`,
      where: Prisma.sql`owed.open < 0 AND owed.issue_date <= ${at.today}::date - ${CREDIT_DAYS}::int`,
    },
    facts: Prisma.sql`jsonb_build_object('creditNote', owed.invoice_number, 'corrects', note.corrects, 'amount', (-owed.open)::text,
      'currency', note.currency, 'date', owed.issue_date)`,
    order: Prisma.sql`note.order_number`,
    customer: Prisma.sql`owed.customer_number`,
    amount: Prisma.sql`-owed.open`,
    currency: Prisma.sql`note.currency`,
    dueOn: Prisma.sql`(owed.issue_date + ${CREDIT_DAYS}::int)`,
    createdAt: begin,
    sorts: {
      createdAt: { by: Prisma.sql`owed.issue_date`, value: begin, at: dateAt(at), ties: [number] },
      dueOn: {
        by: Prisma.sql`owed.issue_date`,
        value: Prisma.sql`(owed.issue_date + ${CREDIT_DAYS}::int)`,
        at: (date) => Prisma.sql`(${date} - ${CREDIT_DAYS}::int)`,
        ties: [number],
      },
      amount: { by: Prisma.sql`-owed.open`, ties: [number] },
    },
  };
}

/** All that stands by itself at a moment, by kind. */
export const standingWork = (at: Moment): readonly Standing[] => [
  acknowledgements(at),
  deliveriesDue(at),
  promisesLate(at),
  proofsMissing(at),
  deliveriesNotInvoiced(at),
  moneyWithoutTaker(),
  creditsToGive(at),
];
