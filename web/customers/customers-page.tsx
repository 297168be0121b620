import { useMemo } from 'react';
import type { ShownCustomer } from '../../contracts/customer.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import { shown } from '../lists/columns.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
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
      right={may('customers.create') && <GoButton to="/new-customer">{words.create}</GoButton>}
    >
      <List definition={definition} />
    </Page>
  );
}

export const listOf = (spoken: Spoken, seesCredit: boolean): ListDefinition<ShownCustomer> => ({
  list: 'customers',
  keyOf: ({ number }) => number,
  empty: spoken.t.customers.none,
  sort: 'name',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    { id: 'salesperson', kind: 'text', label: spoken.t.customers.salesperson },
    { id: 'parent', kind: 'customer', label: spoken.t.customers.group },
    ...(seesCredit ? [{ id: 'creditStop', kind: 'flag', label: spoken.t.customers.onlyStopped } as const] : []),
  ],
  columns: shown(
    listColumns.customers.filter(({ isOfCredit }) => seesCredit || isOfCredit !== true),
    spoken,
    {
      name: ({ number, name }) => (
        <Go to="/customers/$number" params={{ number }}>
          {name}
        </Go>
      ),
      stop: ({ creditStop }) => <CreditStop isStopped={creditStop === true} />,
    },
  ),
});
