import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DunningAgendaItem } from '../../contracts/dunning.js';
import type { Page } from '../../contracts/primitives.js';
import { daysBetween } from '../../domain/calendar.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { get } from '../http/client.js';
import { Day, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { Rows } from '../parts/rows.js';
import { useFigureWords } from './words.js';

const path = '/v1/dunning-agenda';
const SHOWN = 20;

/** Invoices open past their due date, the oldest first, with the reminder that is due on each, or why it does not leave, and where that is decided. */
export function Unpaid() {
  const f = useFigureWords();
  const filter = { limit: SHOWN };
  const query = useQuery({
    queryKey: [path, filter],
    queryFn: ({ signal }) => get<Page<DunningAgendaItem>>(path, filter, signal),
  });
  return (
    <Panel
      title={f.unpaid}
      right={
        <Go to="/invoices" search={{ overdue: 'true', sort: 'dueDate' } as never}>
          {f.list}
        </Go>
      }
    >
      <Loaded query={query}>{({ items }) => <Table items={items} />}</Loaded>
    </Panel>
  );
}

function Table({ items }: { readonly items: readonly DunningAgendaItem[] }) {
  const f = useFigureWords();
  const { words } = useWords();
  const { today } = useMe();
  return (
    <Rows
      none={f.nothing}
      heads={[f.invoice, f.customer, f.due, { figure: f.late }, { figure: f.owed }, f.next, f.act]}
      minWidth={720}
      rows={items.map((item) => ({
        key: item.invoice,
        cells: [
          <Go key="invoice" to="/invoices/$number" params={{ number: item.invoice }}>
            {item.invoice}
          </Go>,
          <Go key="customer" to="/customers/$number" params={{ number: item.customer }}>
            {item.customerName}
          </Go>,
          <Day key="due" date={item.dueDate} />,
          f.days(words.say.quantity(String(Math.max(0, daysBetween(item.dueDate, today))))),
          <Money key="open" amount={item.open} currency={item.currency} />,
          <Due key="next" item={item} />,
          <Go key="act" to="/dunning" search={{ customer: item.customer } as never}>
            {f.act}
          </Go>,
        ],
      }))}
    />
  );
}

/** The level and its day; beside it what stands against it today. */
function Due({ item: { next, leftOut } }: { readonly item: DunningAgendaItem }) {
  const f = useFigureWords();
  const { words } = useWords();
  if (next === null) return f.noNext;
  return (
    <>
      {f.nextOn(words.level[next.level], words.say.date(next.on))}
      {leftOut !== null && (
        <Text size="xs" c="dimmed">
          {leftOut.sentence}
        </Text>
      )}
    </>
  );
}
