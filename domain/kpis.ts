import type { KpiDimension, KpiGroup, KpiListFit, KpiName, KpiUnit } from '../contracts/kpi.js';
import { customerStandings, type CustomerStanding } from '../contracts/vocabulary.js';
import { pathOf } from './paths.js';
import {
  addDays,
  addMonths,
  isWorkingDay,
  compareDates,
  daysBetween,
  endOfMonth,
  minDate,
  type LocalDate,
} from './calendar.js';
import type { WorkingCalendar } from './holidays.js';

/** First and last day, both counted. */
export type Period = { readonly from: LocalDate; readonly to: LocalDate };

/** How one figure is made of the facts of a period. */
export type Aggregate =
  /** Of what is counted. */
  | 'sum'
  /** Of what is counted, where there is any; else nothing can be said. */
  | 'known-sum'
  /** Of what is counted, in each hundred of what could have been. */
  | 'share'
  /** Weighted: what is counted by what it is counted over. */
  | 'mean'
  | 'median'
  | 'p90';

/** The right that opens a figure, by a line of the permission table; null: everybody who may read figures at all. */
export type KpiRight =
  | 'invoices.list'
  | 'payments.list'
  | 'quotes.list'
  | 'product-costs.list'
  | 'capacities.list'
  | 'acquisition-spends.list'
  | null;

/** Facts that come of no process: a house that enters none is not shown what is made of them. */
export type KpiNeed = 'product-cost' | 'capacity' | 'acquisition-spend';

export type KpiRule = {
  readonly group: KpiGroup;
  readonly unit: KpiUnit;
  readonly good: 'up' | 'down' | null;
  /** Of what happened in a period, or of how it stood at the end of its last day. */
  readonly over: 'period' | 'day';
  readonly aggregate: Aggregate;
  readonly dimensions: readonly KpiDimension[];
  /** What it can be narrowed to beside its split. */
  readonly kinds?: readonly CustomerStanding[];
  readonly right: KpiRight;
  /** What somebody has to enter first: until then the figure is not there. */
  readonly needs?: KpiNeed;
  /** The figure that says of how much of it the facts are known. */
  readonly knownBy?: KpiName;
  /** The list behind it in the console. */
  readonly list: Behind;
};

/** What a list behind a figure is narrowed to. */
export type Place = Period & { readonly by: KpiDimension | null; readonly key: string | null };

const address = (path: string, query: Readonly<Record<string, string | null>> = {}): string => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return given.length === 0 ? path : `${path}?${given.join('&')}`;
};

const keyOf = (place: Place, by: KpiDimension): string | null => (place.by === by ? place.key : null);

/** A list of the console behind figures: where it is, and whether it holds just what they count. */
type Behind = {
  readonly at: (place: Place) => string | null;
  /** Unsplit. */
  readonly fit: KpiListFit;
  /** By these it is narrowed to one row of a split, and has just that. */
  readonly narrows: readonly KpiDimension[];
  /** It is told as of the day of the figure; else a list tells of today. */
  readonly isOfItsDay?: true;
};

const ofPeriod = (place: Place) => ({ receivedFrom: place.from, receivedTo: place.to });

