import { Group, Stack, Tabs, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Permission } from '../../api/permissions.js';
import type { ShownCustomer } from '../../contracts/customer.js';
import { pathOf } from '../../domain/paths.js';
import { formatIban, namedAddressLines } from '../../words/format.js';
import { describeWarning } from '../../words/legal-terms.js';
import { describeTerms } from '../../words/payment-terms.js';
import { useWords } from '../app/language.js';
import { nameOfRule } from '../parts/billing-field.js';
import { useMay } from '../app/session.js';
import { ComplaintsOf } from '../complaints/complaints-of.js';
import { useComplaintWords } from '../complaints/words.js';
import { get, type Read } from '../http/client.js';
import { useAddress } from '../lists/address.js';
import { CustomerName } from '../parts/customer-name.js';
import { Facts } from '../parts/facts.js';
import { Loaded, Page } from '../parts/page.js';
import { usePlatformWords } from '../parts/platform-words.js';
import { useTermsWords } from '../parts/terms-words.js';
import { Account } from './account.js';
import { CreditStop } from './credit-stop.js';
import { Credit } from './credit.js';
import { Addresses } from './addresses.js';
import { Contacts } from './contacts.js';
import { ItemNumbers } from './item-numbers.js';
import { Changes } from './changes.js';
import { EditCustomer } from './edit-customer.js';
import { Habits } from './habits.js';
import { Holds } from './holds.js';
import { InvoicesOf, MailsOf, OrdersOf, PaymentsOf, QuotesOf, StepsOf } from './lists.js';
import { Runs } from './runs.js';
import { useDeskWords } from './words.js';

/** One customer: terms, credit, what it owes, and everything that concerns it. */
export function CustomerPage() {
  const { number } = useParams({ from: '/customers/$number' });
  const path = pathOf('/v1/customers', number);
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<ShownCustomer>(path, {}, signal) });
  return (
    <Page title={query.data?.name ?? number}>
      <Loaded query={query}>
        {(customer) => (
          <Stack gap="md">
            <Summary customer={customer} />
            <Rooms customer={customer} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

/** Nothing where it is as everybody pays. */
function paidTo(payee: ShownCustomer['payee'], words: { readonly us: string }): string | null {
  if (payee === null) return null;
  return payee.kind === 'seller' ? words.us : `${payee.name}, ${formatIban(payee.iban)}`;
}

function Summary({ customer }: { readonly customer: Read<ShownCustomer> }) {
  const { t, words, language } = useWords();
  const terms = useTermsWords();
  const platform = usePlatformWords();
  const may = useMay();
  const other = (number: string | null) => number && <CustomerName key={number} number={number} name={number} />;
  const facts = [
    [t.customers.terms, describeTerms(customer.paymentTerms, language)],
    [terms.payee.title, paidTo(customer.payee, terms.payee)],
    [platform.channel, platform.channels[customer.invoiceChannel]],
    [terms.billing.title, terms.billing.rules[nameOfRule(customer.billing)]],
    [t.customers.address, namedAddressLines(customer.name, customer.address, language).slice(1).join(', ')],
    [t.customers.salesperson, customer.salesperson],
    [t.customers.phone, customer.phone],
    [t.customers.vatNumber, customer.vatNumber],
    [t.customers.siren, customer.siren],
    [t.customers.language, t.customers.languages[customer.language]],
    [t.customers.currency, customer.currency],
    [t.customers.group, other(customer.parent)],
    [t.customers.payer, other(customer.payer)],
    [t.customers.warnings, customer.warnings.map((each) => describeWarning(each, language)).join(' ') || null],
  ] as const;
  return (
    <Stack gap="xs">
      <Group gap="md">
        <Text c="dimmed">{customer.number}</Text>
        <CreditStop isStopped={customer.creditStop === true} />
        {customer.creditStopReason && (
          <Text size="sm" className="wrap">
            {customer.creditStopReason.kind === 'manual'
              ? t.shell.named(customer.creditStopReason.by, customer.creditStopReason.reason)
              : t.shell.named(words.level['hand-over'], customer.creditStopReason.invoice)}
          </Text>
        )}
        {may('customers.update') && <EditCustomer customer={customer} />}
      </Group>
      <Facts facts={facts} />
    </Stack>
  );
}

type Room = { readonly id: string; readonly name: string; readonly needs: Permission; readonly room: ReactNode };

/** What concerns the customer, a room each; which one is open stands in the address. */
function Rooms({ customer }: { readonly customer: Read<ShownCustomer> }) {
  const { t } = useWords();
  const words = useDeskWords();
  const complaints = useComplaintWords();
  const may = useMay();
  const { address, change } = useAddress();
  const { number, currency } = customer;
  const all: readonly Room[] = [
    { id: 'account', name: t.customers.account, needs: 'customers.account', room: <AccountRoom customer={customer} /> },
    { id: 'orders', name: t.shell.orders, needs: 'orders.list', room: <OrdersOf customer={number} /> },
    { id: 'quotes', name: t.sales.quotes, needs: 'quotes.list', room: <QuotesOf customer={number} /> },
    { id: 'invoices', name: t.shell.invoices, needs: 'invoices.list', room: <InvoicesOf customer={number} /> },
    { id: 'payments', name: t.shell.payments, needs: 'payments.list', room: <PaymentsOf customer={number} /> },
    {
      id: 'dunning',
      name: t.shell.dunning,
      needs: 'dunning-runs.list',
      room: <DunningRoom customer={number} currency={currency} />,
    },
    {
      id: 'complaints',
      name: complaints.title,
      needs: 'complaints.list',
      room: <ComplaintsOf of={{ customer: number }} isOpenOnly />,
    },
    { id: 'mails', name: t.shell.mails, needs: 'mails.list', room: <MailsOf customer={number} /> },
    { id: 'habits', name: words.habits, needs: 'customers.habits', room: <Habits customer={number} /> },
    { id: 'changes', name: words.changes, needs: 'customers.changes', room: <Changes customer={number} /> },
    { id: 'people', name: t.customers.people, needs: 'customers.contacts', room: <PeopleRoom customer={number} /> },
  ];
  const rooms = all.filter(({ needs }) => may(needs));
  const open = rooms.find(({ id }) => id === address['room']) ?? rooms[0];
  return (
    <Tabs
      value={open?.id ?? null}
      onChange={(room) => change({ room: room ?? undefined, sort: undefined, columns: undefined })}
      keepMounted={false}
    >
      <Tabs.List mb="md">
        {rooms.map(({ id, name }) => (
          <Tabs.Tab key={id} value={id}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {rooms.map(({ id, room }) => (
        <Tabs.Panel key={id} value={id}>
          {room}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function AccountRoom({ customer }: { readonly customer: Read<ShownCustomer> }) {
  return (
    <Stack gap="md">
      <Credit customer={customer} />
      <Account customer={customer.number} />
    </Stack>
  );
}

function DunningRoom({ customer, currency }: { readonly customer: string; readonly currency: string }) {
  return (
    <Stack gap="md">
      <Holds customer={customer} currency={currency} />
      <Runs customer={customer} />
      <StepsOf customer={customer} />
    </Stack>
  );
}

function PeopleRoom({ customer }: { readonly customer: string }) {
  return (
    <Stack gap="md">
      <Contacts customer={customer} />
      <Addresses customer={customer} />
      <ItemNumbers customer={customer} />
    </Stack>
  );
}
