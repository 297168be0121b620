import { Group, Text } from '@mantine/core';
import type { DunningAgendaItem } from '../../contracts/dunning.js';
import type { Page } from '../../contracts/primitives.js';
import { daysBetween } from '../../domain/calendar.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { HoldInvoiceButton, LiftButton } from '../customers/holds.js';
import { usePages } from '../http/use-pages.js';
import { Day, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { More } from '../parts/more.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Rows } from '../parts/rows.js';
import { useFigureWords } from './words.js';

const SHOWN = 20;

/** Invoices open past their due date, the oldest first, with the reminder that is due on each, why it does not leave, and what may be done. */
export function Unpaid() {
  const f = useFigureWords();
  const pages = usePages<Page<DunningAgendaItem>>('/v1/dunning-agenda', { limit: SHOWN });
  return (
    <Panel
      title={f.unpaid}
      right={
        <Go to="/invoices" search={{ overdue: 'true', sort: 'dueDate' } as never}>
          {f.list}
        </Go>
      }
    >
      <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.data !== undefined && <Table items={pages.data.pages.flatMap(({ items }) => items)} />}
      <More of={pages} mt="sm" size="xs" />
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
          <Act key="act" item={item} />,
        ],
      }))}
    />
  );
}

/** What stands in the way of its reminder is dealt with where it is; what does not is held here. */
function Act({ item: { invoice, customer, leftOut, hold } }: { readonly item: DunningAgendaItem }) {
  const f = useFigureWords();
  const may = useMay();
  return (
    <Group gap="xs" wrap="nowrap">
      {hold === null
        ? may('dunning-holds.place') && <HoldInvoiceButton invoice={invoice} customer={customer} />
        : may('dunning-holds.lift') && <LiftButton hold={{ id: hold.id, customer }} />}
      {leftOut?.reason === 'money-covers' && may('payments.list') && (
        <Go to="/payments" search={{ customer, unallocated: 'true' } as never}>
          {f.allocate}
        </Go>
      )}
      <Go to="/customers/$number" params={{ number: customer }} search={{ room: 'dunning' } as never}>
        {f.dunning}
      </Go>
    </Group>
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
