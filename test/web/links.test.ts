import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { kpiDimensions, kpiNames } from '../../contracts/kpi.js';
import { kpiRules, type Place } from '../../domain/kpis.js';
import type { SpokenOfComplaints } from '../../words/complaint-lists.js';
import { loadDictionary, type Spoken } from '../../words/console.js';
import { complaintPage } from '../../words/en/console/complaints.js';

/** A list that is asked for what it does not know shows everything: each address of it has to be of its own words. */
type Known = {
  readonly filters: readonly { readonly id: string }[];
  readonly columns: readonly { readonly sort?: string }[];
};
type ListPage = { readonly listOf: (spoken: Spoken & SpokenOfComplaints, seesAll: boolean) => Known };

const web = fileURLToPath(new URL('../../web', import.meta.url));
/** Each list and the file of its page. The console is compiled apart, so that nothing of it is known here. */
const files = {
  '/orders': 'orders/orders-page.tsx',
  '/quotes': 'quotes/quotes-page.tsx',
  '/deliveries': 'deliveries/deliveries-page.tsx',
  '/invoices': 'invoices/invoices-page.tsx',
  '/payments': 'payments/payments-page.tsx',
  '/complaints': 'complaints/complaints-page.tsx',
  '/customers': 'customers/customers-page.tsx',
  '/products': 'products/products-page.tsx',
  '/mails': 'mails/mails-page.tsx',
  '/dunning': 'dunning/dunning-page.tsx',
};
let lists: Readonly<Record<string, Known>>;

beforeAll(async () => {
  // What a browser has, and a page asks when it is read.
  vi.stubGlobal('localStorage', { getItem: () => 'en' });
  const { rooms, vocabulary } = await loadDictionary('en');
  const spoken = { language: 'en', t: rooms, words: vocabulary, c: complaintPage } as const;
  const read = Object.entries(files).map(async ([path, file]) => {
    const page = (await import(/* @vite-ignore */ join(web, file))) as ListPage;
    return [path, page.listOf(spoken, true)] as const;
  });
  lists = Object.fromEntries(await Promise.all(read));
});

afterAll(() => vi.unstubAllGlobals());

/** Pages that are no list, and what of their address they read; a figure's own page by the group it is of. */
const pages: Readonly<Record<string, readonly string[]>> = {
  '/new-order': ['quote'],
  '/customers/$number': ['room'],
  '/figures/$group/$name': ['period', 'from', 'to', 'by', 'kind', 'order'],
};
const pageOf = (pathname: string): string => pathname.replace(/^\/figures\/[\w-]+\/[\w-]+$/, '/figures/$group/$name');

/** What of an address its list, or its page, knows nothing of. */
function unknownIn(address: string): readonly string[] {
  const { pathname, searchParams } = new URL(address, 'http://encours.example');
  const list = lists[pathname];
  const read = pages[pageOf(pathname)] ?? [];
  if (list === undefined)
    return [...searchParams.keys()].filter((name) => !read.includes(name)).map((name) => `${pathname} ?${name}`);
  const sorts = list.columns.flatMap(({ sort }) => (sort === undefined ? [] : [sort, `-${sort}`]));
  return [...searchParams].flatMap(([name, value]) => {
    const filter = list.filters.find(({ id }) => id === name);
    if (name === 'sort' ? sorts.includes(value) : filter !== undefined) return [];
    return [`${pathname} ?${name}=${value}`];
  });
}

const period = { from: '2026-10-01', to: '2026-10-31' } as const;
/** Keys that lead to other addresses than any other key. */
const keys = ['CMD 1/26', 'lines-delivered', 'not-due', '1-30', '31-60', '61-90', 'over-90'];

describe('the list behind a figure', () => {
  it.each(kpiNames)('%s knows all that it is narrowed by', (name) => {
    const rule = kpiRules[name];
    const places: readonly Place[] = [
      { ...period, by: null, key: null },
      ...kpiDimensions.flatMap((by) => keys.map((key) => ({ ...period, by, key }))),
    ];
    const addresses = places.map((place) => rule.list.at(place)).filter((address) => address !== null);
    expect(addresses.flatMap(unknownIn)).toEqual([]);
  });

  it('is narrowed to the customer wherever it says so', () => {
    const wide = kpiNames.filter((name) => {
      const { list } = kpiRules[name];
      const address = list.at({ ...period, by: 'customer', key: 'CMD 1/26' });
      return list.narrows.includes('customer') && !String(address).includes('CMD%201%2F26');
    });
    expect(wide).toEqual([]);
  });
});

const link = /\bto="(\/[^"]*)"[^>]*?\bsearch=\{\{([^}]*)\}/g;
const links = readdirSync(web, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tsx'))
  .flatMap((file) => [...readFileSync(join(web, file), 'utf8').matchAll(link)])
  .map(([, to = '', search = '']) => ({
    to,
    search: [...search.matchAll(/(\w+): (?:'([^']*)'|[\w.]+)/g)].map(
      ([, name = '', value]) => [name, value ?? 'x'] as const,
    ),
  }));

describe('a link from a page', () => {
  it('is found where there is one', () => {
    expect(links.map(({ to }) => to)).toEqual(
      expect.arrayContaining(['/invoices', '/payments', '/mails', '/new-order']),
    );
  });

  it('asks a list for nothing that the list does not know', () => {
    const toLists = links.filter(({ to }) => pages[to] === undefined);
    const addresses = toLists.map(
      ({ to, search }) => `${to}?${new URLSearchParams(Object.fromEntries(search)).toString()}`,
    );
    expect(addresses.flatMap(unknownIn)).toEqual([]);
  });

  it('asks another page for nothing that it does not read', () => {
    const names = links.flatMap(({ to, search }) =>
      pages[to] === undefined ? [] : search.map(([name]) => ({ to, name })),
    );
    expect(names.filter(({ to, name }) => !pages[to]?.includes(name))).toEqual([]);
  });
});
