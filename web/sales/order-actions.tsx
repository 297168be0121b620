import { ActionIcon, Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { OrderLine, ShownOrder } from '../../contracts/order.js';
import type { PartyContact } from '../../contracts/parties.js';
import { contactRoles, languages } from '../../contracts/vocabulary.js';
import { isPositive, subtractQuantities } from '../../domain/money.js';
import { stageRules } from '../../domain/order-stages.js';
import { pathOf } from '../../domain/paths.js';
import { capital } from '../../words/format.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import type { Read } from '../http/client.js';
import { Offered } from '../orders/offered.js';
import type { Offers } from '../orders/use-order-actions.js';
import { GoButton } from '../parts/link.js';
import { ReasonDialog } from '../parts/reason-dialog.js';
import { typedDecimal } from '../parts/typed.js';

/** What sales may change of an order as it stands. */
export function SalesActions({ order, offers }: { readonly order: Read<ShownOrder>; readonly offers: Offers }) {
  const { t } = useWords();
  const isAccepted = stageRules[order.stage].phase === 'fulfilment';
  return (
    <>
      <Offered offer={offers('amend')} text={t.sales.amend}>
        <GoButton to="/orders/$number/amend" params={{ number: order.number }} size="xs" variant="light">
          {t.sales.amend}
        </GoButton>
      </Offered>
      <Offered offer={offers('contacts')} text={t.sales.changeContacts}>
        <ContactsButton order={order} />
      </Offered>
      <Offered offer={offers('cancel')} text={t.sales.cancelPart} isOfStage={isAccepted}>
        <CancelPartButton order={order} />
      </Offered>
    </>
  );
}

const openOf = ({ quantity, delivered, cancelled }: OrderLine): string =>
  subtractQuantities(subtractQuantities(quantity, delivered), cancelled);

function CancelPartButton({ order }: { readonly order: Read<ShownOrder> }) {
  const { t, words } = useWords();
  const [opened, dialog] = useDisclosure(false);
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  useKeptTyping({
    name: `cancellation:${order.number}`,
    typed: Object.keys(typed).length === 0 ? null : typed,
    giveBack: setTyped,
  });
  const close = (): void => {
    dialog.close();
    setTyped({});
  };
  const lines = order.lines.filter((line) => isPositive(openOf(line)));
  const wanted = lines
    .map(({ lineNo }) => ({ lineNo, quantity: typedDecimal(typed[lineNo] ?? '') }))
    .filter(({ quantity }) => quantity !== '');
  return (
    <>
      <Button size="xs" variant="outline" color="red.9" onClick={dialog.open}>
        {t.sales.cancelPart}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={close}
        title={t.sales.cancelPartTitle(order.number)}
        confirm={t.sales.cancelPart}
        isDangerous
        ask={(reason) => ({
          path: pathOf('/v1/orders', order.number, 'cancellations'),
          body: { reason, lines: wanted },
        })}
        of={order}
        done={t.sales.cancelledPart(order.number)}
      >
        {(refused) => (
          <>
            <Text size="sm">{t.sales.cancelPartHint}</Text>
            {lines.map((line) => (
              <TextInput
                key={line.lineNo}
                label={`${line.lineNo}. ${line.description}`}
                description={t.sales.cancelOf(words.say.quantity(openOf(line)), line.unit)}
                inputMode="decimal"
                value={typed[line.lineNo] ?? ''}
                onChange={(event) => setTyped({ ...typed, [line.lineNo]: event.currentTarget.value })}
                error={refused[`lines.${wanted.findIndex(({ lineNo }) => lineNo === line.lineNo)}.quantity`]}
              />
            ))}
          </>
        )}
      </ReasonDialog>
    </>
  );
}

function ContactsButton({ order }: { readonly order: Read<ShownOrder> }) {
  const { t, language } = useWords();
  const [opened, dialog] = useDisclosure(false);
  const [contacts, setContacts] = useState<readonly PartyContact[]>(order.parties.contacts);
  const open = (): void => {
    setContacts(order.parties.contacts);
    dialog.open();
  };
  useKeptTyping({ name: `contacts:${order.number}`, isOpen: opened, typed: contacts, giveBack: setContacts });
  const change = (at: number, changes: Partial<PartyContact>): void =>
    setContacts(contacts.map((each, index) => (index === at ? { ...each, ...changes } : each)));
  return (
    <>
      <Button size="xs" variant="light" onClick={open}>
        {t.sales.changeContacts}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={dialog.close}
        title={t.sales.contactsTitle(order.number)}
        confirm={t.sales.changeContacts}
        size="xl"
        ask={(reason) => ({
          method: 'PATCH',
          path: pathOf('/v1/orders', order.number, 'contacts'),
          body: { reason, contacts },
        })}
        of={order}
        done={t.sales.contactsDone}
      >
        {(refused) => (
          <>
            <Text size="sm">{t.sales.contactsHint}</Text>
            {contacts.map((contact, at) => (
              <ContactFields
                key={at}
                at={at}
                contact={contact}
                refused={refused}
                onChange={(changes) => change(at, changes)}
                onRemove={() => setContacts(contacts.filter((_contact, index) => index !== at))}
              />
            ))}
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setContacts([...contacts, { role: 'orders', name: '', language, email: null, phone: '' }])}
            >
              {t.sales.addContact}
            </Button>
          </>
        )}
      </ReasonDialog>
    </>
  );
}

type ContactProps = {
  readonly at: number;
  readonly contact: PartyContact;
  readonly refused: Readonly<Record<string, string>>;
  readonly onChange: (changes: Partial<PartyContact>) => void;
  readonly onRemove: () => void;
};

function ContactFields({ at, contact, refused, onChange, onRemove }: ContactProps) {
  const { t, words } = useWords();
  const roles = contactRoles.map((role) => ({ value: role, label: capital(words.contactRole[role]) }));
  const errorOf = (field: keyof PartyContact): string | undefined => refused[`contacts.${at}.${field}`];
  return (
    <Group align="flex-end" gap="xs">
      <Select
        label={t.sales.contactRole}
        data={roles}
        value={contact.role}
        allowDeselect={false}
        onChange={(role) => role !== null && onChange({ role })}
        w={145}
      />
      <TextInput
        label={t.sales.contactName}
        required
        maxLength={120}
        value={contact.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={errorOf('name')}
        flex={1}
        miw={130}
      />
      <TextInput
        label={t.sales.contactEmail}
        type="email"
        maxLength={254}
        value={contact.email ?? ''}
        onChange={(event) => onChange({ email: event.currentTarget.value || null })}
        error={errorOf('email')}
        flex={2}
        miw={180}
      />
      <Select
        label={t.sales.contactLanguage}
        data={[...languages]}
        value={contact.language}
        allowDeselect={false}
        onChange={(language) => language !== null && onChange({ language })}
        w={76}
      />
      <ActionIcon variant="default" size="lg" aria-label={t.sales.removeContact(at + 1)} onClick={onRemove}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
