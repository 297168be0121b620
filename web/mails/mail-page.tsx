import { Group, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { SentMail } from '../../contracts/mail.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { letterIn } from '../dunning/letter.js';
import { Facts } from '../parts/facts.js';
import { Moment } from '../parts/figures.js';
import { Kept } from '../parts/kept.js';
import { Go } from '../parts/link.js';
import { Loaded, Page } from '../parts/page.js';
import { AsSent, mailPath, useMail } from './as-sent.js';
import { MailStatus } from './mail-status.js';
import { ResolveButtons } from './resolve.js';

/** One mail: whether it left, how often it was tried, what the server said, and what it said itself. */
export function MailPage() {
  const { id } = useParams({ from: '/mails/$id' });
  const query = useMail(id);
  return (
    <Page title={query.data?.subject || id}>
      <Loaded query={query}>{(mail) => <Whole mail={mail} />}</Loaded>
    </Page>
  );
}

function Whole({ mail }: { readonly mail: SentMail }) {
  const { t } = useWords();
  const may = useMay();
  const { order, invoice } = mail;
  const waits =
    (mail.status === 'UNKNOWN' || mail.status === 'FAILED' || mail.status === 'HANDED') && letterIn(mail.id) === null;
  const facts = [
    [t.finance.kind, capital(t.mails.kinds[mail.kind])],
    [t.mails.created, <Moment key="created" at={mail.createdAt} />],
    [t.mails.attempts, mail.attempts],
    [mail.status === 'SENT' ? t.mails.answer : t.mails.lastError, mail.lastError],
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
  ] as const;
  return (
    <Stack gap="md">
      <Group>
        <MailStatus status={mail.status} />
      </Group>
      {may('mails.resolve') && (
        <Kept isOffered={waits} why={t.mails.decidedMeanwhile}>
          <ResolveButtons path={pathOf(mailPath(mail.id), 'resolution')} />
        </Kept>
      )}
      <Facts facts={facts} />
      <AsSent mail={mail} />
    </Stack>
  );
}
