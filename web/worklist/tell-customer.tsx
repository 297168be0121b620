import { Anchor, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ShownOrder } from '../../contracts/order.js';
import type { WorkItem, WorkItemComment } from '../../contracts/work-item.js';
import { admits } from '../../domain/order-stages.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { useAction } from '../http/use-action.js';
import { FormDialog } from '../parts/form-dialog.js';
import { Go } from '../parts/link.js';
import { tellDone } from '../parts/tell.js';

type Late = Extract<WorkItem, { readonly kind: 'promise-late' }>;
type Props = { readonly item: Late; readonly order: ShownOrder; readonly onClose: () => void };

const LONGEST = 900;

/** A promise was not kept: whom to write to, the order's page for other dates, and what the customer was told, kept with the line. */
export function TellCustomer({ item, order, onClose }: Props) {
  const spoken = useWords();
  const { t } = spoken;
  const may = useMay();
  const [said, setSaid] = useState('');
  useKeptTyping({ name: `told:${item.id}`, typed: said === '' ? null : said, giveBack: setSaid });
  const path = pathOf('/v1/worklist', item.id, 'comments');
  const action = useAction<WorkItemComment>({
    touches: [[path], ['/v1/worklist']],
    isOpen: true,
    onDone: () => {
      onClose();
      tellDone(spoken, t.work.toldKept);
    },
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t.work.tellTitle(order.customerName)}
      confirm={t.work.keepTold}
      onSubmit={(event) => {
        event.preventDefault();
        if (said.trim() !== '') action.mutate({ path, body: { text: t.work.told(said.trim()) } });
      }}
      isPending={action.isPending}
      error={action.error}
    >
      <Text size="sm" className="wrap">
        {item.sentence}
      </Text>
      <Reachable order={order} item={item} />
      {may('orders.amend') && admits(order.stage, 'amendment') && (
        <Go to="/orders/$number/amend" params={{ number: order.number }}>
          {t.work.otherDates}
        </Go>
      )}
      <Textarea
        label={t.work.whatTold}
        required
        autosize
        minRows={2}
        maxLength={LONGEST}
        value={said}
        onChange={(event) => setSaid(event.currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}

/** Whom the order's mails go to: a click begins a mail to them, a number is called. */
function Reachable({ order, item: { facts } }: Pick<Props, 'order' | 'item'>) {
  const { t, words } = useWords();
  const contacts = order.parties.contacts.filter(({ email, phone }) => email !== null || phone !== '');
  if (contacts.length === 0) return <Text size="sm">{t.work.nobodyToWrite}</Text>;
  const next = facts.next === null ? null : words.say.date(facts.next);
  const mail = t.work.lateMail(order.number, order.customerReference, words.say.date(facts.promised), next);
  return (
    <Stack gap={2}>
      {contacts.map(({ role, name, email, phone }) => (
        <Text key={`${role} ${name} ${email ?? phone}`} size="sm" className="wrap">
          {words.contactRole[role]} · {name} {email !== null && <Anchor href={mailTo(email, mail)}>{email}</Anchor>}{' '}
          {phone !== '' && <Anchor href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</Anchor>}
        </Text>
      ))}
    </Stack>
  );
}

type Begun = { readonly subject: string; readonly body: string };

/** A mail that one's own mail program begins (RFC 6068). */
const mailTo = (address: string, { subject, body }: Begun): string =>
  `mailto:${encodeURIComponent(address)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
