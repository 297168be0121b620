import type pg from 'pg';

/** What is read of a house, and within how long. */
export type View = { readonly name: string; readonly path: string; readonly limitMs: number };

/** A list as the API's own description offers it: its orders, and what it is narrowed by. */
export type Offer = {
  readonly path: string;
  readonly sorts: readonly string[];
  readonly filters: readonly (readonly [name: string, values: readonly string[]])[];
  /** What it is never asked for without. */
  readonly always: readonly (readonly [name: string, value: string])[];
};

type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: { readonly enum?: readonly string[] };
};
type Description = {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>> | undefined>
  >;
};

const paging = ['cursor', 'limit', 'sort'];

/**
 * Reads every list out of the description of the API: whatever has an order and pages and is of no one thing.
 * @throws Error naming the filter nobody gave a value for, so that no new one goes unmeasured
 */
export function offersOf(
  description: Description,
  samples: Readonly<Record<string, readonly string[]>>,
): readonly Offer[] {
  return Object.entries(description.paths).flatMap(([path, methods]) => {
    const parameters = methods?.['get']?.parameters?.filter((one) => one.in === 'query') ?? [];
    const sort = parameters.find(({ name }) => name === 'sort');
    const isList = sort !== undefined && parameters.some(({ name }) => name === 'cursor') && !path.includes('{');
    if (!isList) return [];
    const filters = parameters
      .filter(({ name }) => !paging.includes(name))
      .map(({ name, schema, required = false }) => {
        const values = schema?.enum ?? samples[`${path} ${name}`] ?? samples[name];
        if (values === undefined) throw new Error(`${path} is filtered by ${name}: say in offers.ts by which values.`);
        return { name, values, required };
      });
    return [
      {
        path,
        sorts: sort.schema?.enum ?? [],
        filters: filters.map(({ name, values }) => [name, values] as const),
        always: filters.flatMap(({ name, values: [first = ''], required }) =>
          required ? [[name, first] as const] : [],
        ),
      },
    ];
  });
}

/** Values that tell a lot and a little: of the largest customer and a small one, of many days and of one. */
export async function readSamples(client: pg.Client): Promise<Readonly<Record<string, readonly string[]>>> {
  const { rows } = await client.query<Record<string, string>>(`
    WITH many AS (SELECT customer_number AS number, count(*) AS orders FROM sales_order GROUP BY 1)
    SELECT (SELECT number FROM many ORDER BY orders DESC, number LIMIT 1) AS large,
      (SELECT number FROM many ORDER BY orders, number LIMIT 1) AS small,
      (SELECT number FROM sales_order WHERE stage = 'settled' ORDER BY number DESC LIMIT 1) AS "order",
      (SELECT customer_reference FROM sales_order WHERE stage = 'settled' ORDER BY number LIMIT 1) AS reference,
      (SELECT number FROM invoice ORDER BY number DESC LIMIT 1) AS invoice,
      (SELECT number FROM delivery ORDER BY number DESC LIMIT 1) AS delivery,
      (SELECT min(received_on)::text FROM sales_order) AS first,
      (SELECT max(received_on)::text FROM sales_order) AS last,
      (SELECT (max(received_on) - 400)::text FROM sales_order) AS middle,
      (SELECT name FROM customer WHERE number LIKE 'V%' ORDER BY number LIMIT 1) AS name`);
  const [found] = rows;
  if (found === undefined) throw new Error('The house is empty.');
  const text = (name: string): string => found[name] ?? '';
  const from = [text('first'), text('middle'), text('last')];
  return {
    customer: [text('large'), text('small')],
    order: [text('order')],
    invoice: [text('invoice')],
    delivery: [text('delivery')],
    product: ['ZP-07', 'ZW-01'],
    salesperson: ['robert.king', 'nobody.at-all'],
    assignee: ['nobody', 'robert.king'],
    owner: ['nobody', 'robert.king'],
    person: ['robert.king'],
    category: ['Family 3'],
    parent: [text('large')],
    payer: [text('large')],
    country: ['FR'],
    taxClass: ['standard'],
    month: ['2026-01'],
    ...Object.fromEntries(
      [
        'receivedFrom',
        'departedFrom',
        'issuedFrom',
        'dueFrom',
        'dateFrom',
        'openedFrom',
        'receivedTo',
        'departedTo',
        'issuedTo',
        'dueTo',
        'dateTo',
        'openedTo',
        'until',
        'upTo',
      ].map((name) => [name, from]),
    ),
    search: [text('name'), 'Comptoir', 'nothing at all', text('order'), text('reference')],
    '/v1/products search': ['Article ZP-07', 'nothing at all'],
    '/v1/mails search': [`orders@${text('small').toLowerCase()}`, 'nothing at all', text('order')],
    '/v1/people search': ['robert'],
  };
}

const listMs = 50;
const searchMs = 100;

/** Reads beside the lists. Whoever adds a page of figures adds its reads here, each with its limit. */
export const otherViews = (samples: Readonly<Record<string, readonly string[]>>): readonly View[] => {
  const [large = '', small = ''] = samples['customer'] ?? [];
  const searches = [...(samples['search'] ?? []), '17.42', '2026', 'VIR FA', 'ZP-07'];
  const customerReads = [
    '',
    '/account',
    '/exposure',
    '/contacts',
    '/addresses',
    '/dunning-holds',
    '/dunning-runs',
    '/habits',
    '/changes',
  ];
  return [
    ...searches.map((text) => ({
      name: `search ${text}`,
      path: `/v1/search?text=${encodeURIComponent(text)}`,
      limitMs: searchMs,
    })),
    ...[large, small].flatMap((number) =>
      customerReads.map((part) => ({
        name: `customer ${number === large ? 'large' : 'small'} ${part}`.trimEnd(),
        path: `/v1/customers/${number}${part}`,
        limitMs: searchMs,
      })),
    ),
    { name: 'worklist counts', path: '/v1/worklist/counts', limitMs: listMs },
  ];
};

/** Every list in every order, alone and by each value of each filter; on the first page. */
export const viewsOf = ({ path, sorts, filters, always }: Offer): readonly (View & { readonly sort: string })[] =>
  sorts.flatMap((sort) =>
    [[] as const, ...filters.flatMap(([name, values]) => values.map((value) => [name, value] as const))].map(
      (filter) => {
        const [name, value] = filter;
        const query = new URLSearchParams({
          sort,
          ...Object.fromEntries(always),
          ...(name === undefined ? {} : { [name]: value }),
        });
        const limitMs = name === 'search' ? searchMs : listMs;
        return { name: `${path}?${query.toString()}`, path: `${path}?${query.toString()}`, limitMs, sort };
      },
    ),
  );
