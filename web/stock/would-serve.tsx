import { Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReceiptEstimate } from '../../contracts/product.js';
import { useWords } from '../app/language.js';
import { question } from '../http/client.js';
import { Go } from '../parts/link.js';
import { Rows } from '../parts/rows.js';
import { typedDecimal } from '../parts/typed.js';

const PAUSE_MS = 300;

type Props = { readonly lines: readonly { readonly product: string; readonly quantity: string }[] };

/** What the goods would serve, before they are booked. */
export function WouldServe({ lines }: Props) {
  const { t, words } = useWords();
  const whole = lines
    .map(({ product, quantity }) => ({ product, quantity: typedDecimal(quantity) }))
    .filter(({ product, quantity }) => product !== '' && /^(?!0+(\.0+)?$)\d{1,9}(\.\d{1,3})?$/.test(quantity));
  const [asked] = useDebouncedValue(JSON.stringify(whole), PAUSE_MS);
  const query = useQuery({
    queryKey: ['/v1/stock/receipt-estimates', asked],
    queryFn: ({ signal }) =>
      question<ReceiptEstimate>('/v1/stock/receipt-estimates', { lines: JSON.parse(asked) as unknown }, signal),
    enabled: asked !== '[]',
    placeholderData: keepPreviousData,
    retry: false,
  });
  const served = asked === '[]' ? undefined : query.data?.served;
  return (
    <div aria-live="polite">
      <Text size="sm" fw={600}>
        {t.logistics.wouldServe}
      </Text>
      {served && (
        <Rows
          none={t.logistics.servesNothing}
          heads={[t.logistics.order, t.sales.customer, t.logistics.product, { figure: t.logistics.quantity }]}
          rows={served.map(({ order, line, customerName, product, quantity, waiting }) => ({
            key: `${order} ${line}`,
            cells: [
              <Go key="order" to="/orders/$number" params={{ number: order }}>
                {order}
              </Go>,
              customerName,
              product,
              `${words.say.quantity(quantity)}${waiting ? ` (${t.logistics.inPart})` : ''}`,
            ],
          }))}
        />
      )}
    </div>
  );
}
