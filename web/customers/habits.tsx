import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { CustomerHabits } from '../../contracts/customer-habits.js';
import { isZero } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';
import { Facts } from '../parts/facts.js';
import { Day, ofUnit } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { writtenDecimal } from '../parts/typed.js';
import { useDeskWords } from './words.js';

/** What the customer usually orders, how often, and how it pays. */
export function Habits({ customer }: { readonly customer: string }) {
  const path = pathOf('/v1/customers', customer, 'habits');
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<CustomerHabits>(path, {}, signal) });
  return (
    <Loaded query={query}>
      {(habits) => (
        <Stack gap="md">
          <RhythmAndPayment habits={habits} />
          <Products habits={habits} />
        </Stack>
      )}
    </Loaded>
  );
}

function RhythmAndPayment({ habits: { rhythm, payment, days } }: { readonly habits: CustomerHabits }) {
  const words = useDeskWords();
  const { language } = useWords();
  const figure = (value: number): string => writtenDecimal(String(value), language);
  const { orders, everyDays, lastOn, nextOn } = rhythm;
  const { meanDaysToPay, meanDaysLate, invoices } = payment;
  const often = everyDays === null ? words.noRhythm : words.everyDays(figure(everyDays));
  const paid =
    meanDaysToPay === null ? words.nothingPaid : `${words.days(figure(meanDaysToPay))}, ${words.paidOf(invoices)}`;
  return (
    <Panel title={`${words.rhythm} · ${words.pays}`}>
      <Facts
        facts={[
          [words.rhythm, `${words.orders(orders, days)}, ${often}`],
          [words.lastOn, lastOn && <Day key="last" date={lastOn} />],
          [words.nextOn, nextOn && <Day key="next" date={nextOn} />],
          [words.daysToPay, paid],
          [words.daysLate, meanDaysLate === null ? null : words.days(figure(meanDaysLate))],
        ]}
      />
    </Panel>
  );
}

function Products({ habits: { products } }: { readonly habits: CustomerHabits }) {
  const words = useDeskWords();
  const { say } = useWords().words;
  return (
    <Panel title={words.products}>
      <Rows
        none={words.noProducts}
        minWidth={560}
        heads={[
          words.product,
          { figure: words.times },
          { figure: words.usually },
          { figure: words.lastPrice },
          words.lastOn,
        ]}
        rows={products.map((each) => ({
          key: each.product,
          cells: [
            <span key="product">
              <Go to="/products/$number" params={{ number: each.product }}>
                {each.product}
              </Go>{' '}
              {each.description}
            </span>,
            each.orders,
            `${say.quantity(each.quantity)} ${ofUnit(each.unit)}`,
            `${say.price(each.unitPrice)}${isZero(each.discountPercent) ? '' : ` − ${say.percent(each.discountPercent)}`}`,
            <Go key="last" to="/orders/$number" params={{ number: each.lastOrder }}>
              {say.date(each.lastOn)}
            </Go>,
          ],
        }))}
      />
    </Panel>
  );
}
