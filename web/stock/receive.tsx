import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { StockReceipt } from '../../contracts/product.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { DayInput } from '../parts/day-input.js';
import { FormDialog } from '../parts/form-dialog.js';
import { ProductSelect } from '../parts/product-select.js';
import { tellDone } from '../parts/tell.js';
import { WouldServe } from './would-serve.js';
import { typedDecimal } from '../parts/typed.js';
import { useRequired } from '../parts/required.js';

/** Goods come in; backorders that wait for them are served at once, oldest first. */
export function ReceiveButton() {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button onClick={dialog.open}>{t.logistics.receive}</Button>
      {opened && <ReceiveForm onClose={dialog.close} />}
    </>
  );
}

const emptyLine = { product: '', quantity: '' };

type FormProps = { readonly onClose: () => void };

function ReceiveForm({ onClose }: FormProps) {
  const { t } = useWords();
  const receipt = useReceipt({ onClose });
  const { form, action, send, errorOf } = receipt;
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t.logistics.receive}
      confirm={t.logistics.receive}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
      size="lg"
    >
      <Group grow>
        <TextInput
          label={t.logistics.reference}
          description={t.logistics.referenceHint}
          required
          maxLength={60}
          data-autofocus
          {...form.getInputProps('reference')}
          error={errorOf('reference')}
        />
        <DayInput
          label={t.logistics.receivedOn}
          description=" "
          required
          {...form.getInputProps('receivedOn')}
          error={errorOf('receivedOn')}
        />
      </Group>
      {form.values.lines.map((_line, at) => (
        <LineFields key={at} at={at} receipt={receipt} />
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => form.insertListItem('lines', emptyLine)}
      >
        {t.logistics.addLine}
      </Button>
      <WouldServe lines={form.values.lines} />
    </FormDialog>
  );
}

function LineFields({ at, receipt }: { readonly at: number; readonly receipt: ReturnType<typeof useReceipt> }) {
  const { t } = useWords();
  const { form, errorOf } = receipt;
  const [product, quantity] = [`lines.${at}.product`, `lines.${at}.quantity`] as const;
  return (
    <Group align="flex-end" wrap="nowrap">
      <ProductSelect
        label={`${t.logistics.product} ${at + 1}`}
        {...form.getInputProps(product)}
        error={errorOf(product)}
      />
      <TextInput
        label={t.logistics.quantity}
        inputMode="decimal"
        w={110}
        {...form.getInputProps(quantity)}
        error={errorOf(quantity)}
      />
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={`${t.logistics.removeLine} ${at + 1}`}
        disabled={form.values.lines.length === 1}
        onClick={() => form.removeListItem('lines', at)}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

/** What is typed of a receipt, and how it is sent. */
function useReceipt({ onClose }: FormProps) {
  const spoken = useWords();
  const { t } = spoken;
  const { today } = useMe();
  const isGiven = useRequired();
  const form = useForm({
    initialValues: { reference: '', receivedOn: today, lines: [emptyLine] },
    validate: { reference: isGiven, lines: { product: isGiven, quantity: isGiven } },
  });
  useKept({ name: 'receipt:new' }, form);
  const action = useAction<StockReceipt>({
    onDone: ({ served }) => {
      onClose();
      tellDone(spoken, t.logistics.receivedDone(served.length));
    },
  });
  const send = form.onSubmit(({ reference, receivedOn, lines }) =>
    action.mutate({
      path: '/v1/stock/receipts',
      body: {
        reference: reference.trim(),
        receivedOn,
        lines: lines.map(({ product, quantity }) => ({ product, quantity: typedDecimal(quantity) })),
      },
    }),
  );
  const refused = fieldsOf(action.error);
  return { form, action, send, errorOf: (field: string) => form.errors[field] ?? refused[field] };
}
