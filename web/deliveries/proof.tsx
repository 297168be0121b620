import { Button, Group, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Delivery } from '../../contracts/delivery.js';
import { instantOf, isLocalDate, isTimeOfDay, localDateOf, localTimeOf, type TimeZone } from '../../domain/calendar.js';
import { pathOf } from '../../domain/paths.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { fieldsOf, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { DayInput } from '../parts/day-input.js';
import { FormDialog } from '../parts/form-dialog.js';
import { tellDone } from '../parts/tell.js';
import { useRequired } from '../parts/required.js';
import { SignaturePad } from './signature-pad.js';

/** Who signed for the goods, when, and with which reserves; once it is kept, it is corrected on record. */
export function ProofButton({ delivery }: { readonly delivery: Read<Delivery> }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  const isCorrection = delivery.proof !== null;
  return (
    <>
      <Button onClick={dialog.open} variant={isCorrection ? 'default' : 'filled'}>
        {isCorrection ? t.logistics.correctProof : t.logistics.prove}
      </Button>
      {opened && <ProofForm delivery={delivery} onClose={dialog.close} />}
    </>
  );
}

/** A moment as the company's clock shows it. */
const shownIn = (zone: TimeZone, epochMs: number) => ({
  receivedOn: localDateOf(epochMs, zone),
  receivedTime: localTimeOf(epochMs, zone),
});

const momentOf = (day: string, time: string, zone: TimeZone): string =>
  new Date(instantOf(day, time, zone)).toISOString();

type FormProps = { readonly delivery: Read<Delivery>; readonly onClose: () => void };

/** Who received, when, with which reserves. */
export function ProofForm({ delivery: now, onClose }: FormProps) {
  const { t } = useWords();
  const { delivery, form, action, send, sign } = useProof({ delivery: now, onClose });
  const refused = fieldsOf(action.error);
  const field = (name: 'receivedBy' | 'receivedOn' | 'receivedTime' | 'reserves' | 'reason') => ({
    ...form.getInputProps(name),
    error: form.errors[name] ?? refused[name],
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t.logistics.proveTitle(delivery.number)}
      confirm={t.shell.save}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
      again={action.again}
    >
      <TextInput label={t.logistics.signedBy} required maxLength={120} data-autofocus {...field('receivedBy')} />
      <Group grow align="flex-start">
        <DayInput
          label={t.logistics.receivedAt}
          required
          {...field('receivedOn')}
          error={form.errors['receivedOn'] ?? refused['receivedAt']}
        />
        <TextInput label={t.logistics.receivedTime} required type="time" {...field('receivedTime')} />
      </Group>
      <Textarea
        label={t.logistics.reserves}
        description={t.logistics.reservesHint}
        autosize
        minRows={2}
        maxLength={1000}
        {...field('reserves')}
      />
      <SignaturePad onChange={sign} />
      {delivery.proof !== null && (
        <Textarea
          label={t.shell.reason}
          description={t.shell.reasonHint}
          required
          maxLength={500}
          {...field('reason')}
        />
      )}
    </FormDialog>
  );
}

/** What is typed of a receipt, and how it is sent: kept for the first time, or corrected with a reason. */
function useProof({ delivery: now, onClose }: FormProps) {
  const [delivery, setDelivery] = useState(now);
  const { number, proof } = delivery;
  const spoken = useWords();
  const { t } = spoken;
  const zone = useMe().zone as TimeZone;
  const isGiven = useRequired();
  const isDay = (text: string | null) => (isLocalDate(text ?? '') ? null : t.shell.noDay);
  const isTime = (text: string) => (isTimeOfDay(text) ? null : t.shell.required);
  const [signature, setSignature] = useState('');
  const form = useForm({
    initialValues: {
      receivedBy: proof?.receivedBy ?? '',
      ...shownIn(zone, proof === null ? Date.now() : Date.parse(proof.receivedAt)),
      reserves: proof?.reserves ?? '',
      reason: '',
    },
    validate: {
      receivedBy: isGiven,
      receivedOn: isDay,
      receivedTime: isTime,
      reason: (text) => (proof === null ? null : isGiven(text)),
    },
  });
  useKept({ name: `proof:${number}` }, form);
  const action = useAction<unknown, Delivery>({
    of: now,
    onReadAgain: setDelivery,
    onDone: () => {
      onClose();
      tellDone(spoken, proof === null ? t.logistics.proofDone : t.logistics.corrected);
    },
  });
  const send = form.onSubmit(({ receivedBy, receivedOn, receivedTime, reserves, reason }) =>
    action.mutate({
      path: pathOf('/v1/deliveries', number, 'proof', ...(proof === null ? [] : ['corrections'])),
      body: {
        receivedBy: receivedBy.trim(),
        receivedAt: momentOf(receivedOn, receivedTime, zone),
        ...(reserves.trim() !== '' && { reserves: reserves.trim() }),
        ...(signature !== '' && { signature }),
        ...(proof !== null && { reason: reason.trim() }),
      },
    }),
  );
  return { delivery, form, action, send, sign: setSignature };
}