const ordersOf: Behind = {
  at: (place) => address('/orders', { ...ofPeriod(place), customer: keyOf(place, 'customer') }),
  fit: 'exact',
  narrows: ['customer'],
};
const ordersByOrigin: Behind = {
  at: (place) =>
    address('/orders', { ...ofPeriod(place), customer: keyOf(place, 'customer'), origin: keyOf(place, 'kind') }),
  fit: 'exact',
  narrows: ['customer', 'kind'],
};
/** Whose person is the salesperson of the order. */
const ofOneAmong = (place: Place) => ({
  customer: keyOf(place, 'customer'),
  salesperson: keyOf(place, 'person'),
});
const openOrders: Behind = {
  at(place) {
    const stage = keyOf(place, 'kind');
    return address('/orders', { ...ofOneAmong(place), stage, ended: stage === null ? 'false' : null });
  },
  fit: 'exact',
  narrows: ['customer', 'kind'],
};
const orderBook: Behind = {
  at: (place) => address('/orders', ofOneAmong(place)),
  fit: 'wider',
  narrows: [],
};
/** Orders accepted of which something is to be delivered: one that is held may be late too. */
const late: Behind = {
  at: (place) => address('/orders', { ...ofOneAmong(place), hasBackorder: 'true' }),
  fit: 'near',
  narrows: [],
};
/** Of the questions that were asked there is no list: they stand in the dossiers of orders. */
const askedAbout: Behind = {
  at: (place) => address('/orders', { customer: keyOf(place, 'customer') }),
  fit: 'wider',
  narrows: [],
};
const complaintsOpened: Behind = {
  at: (place) =>
    address('/complaints', {
      openedFrom: place.from,
      openedTo: place.to,
      customer: keyOf(place, 'customer'),
      kind: keyOf(place, 'kind'),
    }),
  fit: 'near',
  narrows: ['customer', 'kind'],
};
const complaintsOpen: Behind = {
  at: (place) =>
    address('/complaints', { waiting: 'true', customer: keyOf(place, 'customer'), kind: keyOf(place, 'kind') }),
  fit: 'exact',
  narrows: ['customer', 'kind'],
};
const deliveries: Behind = {
  at: (place) =>
    address('/deliveries', { departedFrom: place.from, departedTo: place.to, customer: keyOf(place, 'customer') }),
  fit: 'exact',
  narrows: ['customer'],
};
const openDeliveries: Behind = {
  at: (place) => address('/deliveries', { status: keyOf(place, 'kind'), customer: keyOf(place, 'customer') }),
  fit: 'wider',
  narrows: ['kind'],
};
const invoices: Behind = {
  at: (place) =>
    address('/invoices', { issuedFrom: place.from, issuedTo: place.to, customer: keyOf(place, 'customer') }),
  fit: 'exact',
  narrows: ['customer'],
};
/** The list by what is open has what something is open on. */
const unpaid: Behind = {
  at: (place) =>
    address('/invoices', { sort: '-open', status: keyOf(place, 'kind'), customer: keyOf(place, 'customer') }),
  fit: 'exact',
  narrows: ['customer', 'kind'],
};
/** An invoice stands in the list by the day its last instalment is due, with all that is open of it. */
const owed: Behind = {
  at: (place) => address('/invoices', { sort: '-open', ...bucketDates(place), customer: keyOf(place, 'customer') }),
  fit: 'near',
  narrows: [],
};
const overdue: Behind = {
  at: (place) => address('/invoices', { overdue: 'true', sort: 'dueDate', customer: keyOf(place, 'customer') }),
  fit: 'exact',
  narrows: ['customer'],
};
const payments: Behind = {
  at: (place) => address('/payments', { dateFrom: place.from, dateTo: place.to, customer: keyOf(place, 'customer') }),
  fit: 'wider',
  narrows: [],
};
/** Credit notes that nothing has taken are not among payments. */
const moneyLeft: Behind = {
  at: (place) => address('/payments', { unallocated: 'true', customer: keyOf(place, 'customer') }),
  fit: 'near',
  narrows: [],
};
const quotes: Behind = {
  at: (place) => address('/quotes', { customer: keyOf(place, 'customer') }),
  fit: 'wider',
  narrows: [],
};
const openQuotes: Behind = {
  at: (place) => address('/quotes', { status: 'open', customer: keyOf(place, 'customer') }),
  fit: 'exact',
  narrows: ['customer'],
};
const STATUS_OF_QUOTE = /^quote-/;
const byStatus = (path: string, status: string): Behind => ({
  at: (place) => address(path, { [status]: keyOf(place, 'kind')?.replace(STATUS_OF_QUOTE, '') ?? null }),
  fit: 'exact',
  narrows: ['kind'],
});
const quotesByStatus = byStatus('/quotes', 'status');
const ordersByStage = byStatus('/orders', 'stage');
const deliveriesByStatus = byStatus('/deliveries', 'status');
const invoicesByStatus = byStatus('/invoices', 'status');
/** The split of a figure by customer, which says who they are, as of the same days; of one customer its page. */
const whoTheyAre = (group: KpiGroup, name: KpiName): Behind => ({
  at(place) {
    const key = keyOf(place, 'customer');
    if (key !== null) return pathOf('/customers', key);
    const days = { period: 'free', from: place.from, to: place.to };
    return address(pathOf('/figures', group, name), { ...days, by: 'customer', kind: keyOf(place, 'kind') });
  },
  fit: 'exact',
  narrows: ['customer', 'kind'],
  isOfItsDay: true,
});
const product: Behind = {
  at(place) {
    const key = keyOf(place, 'product');
    return key === null ? '/products' : pathOf('/products', key);
  },
  fit: 'wider',
  narrows: ['product'],
};
const work: Behind = {
  at: (place) => (keyOf(place, 'kind') === 'lines-delivered' ? deliveries : ordersOf).at(place),
  fit: 'wider',
  narrows: ['kind'],
};
/** The same list, of which the figure counts a part alone. */
const partOf = (behind: Behind): Behind => ({ ...behind, fit: 'wider', narrows: [] });
/** The same list, which comes nearest: what is counted may be of another day. */
const nearly = (behind: Behind): Behind => ({ ...behind, fit: 'near', narrows: [] });

