import { useMemo } from 'react';
import type { Mail } from '../../contracts/mail.js';
import { outgoingKinds, outgoingStatuses } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { listColumns } from '../../words/lists.js';
import { useWords, type Spoken } from '../app/language.js';
import { useAddress } from '../lists/address.js';
import { shown } from '../lists/columns.js';
import { choice, type ListDefinition } from '../lists/definition.js';
import { List } from '../lists/list.js';
import { useMay } from '../app/session.js';
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
  const waits = status === 'UNKNOWN' || status === 'FAILED' || status === 'HANDED';
  return (
    <Page title={spoken.t.shell.mails}>
      {waits && may('mails.resolve-several') && <ResolveSeveral status={status} kind={address['kind']} />}
      <List definition={definition} />
    </Page>
  );
}

export const listOf = (spoken: Spoken): ListDefinition<Mail> => ({
  list: 'mails',
  keyOf: ({ id }) => id,
  empty: spoken.t.mails.none,
  sort: '-createdAt',
  filters: [
    { id: 'search', kind: 'text', label: spoken.t.lists.filter },
    { id: 'customer', kind: 'customer', label: spoken.t.finance.customer },
    choice('status', spoken.t.finance.state, outgoingStatuses, spoken.words.mailStatus),
    choice('kind', spoken.t.finance.kind, outgoingKinds, spoken.t.mails.kinds),
  ],
  columns: shown(listColumns.mails, spoken, {
    subject: ({ id, subject }) => (
      <Go to="/mails/$id" params={{ id }}>
        {subject || id}
      </Go>
    ),
    to: ({ to }) => <span className="wrap">{to}</span>,
    kind: ({ kind }) => capital(spoken.t.mails.kinds[kind]),
    status: ({ status }) => <MailStatus status={status} />,
  }),
});
