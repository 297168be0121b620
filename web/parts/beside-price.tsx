import { Text } from '@mantine/core';
import type { ChargedAdjustment } from '../../contracts/adjustment.js';
import type { BesidePrice } from '../../contracts/process.js';
import { describeAdjustment } from '../../words/adjustments.js';
import { useWords } from '../app/language.js';

type Props = { readonly line: Pick<BesidePrice<ChargedAdjustment>, 'adjustments'>; readonly currency: string };

/** What comes off the price of a line or on top of it. */
export function ChargedBeside({ line: { adjustments = [] }, currency }: Props) {
  const { language } = useWords();
  return adjustments.map((each, at) => (
    <Text key={at} size="xs" c="dimmed">
      {describeAdjustment(each, currency, language)}
    </Text>
  ));
}

/** A price, with the units that it is of where that is not one. */
export function Price({
  of: { unitPrice, priceBase },
}: {
  readonly of: { readonly unitPrice: string; readonly priceBase?: string | undefined };
}) {
  const { words } = useWords();
  return `${words.say.price(unitPrice)}${priceBase === undefined ? '' : ` / ${words.say.quantity(priceBase)}`}`;
}
