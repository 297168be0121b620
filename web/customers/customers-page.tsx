import { useMemo } from 'react';
import type { ShownCustomer } from '../../contracts/customer.js';
import { describeTerms } from '../../words/payment-terms.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import type { Column, ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { Money } from '../parts/figures.js';
import { Go, GoButton } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { CreditStop } from './credit-stop.js';
import { useDeskWords } from './words.js';

/** Customers, with what they owe against their limit where the reader may see it. */
export function CustomersPage() {
  const spoken = useWords();
  const may = useMay();
  const words = useDeskWords();
  const seesCredit = may('customers.exposure');
  const definition = useMemo(() => listOf(spoken, seesCredit), [spoken, seesCredit]);
  return (
    <Page
      title={spoken.t.shell.customers}
      right={may('customers.create') && <GoButton to="/customers/new">{words.create}</GoButton>}
    >
      <List definition={definition} />
    </Page>
  );
}

const listOf = (spoken: Spoken, seesCredit: boolean): ListDefinition<ShownCustomer> => ({
  path: '/v1/customers',
  keyOf: ({ number }) => number,
  empty: spoken.t.customers.none,
  sort: 'name',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    { id: 'salesperson', kind: 'text', label: spoken.t.customers.salesperson },
    { id: 'parent', kind: 'customer', label: spoken.t.customers.group },
    ...(seesCredit ? [{ id: 'creditStop', kind: 'flag', label: spoken.t.customers.onlyStopped } as const] : []),
  ],
  columns: [...who(spoken), ...(seesCredit ? credit(spoken) : [])],
});

const who = ({ t, language }: Spoken): readonly Column<ShownCustomer>[] => [
  {
    id: 'name',
    header: t.customers.name,
    sort: 'name',
    cell: ({ number, name }) => (
      <Go to="/customers/$number" params={{ number }}>
        {name}
      </Go>
    ),
  },
  { id: 'number', header: t.customers.number, sort: 'number', cell: ({ number }) => number },
  { id: 'city', header: t.customers.city, cell: ({ address: { city, countryCode } }) => `${city} (${countryCode})` },
  { id: 'salesperson', header: t.customers.salesperson, cell: ({ salesperson }) => salesperson },
  {
    id: 'terms',
    header: t.customers.terms,
    isExtra: true,
    cell: ({ paymentTerms }) => describeTerms(paymentTerms, language),
  },
  { id: 'vat', header: t.customers.vatNumber, isExtra: true, cell: ({ vatNumber }) => vatNumber },
];

const credit = ({ t }: Spoken): readonly Column<ShownCustomer>[] => [
  {
    id: 'exposure',
    header: t.customers.exposure,
    sort: 'exposure',
    isNumber: true,
    cell: ({ exposure, currency }) => <Money amount={exposure} currency={currency} />,
  },
  {
    id: 'limit',
    header: t.customers.limit,
    isNumber: true,
    cell: ({ creditLimit, currency }) => <Money amount={creditLimit} currency={currency} />,
  },
  {
    id: 'available',
    header: t.customers.available,
    isNumber: true,
    cell: ({ creditAvailable, currency }) => <Money amount={creditAvailable} currency={currency} />,
  },
  { id: 'stop', header: t.customers.stop, cell: ({ creditStop }) => <CreditStop isStopped={creditStop === true} /> },
];
