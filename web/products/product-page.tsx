import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Product } from '../../contracts/product.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { Facts } from '../parts/facts.js';
import { Moment, Quantity } from '../parts/figures.js';
import { Loaded, Page } from '../parts/page.js';
import { useTermsWords } from '../parts/terms-words.js';
import { Costs } from './costs.js';
import { ProductForm } from './product-form.js';

/** One product: what it is, what it costs, and what of it is there. */
export function ProductPage() {
  const { number } = useParams({ from: '/products/$number' });
  const query = useQuery({
    queryKey: ['/v1/products', number],
    queryFn: ({ signal }) => get<Product>(pathOf('/v1/products', number), {}, signal),
  });
  return (
    <Page title={query.data === undefined ? number : `${query.data.name} (${number})`}>
      <Loaded query={query}>{(product) => <Whole product={product} />}</Loaded>
    </Page>
  );
}

function Whole({ product }: { readonly product: Product }) {
  const { t, words } = useWords();
  const { goodsSector: sectors } = useTermsWords();
  const may = useMay();
  const [opened, dialog] = useDisclosure(false);
  const facts = [
    [t.products.number, product.number],
    [t.products.unit, product.unit],
    [t.products.category, product.category],
    [
      t.products.listPrice,
      `${words.say.price(product.listPrice)} ${product.currency}${product.priceBase === '1' ? '' : ` / ${words.say.quantity(product.priceBase)}`}`,
    ],
    ...product.ecoContributions.map(
      ({ text, from, amountPerUnit }) =>
        [text, `${words.say.price(amountPerUnit)} ${product.currency} / 1 (${words.say.date(from)})`] as const,
    ),
    [t.products.taxClass, capital(words.taxClass[product.taxClass])],
    [t.products.goodsSector, product.goodsSector && capital(sectors[product.goodsSector])],
    ['GTIN', product.gtin],
    [t.products.active, product.active ? t.lists.yes : t.lists.no],
    [t.products.onHand, <Quantity key="on-hand" of={product.onHand} />],
    [t.products.allocated, <Quantity key="allocated" of={product.allocated} />],
    [t.products.available, <Quantity key="available" of={product.available} />],
    [t.products.since, <Moment key="since" at={product.createdAt} />],
    [t.products.updated, <Moment key="updated" at={product.updatedAt} />],
  ] as const;
  return (
    <Stack gap="md">
      <Facts facts={facts} />
      {may('products.update') && (
        <Group className="no-print">
          <Button size="xs" onClick={dialog.open}>
            {t.products.change}
          </Button>
        </Group>
      )}
      {may('product-costs.list') && <Costs product={product} />}
      {opened && <ProductForm product={product} onClose={dialog.close} />}
    </Stack>
  );
}
