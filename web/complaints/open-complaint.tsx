import { Button, Group, Select, Text, Textarea, TextInput, type SelectProps } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { ComplaintReceipt } from '../../contracts/complaint.js';
import { complaintKinds } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { useKept } from '../app/kept-typing.js';
import { fieldsOf } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { FormDialog } from '../parts/form-dialog.js';
import { useRequired } from '../parts/required.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';
import { useComplaints } from './words.js';

/** What a complaint may be opened on, with the lines of it. */
export type Complainable = {
  readonly about: { readonly delivery: string } | { readonly invoice: string } | { readonly order: string };
  readonly lines: readonly { readonly lineNo: number; readonly description: string }[];
};

export function OpenComplaintButton({ on }: { readonly on: Complainable }) {
  const { c } = useComplaints();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="light" className="no-print" onClick={dialog.open}>
        {c.openTitle}
      </Button>
      {opened && <OpenComplaint on={on} onClose={dialog.close} />}
    </>
  );
}

type FormProps = { readonly on: Complainable; readonly onClose: () => void };

function OpenComplaint({ on: { about, lines }, onClose }: FormProps) {
  const spoken = useComplaints();
  const { c, t } = spoken;
  const navigate = useNavigate();
  const isGiven = useRequired();
  const form = useForm({
    initialValues: { kind: '', description: '', disputed: '', quantities: {} as Record<string, string> },
    validate: { kind: isGiven, description: isGiven },
  });
  useKept({ name: `complaint:${Object.values(about).join()}` }, form);
  const action = useAction<ComplaintReceipt>({
    onDone: ({ number }) => {
      onClose();
      tellDone(spoken, c.opened(number));
      void navigate({ to: '/complaints/$number', params: { number } });
    },
  });
  const refused = fieldsOf(action.error);
  const send = form.onSubmit(({ kind, description, disputed, quantities }) => {
    const asked = linesOf(quantities);
    action.mutate({
      path: '/v1/complaints',
      body: {
        about,
        kind,
        description: description.trim(),
        ...(asked.length > 0 && { lines: asked }),
        ...(disputed.trim() !== '' && { disputed: typedDecimal(disputed) }),
      },
    });
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={c.openTitle}
      confirm={t.shell.save}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
    >
      <KindSelect {...form.getInputProps('kind')} error={form.errors['kind'] ?? refused['kind']} />
      <Textarea
        label={c.description}
        required
        autosize
        minRows={2}
        maxLength={2_000}
        {...form.getInputProps('description')}
        error={form.errors['description'] ?? refused['description']}
      />
      <Quantities lines={lines} field={(lineNo) => form.getInputProps(`quantities.${lineNo}`)} />
      <TextInput
        label={c.disputed}
        description={c.disputedHint}
        inputMode="decimal"
        maxLength={20}
        {...form.getInputProps('disputed')}
        error={refused['disputed']}
      />
    </FormDialog>
  );
}

export function KindSelect(props: SelectProps) {
  const { c } = useComplaints();
  return (
    <Select
      label={c.kind}
      required
      data={complaintKinds
        .filter((kind) => kind !== 'reserve')
        .map((kind) => ({ value: kind, label: capital(c.kinds[kind]) }))}
      {...props}
    />
  );
}

/** How much of each line is complained of, as it is typed. */
export function Quantities({
  lines,
  field,
}: {
  readonly lines: Complainable['lines'];
  readonly field: (lineNo: number) => object;
}) {
  const { c } = useComplaints();
  return lines.map(({ lineNo, description }) => (
    <Group key={lineNo} justify="space-between" wrap="nowrap">
      <Text size="sm">{`${lineNo} · ${description}`}</Text>
      <TextInput aria-label={`${c.quantity} · ${c.line} ${lineNo}`} inputMode="decimal" w={120} {...field(lineNo)} />
    </Group>
  ));
}

export const linesOf = (quantities: Readonly<Record<string, string>>) =>
  Object.entries(quantities).flatMap(([lineNo, typed]) =>
    /[1-9]/.test(typed) ? [{ lineNo: Number(lineNo), quantity: typedDecimal(typed) }] : [],
  );