/** Due dates of a bucket of days late. */
function bucketDates(place: Place): Readonly<Record<string, string | null>> {
  const daysAgo = (days: number): LocalDate => addDays(place.to, -days);
  switch (keyOf(place, 'kind')) {
    case 'not-due':
      return { dueFrom: place.to };
    case '1-30':
      return { dueFrom: daysAgo(30), dueTo: daysAgo(1) };
    case '31-60':
      return { dueFrom: daysAgo(60), dueTo: daysAgo(31) };
    case '61-90':
      return { dueFrom: daysAgo(90), dueTo: daysAgo(61) };
    case 'over-90':
      return { dueTo: daysAgo(91) };
    default:
      return {};
  }
}

const ofOrders = ['person', 'customer', 'kind'] as const;
const ofLines = ['person', 'customer', 'family', 'product'] as const;
const ofCustomers = ['person', 'customer'] as const;

const flow = { over: 'period', right: null } as const;
const standing = { over: 'day', aggregate: 'sum', right: null } as const;
/** All documents of a kind that there were by a day, each in the state that it was in then. */
const onRecord = { ...standing, dimensions: ['kind'] } as const;
/** Whether more customers who stand so are better, or fewer; null: neither. */
export const goodOfStanding: Readonly<Record<CustomerStanding, KpiRule['good']>> = {
  regular: 'up',
  'at-risk': 'down',
  lapsed: 'down',
  new: 'up',
  occasional: null,
};

const activity = { group: 'activity', unit: 'count', good: null } as const;
const punctuality = {
  ...flow,
  group: 'speed',
  unit: 'percent',
  good: 'up',
  aggregate: 'share',
  dimensions: ofLines,
  list: nearly(deliveries),
} as const;
const quality = { ...flow, group: 'speed', dimensions: ofOrders } as const;
const money = { group: 'money', unit: 'amount', right: 'invoices.list' } as const;

const cost = {
  ...flow,
  group: 'money',
  good: 'up',
  right: 'product-costs.list',
  needs: 'product-cost',
  dimensions: ofLines,
  list: invoices,
} as const;

