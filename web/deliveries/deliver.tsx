import { Button, Group, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { DeliveryReceipt } from '../../contracts/delivery.js';
import type { OrderLine, ShownOrder } from '../../contracts/order.js';
import { isZero } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { fieldsOf, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { FormDialog } from '../parts/form-dialog.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal, writtenDecimal } from '../parts/typed.js';

/** Goods leave: everything that is allocated to the order, or part of it. */
export function DeliverButton({ order }: { readonly order: Read<ShownOrder> }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" onClick={dialog.open}>
        {t.logistics.deliver}
      </Button>
      {opened && <DeliverForm order={order} onClose={dialog.close} />}
    </>
  );
}

/** What leaves, line by line, and with whom. */
export function DeliverForm({ order, onClose }: { readonly order: Read<ShownOrder>; readonly onClose: () => void }) {
  const spoken = useWords();
  const { t, language } = spoken;
  const [seen, setSeen] = useState(order);
  const lines = seen.lines.filter(({ allocated }) => !isZero(allocated));
  const form = useForm({
    initialValues: {
      carrier: '',
      tracking: '',
      quantities: Object.fromEntries(lines.map((line) => [line.lineNo, writtenDecimal(line.allocated, language)])),
    },
  });
  useKept({ name: `delivery:${order.number}` }, form);
  const action = useAction<DeliveryReceipt, ShownOrder>({
    of: order,
    onReadAgain: setSeen,
    onDone: ({ number }) => {
      onClose();
      tellDone(spoken, t.logistics.departedDone(number));
    },
  });
  const wanted = lines
    .map(({ lineNo }) => ({ lineNo, quantity: typedDecimal(form.values.quantities[lineNo] ?? '') }))
    .filter(({ quantity }) => quantity !== '' && quantity !== '0');
  const send = form.onSubmit(({ carrier, tracking }) =>
    action.mutate({
      path: pathOf('/v1/orders', order.number, 'deliveries'),
      body: {
        lines: wanted,
        ...(carrier.trim() !== '' && { carrier: carrier.trim() }),
        ...(tracking.trim() !== '' && { tracking: tracking.trim() }),
      },
    }),
  );
  const refused = fieldsOf(action.error);
  const refusalOf = (lineNo: number): string | undefined =>
    refused[`lines.${wanted.findIndex((line) => line.lineNo === lineNo)}.quantity`];
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={t.logistics.deliverTitle(order.number)}
      confirm={t.logistics.deliver}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
      again={action.again}
    >
      <Text size="sm">{lines.length === 0 ? t.logistics.nothingAllocated : t.logistics.deliverHint}</Text>
      {lines.map((line, index) => (
        <LineField key={line.lineNo} line={line} error={refusalOf(line.lineNo)} isFirst={index === 0}>
          {form.getInputProps(`quantities.${line.lineNo}`)}
        </LineField>
      ))}
      <TextInput
        label={t.logistics.carrier}
        maxLength={80}
        {...form.getInputProps('carrier')}
        error={refused['carrier']}
      />
      <TextInput
        label={t.logistics.tracking}
        maxLength={80}
        {...form.getInputProps('tracking')}
        error={refused['tracking']}
      />
    </FormDialog>
  );
}

type LineProps = {
  readonly line: OrderLine;
  readonly error: string | undefined;
  /** Where typing begins. */
  readonly isFirst: boolean;
  readonly children: object;
};

function LineField({ line, error, isFirst, children }: LineProps) {
  const { t, words } = useWords();
  return (
    <Group align="flex-end" wrap="nowrap">
      <TextInput
        label={`${line.lineNo}. ${line.description}`}
        inputMode="decimal"
        flex={1}
        data-autofocus={isFirst || undefined}
        {...children}
        error={error}
        rightSectionWidth={0}
      />
      <Text size="sm" c="dimmed" mb={8}>
        {t.logistics.ofAllocated(words.say.quantity(line.allocated), line.unit)}
      </Text>
    </Group>
  );
}
