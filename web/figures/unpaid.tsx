import { useQuery } from '@tanstack/react-query';
import type { InvoiceSummary } from '../../contracts/invoice.js';
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

const path = '/v1/invoices';
const SHOWN = 20;

/** Invoices open past their due date, the oldest first, with the reminder that went last and where the next is decided. */
export function Unpaid() {
  const f = useFigureWords();
  const filter = { overdue: 'true', sort: 'dueDate', limit: SHOWN };
  const query = useQuery({
    queryKey: [path, filter],
    queryFn: ({ signal }) => get<Page<InvoiceSummary>>(path, filter, signal),
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

function Table({ items }: { readonly items: readonly InvoiceSummary[] }) {
  const f = useFigureWords();
  const { words } = useWords();
  const { today } = useMe();
  return (
    <Rows
      none={f.nothing}
      heads={[f.invoice, f.customer, f.due, { figure: f.late }, { figure: f.owed }, f.level, f.act]}
      minWidth={720}
      rows={items.map((invoice) => ({
        key: invoice.number,
        cells: [
          <Go key="invoice" to="/invoices/$number" params={{ number: invoice.number }}>
            {invoice.number}
          </Go>,
          <Go key="customer" to="/customers/$number" params={{ number: invoice.customer }}>
            {invoice.customerName}
          </Go>,
          <Day key="due" date={invoice.dueDate} />,
          f.days(words.say.quantity(String(Math.max(0, daysBetween(invoice.dueDate, today))))),
          <Money key="open" amount={invoice.open} currency={invoice.currency} />,
          invoice.dunningLevel === null ? f.none : words.level[invoice.dunningLevel],
          <Go key="act" to="/dunning" search={{ customer: invoice.customer } as never}>
            {f.act}
          </Go>,
        ],
      }))}
    />
  );
}
