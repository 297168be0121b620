import { Button, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { Page } from '../../contracts/primitives.js';
import type { ProductCost } from '../../contracts/product-cost.js';
import type { Product } from '../../contracts/product.js';
import { addDays } from '../../domain/calendar.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { usePages } from '../http/use-pages.js';
import { DayInput } from '../parts/day-input.js';
import { Day } from '../parts/figures.js';
import { FormDialog } from '../parts/form-dialog.js';
import { More } from '../parts/more.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { useRequired } from '../parts/required.js';
import { Rows } from '../parts/rows.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';

const path = '/v1/product-costs';

/** What a product costs us, day by day; for who may know it. */
export function Costs({ product }: { readonly product: Product }) {
  const { t, words } = useWords();
  const may = useMay();
  const query = usePages<Page<ProductCost>>(path, { product: product.number });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel
      title={t.products.costs}
      right={
        may('product-costs.create') &&
        query.data !== undefined && <EnterCost product={product} isFirst={items.length === 0} />
      }
    >
      <ProblemNote error={query.error} onRetry={() => void query.refetch()} />
      <Rows
        none={t.products.noCosts}
        heads={[t.products.costFrom, { figure: t.products.cost }]}
        minWidth={240}
        rows={items.map(({ from, cost, currency }) => ({
          key: from,
          cells: [<Day key="from" date={from} />, `${words.say.price(cost)} ${currency}`],
        }))}
      />
      <More of={query} size="xs" mt="xs" />
    </Panel>
  );
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
