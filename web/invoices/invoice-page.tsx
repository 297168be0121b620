import { Anchor, Grid, Group, Stack, Text } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ShownInvoice } from '../../contracts/invoice.js';
import { invoiceSyntaxes } from '../../contracts/vocabulary.js';
import { isNegative, isPositive } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { describeEarly } from '../../words/payment-terms.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { ComplaintsOf } from '../complaints/complaints-of.js';
import { get, type Read } from '../http/client.js';
import { MailsOf } from '../mails/mails-of.js';
import { CustomerName } from '../parts/customer-name.js';
import { DocumentFrame } from '../parts/document-frame.js';
import { Facts } from '../parts/facts.js';
import { Day, DueDay, Money } from '../parts/figures.js';
import { Kept } from '../parts/kept.js';
import { Go } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { usePlatformWords } from '../parts/platform-words.js';
import { CorrectButton } from './correct.js';
import { CreditButton, isCreditable } from './credit.js';
import { CreditUse } from './credit-use.js';
import { Credits } from './credits.js';
import { Deductions } from './deductions.js';
import { WriteOffButton } from './give-up.js';
import { Claims } from './claims.js';
import { Figures } from './figures.js';
import { Lifecycle } from './lifecycle.js';
import { Instalments } from './instalments.js';
import { InvoiceStatus } from './invoice-status.js';
import { Next } from './next.js';
import { PaidBy } from './paid-by.js';
import { Steps } from './reminders.js';

/** One invoice: what it charges, what paid it, what was asked and what comes next. */
export function InvoicePage() {
  const { number } = useParams({ from: '/invoices/$number' });
  const path = pathOf('/v1/invoices', number);
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<ShownInvoice>(path, {}, signal) });
  return (
    <Page title={number}>
      <Loaded query={query}>{(invoice) => <Whole invoice={invoice} />}</Loaded>
    </Page>
  );
}

function Whole({ invoice }: { readonly invoice: Read<ShownInvoice> }) {
  const { t } = useWords();
  const may = useMay();
  const { number } = invoice;
  const hasDocument = !invoice.movedIn && !invoice.isCounterpart;
  return (
    <Stack gap="md">
      <Summary invoice={invoice} />
      {isCreditable(invoice) && (
        <Group className="no-print">
          {may('invoices.credit') && <CreditButton invoice={invoice} />}
          {may('invoices.correct') && <CorrectButton invoice={invoice} />}
        </Group>
      )}
      {invoice.kind === 'credit-note' && isNegative(invoice.open) && <CreditUse invoice={invoice} />}
      {may('invoices.write-off') && (
        <Kept isOffered={isPositive(invoice.open)} why={t.finance.nothingOpen}>
          <Group className="no-print">
            <WriteOffButton invoice={invoice} />
          </Group>
        </Kept>
      )}
      <Instalments invoice={invoice} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="md">
            {may('dunning-steps.list') && <Next invoice={invoice} />}
            <Credits invoice={invoice} />
            {invoice.deductions.length > 0 && <Deductions invoice={invoice} />}
            <PaidBy invoice={invoice} />
            <Lifecycle invoice={invoice} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="md">
            {may('dunning-steps.list') && <Steps invoice={number} />}
            {may('customers.account') && <Claims customer={invoice.customer} invoice={number} />}
          </Stack>
        </Grid.Col>
      </Grid>
      <Figures invoice={invoice} />
      {(invoice.kind === 'invoice' || invoice.kind === 'corrective') && (
        <ComplaintsOf of={{ invoice: number }} on={{ about: { invoice: number }, lines: [] }} />
      )}
      {may('mails.list') && <MailsOf of={{ invoice: number }} />}
      {invoice.movedIn && <Text size="sm">{t.orders.elsewhere(number)}</Text>}
      {may('invoices.document') && hasDocument && (
        <DocumentFrame title={t.finance.document} path={pathOf('/v1/invoices', number, 'document.pdf')} />
      )}
      {may('invoices.xml') && hasDocument && <ElectronicInvoice number={number} />}
    </Stack>
  );
}

/** The invoice as the software of its customer reads it. */
function ElectronicInvoice({ number }: { readonly number: string }) {
  const { t } = useWords();
  const path = pathOf('/v1/invoices', number, 'document.xml');
  return (
    <Group gap="md" className="no-print">
      <Text size="sm">{t.finance.electronic}</Text>
      {invoiceSyntaxes.map((syntax) => (
        <Anchor key={syntax} href={`${path}?syntax=${syntax}`} download size="sm">
          {t.finance.electronicSyntax[syntax]}
        </Anchor>
      ))}
    </Group>
  );
}

function Summary({ invoice }: { readonly invoice: ShownInvoice }) {
  const { t } = useWords();
  return (
    <Stack gap="xs">
      <Group gap="md">
        <InvoiceStatus status={invoice.status} />
        {invoice.kind !== 'invoice' && <Text fw={600}>{capital(t.finance.invoiceKind[invoice.kind])}</Text>}
        <CustomerName number={invoice.customer} name={invoice.customerName} />
        {invoice.temporalUrl !== null && (
          <Anchor href={invoice.temporalUrl} target="_blank" rel="noreferrer" size="sm">
            {t.orders.inTemporal} <IconExternalLink size={14} aria-hidden />
          </Anchor>
        )}
      </Group>
      <SummaryFacts invoice={invoice} />
    </Stack>
  );
}

function SummaryFacts({ invoice }: { readonly invoice: ShownInvoice }) {
  const { t, words, language } = useWords();
  const { currency, corrects, dunningLevel, deliveries } = invoice;
  const orders = [...new Set([invoice.order, ...invoice.sources.map(({ order }) => order)])];
  const platform = usePlatformWords();
  const facts = [
    [t.finance.gross, <Money key="gross" amount={invoice.gross} currency={currency} />],
    [t.finance.open, <Money key="open" amount={invoice.open} currency={currency} />],
    [
      t.finance.due,
      <DueDay key="due" date={invoice.dueDate} next={invoice.nextDue} isOver={invoice.status === 'paid'} />,
    ],
    [t.finance.early, invoice.earlyPayment && describeEarly(invoice.earlyPayment, { currency, language })],
    [t.finance.issued, <Day key="issued" date={invoice.issueDate} />],
    [t.finance.settled, invoice.settledOn && <Day key="settled" date={invoice.settledOn} />],
    [t.finance.level, dunningLevel && capital(words.level[dunningLevel])],
    [
      t.finance.order,
      <Group key="orders" gap="xs">
        {orders.map((number) => (
          <Go key={number} to="/orders/$number" params={{ number }}>
            {number}
          </Go>
        ))}
      </Group>,
    ],
    [platform.goesBy, invoice.channel && platform.channels[invoice.channel]],
    [t.finance.deliveries, deliveries.length > 0 && <DeliveryLinks numbers={deliveries} />],
    [
      t.finance.corrects,
      corrects && (
        <Go to="/invoices/$number" params={{ number: corrects }}>
          {corrects}
        </Go>
      ),
    ],
  ] as const;
  return <Facts facts={facts.filter(([, value]) => value !== false)} />;
}

function DeliveryLinks({ numbers }: { readonly numbers: readonly string[] }) {
  return (
    <Group gap="xs">
      {numbers.map((number) => (
        <Go key={number} to="/deliveries/$number" params={{ number }}>
          {number}
        </Go>
      ))}
    </Group>
  );
}
