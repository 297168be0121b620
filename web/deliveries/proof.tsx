import { Button, Textarea, TextInput } from '@mantine/core';
import '@mantine/dates/styles.css';
import { DateTimePicker } from '@mantine/dates';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Delivery } from '../../contracts/delivery.js';
import { instantOf, localDateOf, localTimeOf, type TimeZone } from '../../domain/calendar.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { fieldsOf, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
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

/** A moment as the company's clock shows it: `2026-11-29 14:05:00`. */
const shownIn = (zone: TimeZone, epochMs: number): string =>
  `${localDateOf(epochMs, zone)} ${localTimeOf(epochMs, zone)}:00`;

const momentOf = (shown: string, zone: TimeZone): string =>
  new Date(instantOf(shown.slice(0, 10), shown.slice(11, 16), zone)).toISOString();

type FormProps = { readonly delivery: Read<Delivery>; readonly onClose: () => void };

/** Who received, when, with which reserves. */
export function ProofForm({ delivery, onClose }: FormProps) {
  const { t } = useWords();
  const { form, action, send, sign } = useProof({ delivery, onClose });
  const refused = fieldsOf(action.error);
  const field = (name: 'receivedBy' | 'receivedAt' | 'reserves' | 'reason') => ({
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
      <DateTimePicker label={t.logistics.receivedAt} required valueFormat="YYYY-MM-DD HH:mm" {...field('receivedAt')} />
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
function useProof({ delivery, onClose }: FormProps) {
  const { number, proof } = delivery;
  const spoken = useWords();
  const { t } = spoken;
  const zone = useMe().zone as TimeZone;
  const isGiven = useRequired();
  const [signature, setSignature] = useState('');
  const form = useForm({
    initialValues: {
      receivedBy: proof?.receivedBy ?? '',
      receivedAt: shownIn(zone, proof === null ? Date.now() : Date.parse(proof.receivedAt)),
      reserves: proof?.reserves ?? '',
      reason: '',
    },
    validate: { receivedBy: isGiven, receivedAt: isGiven, reason: (text) => (proof === null ? null : isGiven(text)) },
  });
  const action = useAction({
    of: delivery,
    onDone: () => {
      onClose();
      tellDone(spoken, proof === null ? t.logistics.proofDone : t.logistics.corrected);
    },
  });
  const send = form.onSubmit(({ receivedBy, receivedAt, reserves, reason }) =>
    action.mutate({
      path: `/v1/deliveries/${number}/proof${proof === null ? '' : '/corrections'}`,
      body: {
        receivedBy: receivedBy.trim(),
        receivedAt: momentOf(receivedAt, zone),
        ...(reserves.trim() !== '' && { reserves: reserves.trim() }),
        ...(signature !== '' && { signature }),
        ...(proof !== null && { reason: reason.trim() }),
      },
    }),
  );
  return { form, action, send, sign: setSignature };
}
