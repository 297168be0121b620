import { Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Mail } from '../../contracts/mail.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { letterIn, letterPath } from '../dunning/letter.js';
import { get } from '../http/client.js';
import { DocumentFrame } from '../parts/document-frame.js';
import { Facts } from '../parts/facts.js';
import { Moment } from '../parts/figures.js';
import { Kept } from '../parts/kept.js';
import { Go } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { MailStatus } from './mail-status.js';
import { ResolveButtons } from './resolve.js';

/** One mail: whether it left, how often it was tried, and what the server said. */
export function MailPage() {
  const { id } = useParams({ from: '/mails/$id' });
  const path = pathOf('/v1/mails', id);
  const query = useQuery({ queryKey: [path], queryFn: ({ signal }) => get<Mail>(path, {}, signal) });
  return (
    <Page title={query.data?.subject ?? id}>
      <Loaded query={query}>{(mail) => <Whole mail={mail} path={path} />}</Loaded>
    </Page>
  );
}

function Whole({ mail, path }: { readonly mail: Mail; readonly path: string }) {
  const { t } = useWords();
  const may = useMay();
  const { order, invoice } = mail;
  const letter = letterIn(mail.id);
  const waits = (mail.status === 'UNKNOWN' || mail.status === 'FAILED') && letter === null;
  const facts = [
    [t.finance.kind, capital(t.mails.kinds[mail.kind])],
    [t.orders.recipient, mail.to],
    [t.mails.created, <Moment key="created" at={mail.createdAt} />],
    [t.finance.sentAt, mail.sentAt && <Moment key="sent" at={mail.sentAt} />],
    [t.mails.attempts, mail.attempts],
    [t.mails.lastError, mail.lastError],
    [
      t.finance.order,
      order && (
        <Go key="order" to="/orders/$number" params={{ number: order }}>
          {order}
        </Go>
      ),
    ],
    [
      t.finance.invoice,
      invoice && (
        <Go key="invoice" to="/invoices/$number" params={{ number: invoice }}>
          {invoice}
        </Go>
      ),
    ],
    ['Message-ID', mail.messageId],
  ] as const;
  const document = letter === null ? documentOf(mail) : letterPath(letter);
  return (
    <Stack gap="md">
      <Group>
        <MailStatus status={mail.status} />
      </Group>
      {may('mails.resolve') && (
        <Kept isOffered={waits} why={t.mails.decidedMeanwhile}>
          <ResolveButtons path={pathOf(path, 'resolution')} />
        </Kept>
      )}
      <Facts facts={facts} />
      {document !== null && <DocumentFrame title={t.mails.enclosed} path={document} />}
    </Stack>
  );
}

/** What the mail brought; null: nothing that can be shown. */
function documentOf({ kind, invoice, order }: Mail): string | null {
  if (kind === 'invoice' && invoice !== null) return pathOf('/v1/invoices', invoice, 'document.pdf');
  return kind === 'acknowledgement' && order !== null ? pathOf('/v1/orders', order, 'acknowledgement.pdf') : null;
}