/** Every figure that Encours tells, once: API, pages and documentation read it here. */
export const kpiRules = {
  'quotes-made': {
    ...activity,
    ...flow,
    aggregate: 'sum',
    right: 'quotes.list',
    dimensions: ofCustomers,
    list: quotes,
  },
  'orders-entered': { ...activity, ...flow, aggregate: 'sum', dimensions: ofOrders, list: ordersByOrigin },
  'deliveries-made': { ...activity, ...flow, aggregate: 'sum', dimensions: ofCustomers, list: deliveries },
  'invoices-issued': {
    ...activity,
    ...flow,
    aggregate: 'sum',
    right: 'invoices.list',
    dimensions: ofOrders,
    list: invoices,
  },
  'lines-entered': { ...activity, ...flow, aggregate: 'sum', dimensions: ofLines, list: ordersOf },
  'lines-delivered': { ...activity, ...flow, aggregate: 'sum', dimensions: ofLines, list: deliveries },
  'manual-share': {
    ...activity,
    ...flow,
    unit: 'percent',
    good: 'down',
    aggregate: 'share',
    dimensions: ofOrders,
    list: ordersByOrigin,
  },
  'information-requests': {
    ...activity,
    ...flow,
    good: 'down',
    aggregate: 'sum',
    dimensions: ofOrders,
    list: askedAbout,
  },
  'complaints-opened': {
    ...activity,
    ...flow,
    good: 'down',
    aggregate: 'sum',
    dimensions: ofOrders,
    list: complaintsOpened,
  },
  'complaints-open': { ...activity, ...standing, good: 'down', dimensions: ofOrders, list: complaintsOpen },
  load: {
    ...activity,
    ...flow,
    unit: 'percent',
    aggregate: 'share',
    right: 'capacities.list',
    needs: 'capacity',
    dimensions: ['person', 'kind'],
    list: work,
  },
  'people-needed': {
    ...activity,
    ...flow,
    unit: 'people',
    aggregate: 'known-sum',
    right: 'capacities.list',
    needs: 'capacity',
    dimensions: ['kind'],
    list: work,
  },
  'quotes-by-status': { ...activity, ...onRecord, right: 'quotes.list', list: quotesByStatus },
  'orders-by-status': { ...activity, ...onRecord, list: ordersByStage },
  'deliveries-by-status': { ...activity, ...onRecord, list: deliveriesByStatus },
  'invoices-by-status': { ...activity, ...onRecord, right: 'invoices.list', list: invoicesByStatus },
  'quotes-open': { ...activity, ...standing, right: 'quotes.list', dimensions: ofCustomers, list: openQuotes },
  'orders-open': { ...activity, ...standing, dimensions: ofOrders, list: openOrders },
  'deliveries-open': { ...activity, ...standing, dimensions: ['customer', 'kind'], list: openDeliveries },
  'invoices-open': { ...activity, ...standing, right: 'invoices.list', dimensions: ofOrders, list: unpaid },

  'ack-on-time': {
    ...flow,
    group: 'speed',
    unit: 'percent',
    good: 'up',
    aggregate: 'share',
    dimensions: ofOrders,
    list: partOf(ordersByOrigin),
  },
  'ack-median': {
    ...flow,
    group: 'speed',
    unit: 'minutes',
    good: 'down',
    aggregate: 'median',
    dimensions: ofOrders,
    list: partOf(ordersByOrigin),
  },
  'ack-p90': {
    ...flow,
    group: 'speed',
    unit: 'minutes',
    good: 'down',
    aggregate: 'p90',
    dimensions: ofOrders,
    list: partOf(ordersByOrigin),
  },
  'delivery-median': {
    ...flow,
    group: 'speed',
    unit: 'days',
    good: 'down',
    aggregate: 'median',
    dimensions: ofOrders,
    list: nearly(deliveries),
  },
  'delivery-p90': {
    ...flow,
    group: 'speed',
    unit: 'days',
    good: 'down',
    aggregate: 'p90',
    dimensions: ofOrders,
    list: nearly(deliveries),
  },
  'customer-time': {
    ...flow,
    group: 'speed',
    unit: 'days',
    good: 'down',
    aggregate: 'mean',
    dimensions: ofOrders,
    list: nearly(deliveries),
  },
  'otif-requested': punctuality,
  'otif-first-confirmed': punctuality,
  'otif-last-confirmed': punctuality,
  'on-time-requested': punctuality,
  'on-time-first-confirmed': punctuality,
  'on-time-last-confirmed': punctuality,

  corrections: { ...quality, unit: 'count', aggregate: 'sum', good: 'down', list: nearly(ordersOf) },
  'entry-errors': { ...quality, unit: 'count', aggregate: 'sum', good: 'down', list: nearly(ordersOf) },
  'entry-error-rate': { ...quality, unit: 'percent', aggregate: 'share', good: 'down', list: ordersOf },
  accuracy: {
    ...quality,
    unit: 'percent',
    aggregate: 'share',
    good: 'up',
    dimensions: ofCustomers,
    list: ordersOf,
  },

  'complaint-resolution': {
    ...quality,
    unit: 'days',
    aggregate: 'median',
    good: 'down',
    list: nearly(complaintsOpened),
  },

  'order-book': { ...money, ...standing, right: 'invoices.list', good: null, dimensions: ofLines, list: orderBook },
  'backlog-late': { ...money, ...standing, right: 'invoices.list', good: 'down', dimensions: ofLines, list: late },
  revenue: { ...flow, ...money, good: 'up', aggregate: 'sum', dimensions: ofLines, list: invoices },
  margin: { ...cost, list: partOf(invoices), unit: 'amount', aggregate: 'known-sum', knownBy: 'margin-coverage' },
  'margin-rate': { ...cost, list: partOf(invoices), unit: 'percent', aggregate: 'share', knownBy: 'margin-coverage' },
  'margin-coverage': { ...cost, unit: 'percent', aggregate: 'share' },
  ageing: {
    ...standing,
    ...money,
    good: 'down',
    dimensions: ofOrders,
    list: owed,
  },
  'unallocated-money': {
    ...standing,
    ...money,
    right: 'payments.list',
    good: 'down',
    dimensions: ['customer', 'kind'],
    list: moneyLeft,
  },
  dso: {
    ...money,
    over: 'day',
    unit: 'days',
    good: 'down',
    aggregate: 'mean',
    dimensions: ofCustomers,
    list: owed,
  },
  'dso-best': {
    ...money,
    over: 'day',
    unit: 'days',
    good: 'down',
    aggregate: 'mean',
    dimensions: ofCustomers,
    list: partOf(owed),
  },
  'dso-delay': {
    ...money,
    over: 'day',
    unit: 'days',
    good: 'down',
    aggregate: 'mean',
    dimensions: ofCustomers,
    list: overdue,
  },
  'dso-count-back': {
    ...money,
    over: 'day',
    unit: 'days',
    good: 'down',
    aggregate: 'sum',
    dimensions: [],
    list: owed,
  },
  'days-to-pay': {
    ...flow,
    ...money,
    unit: 'days',
    good: 'down',
    aggregate: 'mean',
    dimensions: ofCustomers,
    list: payments,
  },
  'days-late': {
    ...flow,
    ...money,
    unit: 'days',
    good: 'down',
    aggregate: 'mean',
    dimensions: ofCustomers,
    list: payments,
  },
  'payers-drifting': {
    ...standing,
    group: 'money',
    unit: 'count',
    right: 'invoices.list',
    good: 'down',
    dimensions: ofCustomers,
    list: whoTheyAre('money', 'payers-drifting'),
  },

  'quote-conversion': {
    ...flow,
    group: 'market',
    unit: 'percent',
    good: 'up',
    aggregate: 'share',
    right: 'quotes.list',
    dimensions: ofCustomers,
    list: quotes,
  },
  'quote-conversion-value': {
    ...flow,
    group: 'market',
    unit: 'percent',
    good: 'up',
    aggregate: 'share',
    right: 'quotes.list',
    dimensions: ofCustomers,
    list: quotes,
  },
  'stock-turnover': {
    ...flow,
    group: 'market',
    unit: 'times',
    good: 'up',
    aggregate: 'mean',
    dimensions: ['family', 'product'],
    list: product,
  },
  customers: {
    ...standing,
    group: 'market',
    unit: 'count',
    good: 'up',
    dimensions: ofOrders,
    kinds: customerStandings,
    list: whoTheyAre('market', 'customers'),
  },
  'customers-new': {
    ...flow,
    group: 'market',
    unit: 'count',
    good: 'up',
    aggregate: 'sum',
    dimensions: ofCustomers,
    list: whoTheyAre('market', 'customers-new'),
  },
  'customers-retained': {
    ...flow,
    group: 'market',
    unit: 'percent',
    good: 'up',
    aggregate: 'share',
    dimensions: ofCustomers,
    list: whoTheyAre('market', 'customers-retained'),
  },
  'acquisition-cost': {
    ...flow,
    group: 'market',
    unit: 'amount',
    good: 'down',
    aggregate: 'mean',
    right: 'acquisition-spends.list',
    needs: 'acquisition-spend',
    dimensions: [],
    list: whoTheyAre('market', 'customers-new'),
  },
} as const satisfies Readonly<Record<KpiName, KpiRule>>;

