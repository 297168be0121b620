import { Box, Text } from '@mantine/core';
import type { EstimatedLine } from '../../contracts/order-estimate.js';
import { compare, isPositive, isZero, subtractQuantities } from '../../domain/money.js';
import { useWords, type Spoken } from '../app/language.js';
import type { FoundProducts } from './product-field.js';
import { quantityOf, type TypedLine } from './typed-lines.js';

type Props = {
  readonly line: TypedLine;
  readonly found: FoundProducts;
  readonly estimate: EstimatedLine | undefined;
  readonly isRefused: boolean;
};

/** What the product is, what it costs by the list and cost before, what of it is there, and when it would come. */
export function LineFacts({ line, found, estimate, isRefused }: Props) {
  const spoken = useWords();
  const isOfProduct = estimate?.product === line.product.trim();
  const facts = isOfProduct ? estimate : undefined;
  return (
    <Box mih={found.exact ? 54 : 18}>
      <AboutProduct line={line} found={found} estimate={facts} isRefused={isRefused} />
      {facts && found.exact && (
        <Text size="xs" c="dimmed">
          {beforeAndWhen(facts, spoken)}
        </Text>
      )}
      {facts?.refusal && !isRefused && found.exact && (
        <Text size="xs" c="red.9">
          {facts.refusal.detail}
        </Text>
      )}
    </Box>
  );
}

function beforeAndWhen({ lastPrices, promisedDate }: EstimatedLine, { t, words: { say } }: Spoken): string {
  const prices = lastPrices.map(({ unitPrice, discountPercent, on }) =>
    t.sales.lastPrice(say.price(unitPrice), isZero(discountPercent) ? '' : say.percent(discountPercent), say.date(on)),
  );
  const before = prices.length === 0 ? t.sales.neverOrdered : t.sales.lastPrices(prices.join(', '));
  return promisedDate === null ? before : `${t.sales.promised(say.date(promisedDate))} · ${before}`;
}

function AboutProduct({ line, found, estimate, isRefused }: Props) {
  const { t, words } = useWords();
  const quantity = quantityOf(line);
  const product = found.exact;
  const isUnknown = found.isSettled && found.items.length === 0 && !isRefused;
  if (!product)
    return (
      <Text size="xs" c={isUnknown && line.name === undefined ? 'red.9' : 'dimmed'}>
        {line.name ?? (isUnknown && line.product.trim() !== '' ? t.sales.unknownProduct : '')}
      </Text>
    );
  const { name, unit, listPrice, priceBase } = product;
  const available = estimate?.available ?? product.available;
  const reserved = estimate?.reserved ?? product.allocated;
  const missing = estimate?.missing ?? (quantity === null ? '0' : subtractQuantities(quantity, available));
  const isShort = quantity !== null && compare(missing, '0') > 0;
  const facts = [
    `${name}, ${unit}`,
    t.sales.listPrice(`${words.say.price(listPrice)}${priceBase === '1' ? '' : ` / ${words.say.quantity(priceBase)}`}`),
    ...(line.quoteLineNo === null ? [] : [t.sales.fromQuoteLine(line.quoteLineNo)]),
    t.sales.available(words.say.quantity(available)),
    ...(isPositive(reserved) ? [t.sales.reserved(words.say.quantity(reserved))] : []),
  ];
  return (
    <Text size="xs" c="dimmed">
      {facts.join(' · ')}
      {isShort && (
        <Text span inherit c="red.9" fw={600}>
          {' · '}
          {t.sales.short(words.say.quantity(missing))}
        </Text>
      )}
    </Text>
  );
}
