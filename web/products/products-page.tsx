import { useDisclosure } from '@mantine/hooks';
import { Button, Group } from '@mantine/core';
import { useMemo } from 'react';
import type { Product } from '../../contracts/product.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay } from '../app/session.js';
import { shown } from '../lists/columns.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { Go, GoButton } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { ProductForm } from './product-form.js';

/** The price list, with what is in stock. */
export function ProductsPage() {
  const spoken = useWords();
  const may = useMay();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  return (
    <Page
      title={spoken.t.products.title}
      right={
        <Group gap="xs">
          {may('product-costs.list') && (
            <GoButton to="/product-costs" variant="default">
              {spoken.t.lists.names['product-costs']}
            </GoButton>
          )}
          {may('products.create') && <CreateButton />}
        </Group>
      }
    >
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

export const listOf = (spoken: Spoken): ListDefinition<Product> => ({
  list: 'products',
  keyOf: ({ number }) => number,
  empty: spoken.t.products.none,
  sort: 'number',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    { id: 'active', kind: 'flag', label: spoken.t.products.onlyActive },
  ],
  columns: shown(listColumns.products, spoken, {
    number: ({ number }) => (
      <Go to="/products/$number" params={{ number }}>
        {number}
      </Go>
    ),
    listPrice: ({ listPrice, currency }) => `${spoken.words.say.price(listPrice)} ${currency}`,
  }),
});