export const kpiRule = (name: KpiName): KpiRule => kpiRules[name];

/** Where the list behind a figure is, and whether it has just what is counted; most lists tell of today. */
export function listBehind(
  { list, over }: KpiRule,
  place: Place,
  today: LocalDate,
): { readonly at: string | null; readonly fit: KpiListFit } {
  const isPast = over === 'day' && compareDates(place.to, today) < 0 && list.isOfItsDay !== true;
  return { at: list.at(place), fit: isPast ? 'near' : fitOf(list, place.by) };
}

function fitOf({ fit, narrows }: Behind, by: KpiDimension | null): KpiListFit {
  if (by === null) return fit;
  if (narrows.includes(by)) return 'exact';
  return fit === 'exact' ? 'wider' : fit;
}

const isFirstOfMonth = (day: LocalDate): boolean => day.endsWith('-01');

/** Whole months, such as a quarter: it is compared with as many months, whatever their days. */
const monthsOf = ({ from, to }: Period): number | null => {
  if (!isFirstOfMonth(from) || to !== endOfMonth(to)) return null;
  let months = 1;
  while (endOfMonth(addMonths(from, months - 1)) !== to) months += 1;
  return months;
};

/** The period of the same length that ends the day before; of whole months, as many months. */
export function periodBefore(period: Period): Period {
  const to = addDays(period.from, -1);
  const months = monthsOf(period);
  if (months !== null) return { from: addMonths(period.from, -months), to };
  return { from: addDays(to, -daysBetween(period.from, period.to)), to };
}

