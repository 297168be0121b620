import { Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { ItemNumber } from '../../contracts/item-number.js';
import type { Page } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { usePages } from '../http/use-pages.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Go } from '../parts/link.js';
import { More } from '../parts/more.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { ProductSelect } from '../parts/product-select.js';
import { useRequired } from '../parts/required.js';
import { Rows } from '../parts/rows.js';
import { tellDone } from '../parts/tell.js';
import { useDeskWords } from './words.js';

/** What the customer calls our products: its messages order by these, and its invoices name them. */
export function ItemNumbers({ customer }: { readonly customer: string }) {
  const { t } = useWords();
  const w = useDeskWords();
  const may = useMay();
  const [opened, dialog] = useDisclosure(false);
  const path = pathOf('/v1/customers', customer, 'item-numbers');
  const query = usePages<Page<ItemNumber>>(path, {});
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const maySet = may('customers.set-item-number');
  const add = maySet && (
    <Button size="xs" variant="light" onClick={dialog.open}>
      {w.addItem}
    </Button>
  );
  return (
    <Panel title={w.items} right={add}>
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Rows
        none={t.orders.noneYet}
        heads={[w.theirItem, w.product, '']}
        rows={items.map(({ item, product, productName }) => ({
          key: item,
          cells: [
            item,
            product !== null && (
              <Go to="/products/$number" params={{ number: product }}>
                {`${productName ?? ''} (${product})`}
              </Go>
            ),
            maySet && <TakeAway key="take-away" path={path} item={item} />,
          ],
        }))}
      />
      <More of={query} size="xs" mt="xs" />
      {opened && <ItemForm path={path} onClose={dialog.close} />}
    </Panel>
  );
}

function TakeAway({ path, item }: { readonly path: string; readonly item: string }) {
  const spoken = useWords();
  const w = useDeskWords();
  const action = useAction<ItemNumber>({ onDone: () => tellDone(spoken, spoken.t.customers.saved) });
  return (
    <Group gap="xs">
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`${w.takeItemAway} ${item}`}
        loading={action.isPending}
        onClick={() => action.mutate({ path, body: { item, product: null } })}
      >
        {w.takeItemAway}
      </Button>
      <ProblemNote error={action.error} again={action.again} />
    </Group>
  );
}

function ItemForm({ path, onClose }: { readonly path: string; readonly onClose: () => void }) {
  const spoken = useWords();
  const { t } = spoken;
  const w = useDeskWords();
  const isGiven = useRequired();
  const form = useForm({ initialValues: { item: '', product: '' }, validate: { item: isGiven, product: isGiven } });
  useKept({ name: path }, form);
  const action = useAction<ItemNumber>({
    onDone: () => {
      onClose();
      tellDone(spoken, t.customers.saved);
    },
  });
  const refused = fieldsOf(action.error);
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={w.addItem}
      confirm={t.shell.save}
      onSubmit={form.onSubmit(({ item, product }) => action.mutate({ path, body: { item: item.trim(), product } }))}
      isPending={action.isPending}
      error={action.error}
    >
      <TextInput
        label={w.theirItem}
        description={w.theirItemHint}
        required
        maxLength={80}
        data-autofocus
        {...form.getInputProps('item')}
        error={form.errors['item'] ?? refused['item']}
      />
      <ProductSelect
        label={w.product}
        required
        {...form.getInputProps('product')}
        error={form.errors['product'] ?? refused['product']}
      />
    </FormDialog>
  );
}
