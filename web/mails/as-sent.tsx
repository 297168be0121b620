import { Anchor, Code, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MailDocument, SentMail } from '../../contracts/mail.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useWords } from '../app/language.js';
import { get } from '../http/client.js';
import { DocumentFrame } from '../parts/document-frame.js';
import { Facts } from '../parts/facts.js';
import { Moment } from '../parts/figures.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';

export const mailPath = (id: string): string => pathOf('/v1/mails', id);

export function useMail(id: string) {
  const path = mailPath(id);
  return useQuery({ queryKey: [path], queryFn: ({ signal }) => get<SentMail>(path, {}, signal) });
}

/** A mail in place on the page of what it is about. */
export function MailAsSent({ id }: { readonly id: string }) {
  return <Loaded query={useMail(id)}>{(mail) => <AsSent mail={mail} />}</Loaded>;
}

/** From whom to whom, what it said and what it brought, as it left. */
export function AsSent({ mail }: { readonly mail: SentMail }) {
  const { t } = useWords();
  const facts = [
    [t.mails.sender, mail.sender],
    [t.orders.recipient, mail.reducedAt === null ? mail.to : null],
    [t.orders.subject, mail.reducedAt === null ? mail.subject : null],
    [t.finance.sentAt, mail.sentAt && <Moment key="sent" at={mail.sentAt} />],
    ['Message-ID', mail.messageId],
    [t.mails.reducedAt, mail.reducedAt && <Moment key="reduced" at={mail.reducedAt} />],
  ] as const;
  return (
    <Stack gap="md">
      <Panel title={t.mails.asSent}>
        <Stack gap="md">
          <Facts facts={facts} />
          <Message mail={mail} />
        </Stack>
      </Panel>
      {mail.documents.map((document) => (
        <Enclosed key={`${document.kind} ${document.number}`} document={document} />
      ))}
    </Stack>
  );
}

const forms = ['page', 'text'] as const;
type Form = (typeof forms)[number];

/** What it said, as its page, which loads and runs nothing, or as text. */
function Message({ mail: { sender, text, messagePath, reducedAt } }: { readonly mail: SentMail }) {
  const { t } = useWords();
  const [form, setForm] = useState<Form>('page');
  if (reducedAt !== null) return <Text size="sm">{t.mails.reduced}</Text>;
  if (text === null) return <Text size="sm">{sender === null ? t.mails.notWritten : t.mails.textNotForYou}</Text>;
  if (messagePath === null) return <Plain text={text} />;
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label={t.mails.form}
        size="xs"
        w="fit-content"
        value={form}
        onChange={setForm}
        data={forms.map((value) => ({ value, label: t.mails.forms[value] }))}
      />
      {form === 'text' && <Plain text={text} />}
      {form === 'page' && <iframe className="document" title={t.mails.asSent} src={messagePath} sandbox="" />}
    </Stack>
  );
}

const Plain = ({ text }: { readonly text: string }) => (
  <Code block className="wrap" tabIndex={0} style={{ whiteSpace: 'pre-wrap' }}>
    {text}
  </Code>
);

/** A document where the reader may read it; what is no PDF is taken home. */
function Enclosed({ document: { kind, number, path } }: { readonly document: MailDocument }) {
  const { t } = useWords();
  const title = `${capital(t.mails.documents[kind])} ${number}`;
  if (path !== null && kind !== 'month-end-workbook' && kind !== 'order-response')
    return <DocumentFrame title={title} path={path} />;
  return (
    <Panel title={title}>
      {path === null ? (
        <Text size="sm">{t.mails.notForYou}</Text>
      ) : (
        <Anchor href={path} download size="sm">
          {t.mails.takeHome}
        </Anchor>
      )}
    </Panel>
  );
}
