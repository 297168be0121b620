import { Button, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Quote } from '../../contracts/quote.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { fieldsOf, type Read } from '../http/client.js';
import { useAction, type Asked } from '../http/use-action.js';
import { DayInput } from '../parts/day-input.js';
import { FormDialog } from '../parts/form-dialog.js';
import { tellDone } from '../parts/tell.js';

type Props = { readonly quote: Read<Quote> };

/** Something that is done to a quote, and said once it is. */
function useQuoteAction(quote: Read<Quote>, done: string, [isOpen, { close }]: ReturnType<typeof useDisclosure>) {
  const spoken = useWords();
  return useAction<Quote>({
    of: quote,
    isOpen,
    onDone: () => {
      close();
      tellDone(spoken, done);
    },
  });
}

type Send = (asked: Asked) => void;

/** The customer said yes. */
export function AcceptButton({ quote }: Props) {
  const { number } = quote;
  const { t } = useWords();
  const { today } = useMe();
  const disclosure = useDisclosure(false);
  const [opened, dialog] = disclosure;
  const [acceptedOn, setAcceptedOn] = useState<string>(today);
  const [reference, setReference] = useState('');
  useKeptTyping({
    name: `acceptance:${number}`,
    isOpen: opened,
    typed: { acceptedOn, reference },
    giveBack: (typed) => {
      setAcceptedOn(typed.acceptedOn);
      setReference(typed.reference);
    },
  });
  const action = useQuoteAction(quote, t.sales.acceptDone(number), disclosure);
  const refused = fieldsOf(action.error);
  const send = (mutate: Send): void =>
    mutate({
      path: pathOf('/v1/quotes', number, 'acceptance'),
      body: { acceptedOn, ...(reference.trim() !== '' && { reference: reference.trim() }) },
    });
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {t.sales.accept}
      </Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={t.sales.acceptTitle(number)}
        confirm={t.sales.accept}
        onSubmit={(event) => {
          event.preventDefault();
          send(action.mutate);
        }}
        isPending={action.isPending}
        error={action.error}
        again={action.again}
      >
        <DayInput
          label={t.sales.acceptedOn}
          required
          value={acceptedOn}
          onChange={(date) => setAcceptedOn(date ?? today)}
          error={refused['acceptedOn']}
        />
        <TextInput
          label={t.sales.reference}
          value={reference}
          maxLength={60}
          data-autofocus
          onChange={(event) => setReference(event.currentTarget.value)}
          error={refused['reference']}
        />
      </FormDialog>
    </>
  );
}

/** The customer said no, and why. */
export function LoseButton({ quote }: Props) {
  const { number } = quote;
  const { t } = useWords();
  const disclosure = useDisclosure(false);
  const [opened, dialog] = disclosure;
  const [lostReason, setLostReason] = useState('');
  const [isEmpty, setEmpty] = useState(false);
  useKeptTyping({ name: `loss:${number}`, isOpen: opened, typed: lostReason, giveBack: setLostReason });
  const action = useQuoteAction(quote, t.sales.loseDone(number), disclosure);
  return (
    <>
      <Button size="xs" variant="outline" color="red.9" onClick={dialog.open}>
        {t.sales.lose}
      </Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={t.sales.loseTitle(number)}
        confirm={t.sales.lose}
        onSubmit={(event) => {
          event.preventDefault();
          setEmpty(lostReason.trim() === '');
          if (lostReason.trim() === '') return;
          action.mutate({
            method: 'PATCH',
            path: pathOf('/v1/quotes', number),
            body: { lostReason: lostReason.trim() },
          });
        }}
        isPending={action.isPending}
        error={action.error}
        again={action.again}
      >
        <TextInput
          label={t.sales.lostReason}
          required
          value={lostReason}
          maxLength={200}
          data-autofocus
          onChange={(event) => setLostReason(event.currentTarget.value)}
          error={isEmpty ? t.shell.required : fieldsOf(action.error)['lostReason']}
        />
      </FormDialog>
    </>
  );
}

/** The offer stands until another day. */
export function ExtendButton({ quote }: Props) {
  const { number, validUntil } = quote;
  const { t, words } = useWords();
  const disclosure = useDisclosure(false);
  const [opened, dialog] = disclosure;
  const [until, setUntil] = useState<string>(validUntil);
  useKeptTyping({ name: `validity:${number}`, isOpen: opened, typed: until, giveBack: setUntil });
  const action = useQuoteAction(quote, t.sales.extendDone(number), disclosure);
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {t.sales.extend}
      </Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={t.sales.extendTitle(number)}
        confirm={t.sales.extend}
        onSubmit={(event) => {
          event.preventDefault();
          action.mutate({ method: 'PATCH', path: pathOf('/v1/quotes', number), body: { validUntil: until } });
        }}
        isPending={action.isPending}
        error={action.error}
        again={action.again}
      >
        <Text size="sm">
          {t.sales.validUntil} {words.say.date(validUntil)}
        </Text>
        <DayInput
          label={t.sales.validUntil}
          required
          value={until}
          onChange={(date) => setUntil(date ?? validUntil)}
          data-autofocus
          error={fieldsOf(action.error)['validUntil']}
        />
      </FormDialog>
    </>
  );
}
