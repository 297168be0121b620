import { useMemo } from 'react';
import type { Mail } from '../../contracts/mail.js';
import { outgoingKinds, outgoingStatuses } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useWords, type Spoken } from '../app/language.js';
import { useAddress } from '../lists/address.js';
import { choice, type Column, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { useMay } from '../app/session.js';
import { Moment } from '../parts/figures.js';
import { Go } from '../parts/link.js';
import { Page } from '../parts/page.js';
import { MailStatus } from './mail-status.js';
import { ResolveSeveral } from './resolve-several.js';

/** Mails, whether they left, and those that wait for a person. */
export function MailsPage() {
  const spoken = useWords();
  const may = useMay();
  const { address } = useAddress();
  const definition = useMemo(() => listOf(spoken), [spoken]);
  const status = address['status'];
  const waits = status === 'UNKNOWN' || status === 'FAILED';
  return (
    <Page title={spoken.t.shell.mails}>
      {waits && may('mails.resolve-several') && <ResolveSeveral status={status} kind={address['kind']} />}
      <List definition={definition} />
    </Page>
  );
}

export const listOf = (spoken: Spoken): ListDefinition<Mail> => ({
  path: '/v1/mails',
  keyOf: ({ id }) => id,
  empty: spoken.t.mails.none,
  sort: '-createdAt',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    { id: 'customer', kind: 'customer', label: spoken.t.finance.customer },
    choice('status', spoken.t.finance.state, outgoingStatuses, spoken.words.mailStatus),
    choice('kind', spoken.t.finance.kind, outgoingKinds, spoken.t.mails.kinds),
  ],
  columns: columnsOf(spoken),
});

const columnsOf = ({ t }: Spoken): readonly Column<Mail>[] => [
  {
    id: 'subject',
    header: t.orders.subject,
    cell: ({ id, subject }) => (
      <Go to="/mails/$id" params={{ id }}>
        {subject}
      </Go>
    ),
  },
  { id: 'to', header: t.orders.recipient, cell: ({ to }) => <span className="wrap">{to}</span> },
  { id: 'kind', header: t.finance.kind, cell: ({ kind }) => capital(t.mails.kinds[kind]) },
  { id: 'status', header: t.finance.state, cell: ({ status }) => <MailStatus status={status} /> },
  { id: 'sent', header: t.finance.sentAt, cell: ({ sentAt }) => <Moment at={sentAt} /> },
  { id: 'created', header: t.mails.created, sort: 'createdAt', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { id: 'error', header: t.mails.lastError, isExtra: true, cell: ({ lastError }) => lastError },
];
