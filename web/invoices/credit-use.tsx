import { Button, Group, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import type { ShownInvoice } from '../../contracts/invoice.js';
import { negate } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMay, useMe } from '../app/session.js';
import { fieldsOf, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { DayInput } from '../parts/day-input.js';
import { FormDialog } from '../parts/form-dialog.js';
import { useRequired } from '../parts/required.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';
import { useCreditWords } from './words.js';

type Props = { readonly invoice: Read<ShownInvoice> };

/** What becomes of the rest of a credit note: it is set off against what is due longest, or was paid out. */
export function CreditUse({ invoice }: Props) {
  const may = useMay();
  return (
    <Group className="no-print">
      {may('invoices.apply-credit') && <ApplyButton invoice={invoice} />}
      {may('payments.create') && <RefundButton invoice={invoice} />}
    </Group>
  );
}

function ApplyButton({ invoice }: Props) {
  const spoken = useWords();
  const { t, words } = spoken;
  const c = useCreditWords();
  const { number, open, currency } = invoice;
  const [opened, dialog] = useDisclosure(false);
  const action = useAction({
    of: invoice,
    isOpen: opened,
    onDone: () => {
      tellDone(spoken, c.creditSetOff(number));
      dialog.close();
    },
  });
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {c.setOff}
      </Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={t.shell.named(c.setOff, number)}
        confirm={c.setOff}
        onSubmit={(event) => {
          event.preventDefault();
          action.mutate({ path: pathOf('/v1/invoices', number, 'applications'), body: { order: 'oldest-first' } });
        }}
        isPending={action.isPending}
        error={action.error}
        again={action.again}
      >
        <Text size="sm">{c.setOffHint(words.say.amount(negate(open), currency))}</Text>
      </FormDialog>
    </>
  );
}

function RefundButton({ invoice }: Props) {
  const c = useCreditWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {c.refund}
      </Button>
      <RefundDialog invoice={invoice} opened={opened} onClose={dialog.close} />
    </>
  );
}

function RefundDialog({
  invoice,
  opened,
  onClose,
}: Props & { readonly opened: boolean; readonly onClose: () => void }) {
  const { t } = useWords();
  const c = useCreditWords();
  const { form, action, send } = useRefund({ invoice, opened, onClose });
  const refused = fieldsOf(action.error);
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={t.shell.named(c.refund, invoice.number)}
      confirm={c.refund}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
    >
      <Text size="sm">{c.refundHint}</Text>
      <TextInput
        label={t.finance.amount}
        inputMode="decimal"
        required
        {...form.getInputProps('amount')}
        error={form.errors['amount'] ?? refused['amount']}
      />
      <DayInput
        label={t.finance.valueDate}
        required
        {...form.getInputProps('date')}
        error={form.errors['date'] ?? refused['date']}
      />
      <TextInput
        label={t.finance.reference}
        required
        {...form.getInputProps('reference')}
        error={form.errors['reference'] ?? refused['reference']}
      />
    </FormDialog>
  );
}

function useRefund({ invoice, opened, onClose }: Props & { readonly opened: boolean; readonly onClose: () => void }) {
  const spoken = useWords();
  const c = useCreditWords();
  const { number, open, currency } = invoice;
  const { today } = useMe();
  const isGiven = useRequired();
  const form = useForm({
    initialValues: { amount: negate(open), date: today, reference: '' },
    validate: { amount: isGiven, date: isGiven, reference: isGiven },
  });
  useKept({ name: `refund:${number}`, isOpen: opened }, form);
  const action = useAction({
    isOpen: opened,
    onDone: () => {
      tellDone(spoken, c.refunded(number));
      onClose();
    },
  });
  const send = form.onSubmit(({ amount, date, reference }) => {
    const out = negate(typedDecimal(amount).replace(/^-/, ''));
    action.mutate({
      path: '/v1/payments',
      body: { customer: invoice.customer, amount: out, currency, date, reference: reference.trim(), refunds: number },
    });
  });
  return { form, action, send };
}
