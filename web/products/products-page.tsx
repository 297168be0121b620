import { useDisclosure } from '@mantine/hooks';
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Product } from '../../contracts/product.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { Moment, Quantity } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { ProductForm } from './product-form.js';

/** The price list, with what is in stock. */
export function ProductsPage() {
  const spoken = useWords();
  const may = useMay();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <Page title={spoken.t.products.title} right={may('products.create') && <CreateButton />}>
      <List definition={definition} />
    </Page>
  );
}

function CreateButton() {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button onClick={dialog.open}>{t.products.create}</Button>
      {opened && <ProductForm product={null} onClose={dialog.close} />}
    </>
  );
}

const listOf = ({ t, words }: Spoken): ListDefinition<Product> => ({
  path: '/v1/products',
  keyOf: ({ number }) => number,
  empty: t.products.none,
  sort: 'number',
  filters: [
    { id: 'search', kind: 'text', label: t.lists.filter },
    { id: 'active', kind: 'flag', label: t.products.onlyActive },
  ],
  columns: [
    {
      id: 'number',
      header: t.products.number,
      sort: 'number',
      cell: ({ number }) => (
        <Go to="/products/$number" params={{ number }}>
          {number}
        </Go>
      ),
    },
    { id: 'name', header: t.products.name, sort: 'name', cell: ({ name }) => name },
    { id: 'unit', header: t.products.unit, cell: ({ unit }) => unit },
    { id: 'category', header: t.products.category, cell: ({ category }) => category },
    {
      id: 'listPrice',
      header: t.products.listPrice,
      isNumber: true,
      cell: ({ listPrice, currency }) => `${words.say.price(listPrice)} ${currency}`,
    },
    {
      id: 'available',
      header: t.products.available,
      sort: 'available',
      isNumber: true,
      cell: ({ available }) => <Quantity of={available} />,
    },
    { id: 'active', header: t.products.active, cell: ({ active }) => (active ? t.lists.yes : t.lists.no) },
    { id: 'taxClass', header: t.products.taxClass, isExtra: true, cell: ({ taxClass }) => words.taxClass[taxClass] },
    {
      id: 'onHand',
      header: t.products.onHand,
      isExtra: true,
      isNumber: true,
      cell: ({ onHand }) => <Quantity of={onHand} />,
    },
    {
      id: 'updated',
      header: t.products.updated,
      isExtra: true,
      cell: ({ updatedAt }) => <Moment at={updatedAt} />,
    },
  ],
});
