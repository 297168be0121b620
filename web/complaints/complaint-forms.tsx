import { Button, Checkbox, Group, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { Complaint } from '../../contracts/complaint.js';
import type { Delivery } from '../../contracts/delivery.js';
import { pathOf } from '../../domain/paths.js';
import { useKept } from '../app/kept-typing.js';
import { fieldsOf, get, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { FormDialog } from '../parts/form-dialog.js';
import { useRequired } from '../parts/required.js';
import { tellDone } from '../parts/tell.js';
import { typedDecimal } from '../parts/typed.js';
import { KindSelect, Quantities, linesOf, type Complainable } from './open-complaint.js';
import { useComplaints } from './words.js';

type Props = { readonly complaint: Read<Complaint> };
type FormProps = Props & { readonly onClose: () => void };

const none: Complainable['lines'] = [];

/** The lines that may be complained of: what the delivery brought, or those that are named. */
function useComplainable({ delivery, lines }: Complaint): Complainable['lines'] {
  const path = pathOf('/v1/deliveries', delivery ?? '');
  const query = useQuery({
    queryKey: [path],
    enabled: delivery !== null,
    queryFn: ({ signal }) => get<Delivery>(path, {}, signal),
  });
  return delivery === null ? lines : (query.data?.lines ?? none);
}

/** Says what it is: of which lines how much, and what is disputed. */
export function Qualify({ complaint }: Props) {
  const { c } = useComplaints();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {c.qualify}
      </Button>
      {opened && <QualifyForm complaint={complaint} onClose={dialog.close} />}
    </>
  );
}

function QualifyForm({ complaint, onClose }: FormProps) {
  const { number, kind, lines } = complaint;
  const spoken = useComplaints();
  const { c, t } = spoken;
  const isGiven = useRequired();
  const complainable = useComplainable(complaint);
  const form = useForm({
    initialValues: {
      kind: kind === 'reserve' ? '' : kind,
      disputed: '',
      quantities: Object.fromEntries(lines.map(({ lineNo, quantity }) => [lineNo, quantity])) as Record<string, string>,
    },
    validate: { kind: isGiven },
  });
  useKept({ name: `qualify:${number}` }, form);
  const action = useAction({
    onDone: () => {
      onClose();
      tellDone(spoken, c.qualified);
    },
  });
  const refused = fieldsOf(action.error);
  const send = form.onSubmit(({ kind: chosen, disputed, quantities }) => {
    const asked = linesOf(quantities);
    action.mutate({
      path: pathOf('/v1/complaints', number, 'qualification'),
      body: {
        kind: chosen,
        ...(asked.length > 0 && { lines: asked }),
        ...(disputed.trim() !== '' && { disputed: typedDecimal(disputed) }),
      },
    });
  });
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`${c.qualify} · ${number}`}
      confirm={t.shell.save}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
    >
      <KindSelect {...form.getInputProps('kind')} error={form.errors['kind'] ?? refused['kind']} />
      <Quantities lines={complainable} field={(lineNo) => form.getInputProps(`quantities.${lineNo}`)} />
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

/** Takes goods back, line by line: into stock, or written off. */
export function TakeBack({ complaint }: Props) {
  const { c } = useComplaints();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="light" onClick={dialog.open}>
        {c.receive}
      </Button>
      {opened && <TakeBackForm complaint={complaint} onClose={dialog.close} />}
    </>
  );
}

const typedOr0 = (typed: string | undefined): string =>
  typed === undefined || typed.trim() === '' ? '0' : typedDecimal(typed);

function TakeBackForm({ complaint: { number, lines, status }, onClose }: FormProps) {
  const spoken = useComplaints();
  const { c, t } = spoken;
  const form = useForm({
    initialValues: { restocked: {} as Record<string, string>, scrapped: {} as Record<string, string>, last: false },
  });
  useKept({ name: `goods:${number}` }, form);
  const action = useAction({
    onDone: () => {
      onClose();
      tellDone(spoken, c.received);
    },
  });
  const send = form.onSubmit(({ restocked, scrapped, last }) =>
    action.mutate({
      path: pathOf('/v1/complaints', number, 'goods'),
      body: {
        lines: lines.map(({ lineNo }) => ({
          lineNo,
          restocked: typedOr0(restocked[lineNo]),
          scrapped: typedOr0(scrapped[lineNo]),
        })),
        last,
      },
    }),
  );
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={`${c.receive} · ${number}`}
      confirm={t.shell.save}
      onSubmit={send}
      isPending={action.isPending}
      error={action.error}
    >
      {lines.map(({ lineNo, description }) => (
        <Group key={lineNo} grow align="flex-end">
          <Text size="sm">{`${lineNo} · ${description}`}</Text>
          <TextInput
            label={c.restocked}
            aria-label={`${c.restocked} · ${c.line} ${lineNo}`}
            inputMode="decimal"
            {...form.getInputProps(`restocked.${lineNo}`)}
          />
          <TextInput
            label={c.scrapped}
            aria-label={`${c.scrapped} · ${c.line} ${lineNo}`}
            inputMode="decimal"
            {...form.getInputProps(`scrapped.${lineNo}`)}
          />
        </Group>
      ))}
      {status === 'awaiting-goods' && <Checkbox label={c.last} {...form.getInputProps('last', { type: 'checkbox' })} />}
    </FormDialog>
  );
}