/** The same days of the year before; the last of February stays the last of February. */
export function yearBefore(period: Period): Period {
  const to = addMonths(period.to, -12);
  return { from: addMonths(period.from, -12), to: monthsOf(period) === null ? to : endOfMonth(to) };
}

/** More days than this are told month by month. */
const DAYS_OF_A_SERIES = 62;
/** Between two days of which it is told how something stood. */
const DAYS_OF_A_WEEK = 7;

/** A long period by its months, of which the first and the last may be parts. */
function monthsWithin({ from, to }: Period): readonly Period[] {
  const parts: Period[] = [];
  for (let first = from; compareDates(first, to) <= 0; first = addDays(endOfMonth(first), 1))
    parts.push({ from: first, to: minDate(endOfMonth(first), to) });
  return parts;
}

/**
 * The course of a figure over a period: by months where it is long, else by days; what stood at the end of a day by weeks
 * that end with the period.
 */
export function seriesOf({ from, to }: Period, over: KpiRule['over']): readonly Period[] {
  const days = daysBetween(from, to) + 1;
  if (days > DAYS_OF_A_SERIES) return monthsWithin({ from, to });
  const step = over === 'day' ? DAYS_OF_A_WEEK : 1;
  const ends = Array.from({ length: Math.ceil(days / step) }, (_, index) => addDays(to, -index * step));
  return ends.toReversed().map((end, index) => ({ from: index === 0 ? from : addDays(end, 1 - step), to: end }));
}

/** The month of a day up to that day. */
const monthUpTo = (day: LocalDate): Period => ({ from: `${day.slice(0, 8)}01`, to: day });

/** The days of a period that are not to come; one that lies ahead whole stays as it is. */
export const upTo = (today: LocalDate, { from, to }: Period): Period => ({
  from,
  to: compareDates(from, today) <= 0 ? minDate(to, today) : to,
});

/** Ten years: a longer course says nothing, and would take the house's time. */
const LONGEST_DAYS = 3_660;

/** The period that is asked for, or why it is none; the month up to today where nothing is said. */
export function periodAsked(
  asked: { readonly from?: LocalDate | undefined; readonly to?: LocalDate | undefined },
  today: LocalDate,
): Period | 'backwards' | 'too-long' {
  const to = asked.to ?? today;
  const from = asked.from ?? monthUpTo(to).from;
  if (compareDates(from, to) > 0) return 'backwards';
  return daysBetween(from, to) > LONGEST_DAYS ? 'too-long' : { from, to };
}

/** The working days of a period and of those it is compared with. */
export function workingDaysOf(period: Period, calendar: WorkingCalendar): readonly LocalDate[] {
  const first = minDate(periodBefore(period).from, yearBefore(period).from);
  return Array.from({ length: daysBetween(first, period.to) + 1 }, (_, at) => addDays(first, at)).filter((day) =>
    isWorkingDay(day, calendar),
  );
}
