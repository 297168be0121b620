import { Group, Stack, Text } from '@mantine/core';
import type { LedgerEntry, ShownAccount } from '../../contracts/account.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { usePages } from '../http/use-pages.js';
import { OpenClaims } from '../invoices/claims.js';
import { useDepositWords } from '../parts/deposit-words.js';
import { Day, DueDay, Money } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { More } from '../parts/more.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { Rows } from '../parts/rows.js';
import { StatementPanel } from './statement.js';
import { PaymentLink } from '../payments/payment-link.js';

const PAGE_SIZE = 50;

/** A customer's account: what is open, what is claimed, what waits to be allocated, and what was posted. */
export function Account({ customer }: { readonly customer: string }) {
  const { t } = useWords();
  const path = pathOf('/v1/customers', customer, 'account');
  const query = usePages<ShownAccount>(path, { limit: PAGE_SIZE });
  const first = query.data?.pages[0];
  if (first === undefined) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Stack gap="md">
      <Open account={first} />
      <StatementPanel customer={customer} />
      <Panel title={t.finance.claims}>
        <OpenClaims claims={first.openClaims} withInvoice />
      </Panel>
      <Unallocated account={first} />
      {first.deposits.length > 0 && <Deposits deposits={first.deposits} />}
      <Panel title={t.customers.entries}>
        <Entries entries={query.data?.pages.flatMap(({ entries }) => entries) ?? []} />
        <More of={query} mt="sm" size="xs" />
      </Panel>
    </Stack>
  );
}

function Open({ account: { balances, openInvoices } }: { readonly account: ShownAccount }) {
  const { t } = useWords();
  const right = (
    <Group gap="md">
      {balances.map(({ currency, balance }) => (
        <Text key={currency} size="sm" fw={600}>
          {t.shell.named(t.customers.balance, '')}
          <Money amount={balance} currency={currency} />
        </Text>
      ))}
    </Group>
  );
  return (
    <Panel title={t.customers.openInvoices} right={right}>
      <Rows
        none={t.customers.nothingOpen}
        heads={[t.finance.invoice, t.finance.order, t.finance.due, { figure: t.finance.open }]}
        rows={openInvoices.map(({ invoice, instalment, order, dueDate, open, currency }) => ({
          key: `${invoice}:${instalment}`,
          cells: [
            <Invoice key="invoice" number={invoice} instalment={instalment} />,
            <Go key="order" to="/orders/$number" params={{ number: order }}>
              {order}
            </Go>,
            <DueDay key="due" date={dueDate} />,
            <Money key="open" amount={open} currency={currency} />,
          ],
        }))}
      />
    </Panel>
  );
}

function Invoice({ number, instalment }: { readonly number: string; readonly instalment: number | null }) {
  const { t } = useWords();
  return (
    <>
      <Go to="/invoices/$number" params={{ number }}>
        {number}
      </Go>
      {instalment !== null && instalment > 1 && ` · ${t.finance.instalment} ${instalment}`}
    </>
  );
}

function Deposits({ deposits }: Pick<ShownAccount, 'deposits'>) {
  const d = useDepositWords();
  return (
    <Panel title={d.notDeducted}>
      <Rows
        none=""
        heads={[d.invoice, d.order, { figure: d.gross }, { figure: d.open }, { figure: d.left }]}
        rows={deposits.map(({ deposit, order, gross, open, left, currency }) => ({
          key: deposit,
          cells: [
            <Go key="deposit" to="/invoices/$number" params={{ number: deposit }}>
              {deposit}
            </Go>,
            <Go key="order" to="/orders/$number" params={{ number: order }}>
              {order}
            </Go>,
            <Money key="gross" amount={gross} currency={currency} />,
            <Money key="open" amount={open} currency={currency} />,
            <Money key="left" amount={left} currency={currency} />,
          ],
        }))}
      />
    </Panel>
  );
}

function Unallocated({ account: { unallocated } }: { readonly account: ShownAccount }) {
  const { t } = useWords();
  return (
    <Panel title={t.customers.unallocated}>
      <Rows
        none={t.customers.nothingUnallocated}
        heads={[t.finance.payment, t.finance.valueDate, { figure: t.payments.unallocated }]}
        rows={unallocated.map(({ payment, reference, date, unallocated: left, currency }) => ({
          key: payment,
          cells: [
            <PaymentLink key="payment" payment={payment} reference={reference} />,
            <Day key="date" date={date} />,
            <Money key="left" amount={left} currency={currency} />,
          ],
        }))}
      />
    </Panel>
  );
}

/** What was posted, the newest first: above zero the customer owes more. */
function Entries({ entries }: { readonly entries: readonly LedgerEntry[] }) {
  const { t } = useWords();
  return (
    <Rows
      none={t.orders.noneYet}
      minWidth={560}
      heads={[t.payments.on, t.finance.kind, t.customers.about, t.orders.who, { figure: t.finance.amount }]}
      rows={entries.map((entry) => ({
        key: entry.id,
        cells: [
          <Day key="on" date={entry.on} />,
          capital(t.customers.entryKind[entry.kind]),
          <About key="about" entry={entry} />,
          entry.actor,
          <Money key="amount" amount={entry.amount} currency={entry.currency} />,
        ],
      }))}
    />
  );
}

function About({ entry: { invoice, instalment, payment, claim, item, reason } }: { readonly entry: LedgerEntry }) {
  const { t } = useWords();
  const may = useMay();
  const number = invoice ?? claim?.split(':', 1)[0] ?? null;
  return (
    <Group gap={6}>
      {number !== null && <Invoice number={number} instalment={instalment} />}
      {item === 'claim' && <span>{t.finance.claim}</span>}
      {number === null && payment !== null && (
        <PaymentLink payment={payment} reference={may('payments.get') ? t.finance.payment : undefined} />
      )}
      {reason !== null && <span className="wrap">{reason}</span>}
    </Group>
  );
}
