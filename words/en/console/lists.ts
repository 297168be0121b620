import type { ListWords } from '../../fr/console/lists.js';

/** What every list says. */
export const lists: ListWords = {
  filter: 'Filter',
  filters: 'Filters',
  clear: 'Clear filters',
  sort: 'Order',
  columns: 'Columns',
  sortBy: (column: string) => `Sort by ${column}`,
  ascending: 'ascending',
  descending: 'descending',
  next: 'Next',
  first: 'Start',
  previous: 'Previous',
  empty: 'Nothing here yet.',
  noMatch: 'Nothing matches these filters.',
  all: 'All',
  yes: 'yes',
  no: 'no',
  from: 'from',
  to: 'to',
  rows: (count: number) => (count === 1 ? '1 row' : `${count} rows`),
  open: (what: string) => `Open ${what}`,
};
