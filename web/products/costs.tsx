import { Button, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listPaths } from '../../contracts/lists.js';
import type { Page } from '../../contracts/primitives.js';
import type { ListedProductCost, ProductCost } from '../../contracts/product-cost.js';
import type { Product } from '../../contracts/product.js';
import { addDays } from '../../domain/calendar.js';
import { listColumns } from '../../words/lists.js';
import { useKept } from '../app/kept-typing.js';
import { useWords, type Spoken } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { fieldsOf, get } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { shown } from '../lists/columns.js';
import type { ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { DayInput } from '../parts/day-input.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Go } from '../parts/link.js';
import { Panel } from '../parts/panel.js';
import { useRequired } from '../parts/required.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';

const path = listPaths['product-costs'];

/** What a product costs us, day by day; for who may know it. */
export function Costs({ product }: { readonly product: Product }) {
  const spoken = useWords();
  const may = useMay();
  const { number } = product;
  const definition = useMemo(() => costsOf(spoken, number), [spoken, number]);
  return (
    <Panel title={spoken.t.products.costs} right={may('product-costs.create') && <FirstOrNext product={product} />}>
      <List definition={definition} />
    </Panel>
  );
}

const costsOf = (spoken: Spoken, product: string): ListDefinition<ListedProductCost> => {
  const { columns, ...list } = listOf(spoken);
  return {
    ...list,
    columns: columns.filter(({ id }) => id !== 'product' && id !== 'name'),
    filters: [],
    fixed: { product },
    isWhole: false,
  };
};

export const listOf = (spoken: Spoken): ListDefinition<ListedProductCost> => ({
  list: 'product-costs',
  keyOf: ({ product, from }) => `${product} ${from}`,
  empty: spoken.t.products.noCosts,
  sort: '-from',
  filters: [{ id: 'product', kind: 'product', label: spoken.t.logistics.product }],
  columns: shown(listColumns['product-costs'], spoken, {
    product: ({ product }) => (
      <Go to="/products/$number" params={{ number: product }}>
        {product}
      </Go>
    ),
    cost: ({ cost }) => spoken.words.say.price(cost),
  }),
});

/** The first cost is of today, unless another day is said; the next begins tomorrow. */
function FirstOrNext({ product }: { readonly product: Product }) {
  const asked = { product: product.number, limit: 1 };
  const query = useQuery({
    queryKey: [path, asked],
    queryFn: ({ signal }) => get<Page<ListedProductCost>>(path, asked, signal),
  });
  return query.data !== undefined && <EnterCost product={product} isFirst={query.data.items.length === 0} />;
}

type EnterProps = { readonly product: Product; readonly isFirst: boolean };

function EnterCost({ product, isFirst }: EnterProps) {
  const spoken = useWords();
  const { t } = spoken;
  const { today } = useMe();
  const isGiven = useRequired();
  const [opened, dialog] = useDisclosure(false);
  const form = useForm({
    initialValues: { from: isFirst ? today : addDays(today, 1), cost: '' },
    validate: { from: isGiven, cost: isGiven },
  });
  useKept({ name: `cost:${product.number}`, isOpen: opened }, form);
  const action = useAction<ProductCost>({
    onDone: () => {
      dialog.close();
      form.reset();
      tellDone(spoken, t.products.costEntered);
    },
  });
  const refused = fieldsOf(action.error);
  return (
    <>
      <Button size="xs" variant="light" className="no-print" onClick={dialog.open}>
        {t.products.enterCost}
      </Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={`${t.products.enterCost} · ${product.number}`}
        confirm={t.shell.save}
        onSubmit={form.onSubmit(({ from, cost }) =>
          action.mutate({ path, body: { product: product.number, from, cost: typedDecimal(cost) } }),
        )}
        isPending={action.isPending}
        error={action.error}
      >
        <Text size="sm">{t.products.costHint}</Text>
        <TextInput
          label={`${t.products.cost} (${product.currency})`}
          required
          inputMode="decimal"
          maxLength={20}
          data-autofocus
          {...form.getInputProps('cost')}
          error={form.errors['cost'] ?? refused['cost']}
        />
        <DayInput
          label={t.products.costFrom}
          required
          {...form.getInputProps('from')}
          error={form.errors['from'] ?? refused['from']}
        />
      </FormDialog>
    </>
  );
}
