import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { pathOf } from '../../domain/paths.js';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { useMe } from '../app/session.js';
import { fieldsOf, type Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { DayInput } from '../parts/day-input.js';
import { FormDialog } from '../parts/form-dialog.js';
import { tellDone } from '../parts/tell.js';

type Props = {
  readonly number: string;
  /** The delivery as it was read. */
  readonly of: Read<object> | undefined;
  /** It is still on its way: nothing is sent before it is there. */
  readonly isComing?: boolean;
  readonly onOpen?: () => void;
  readonly isSmall?: boolean;
};

/** The goods are with the recipient; the signed note may follow. */
export function ArrivalButton({ number, of, isComing = false, onOpen, isSmall = false }: Props) {
  const spoken = useWords();
  const { t } = spoken;
  const { today } = useMe();
  const [opened, dialog] = useDisclosure(false);
  const form = useForm({ initialValues: { deliveredOn: today } });
  useKept({ name: `arrival:${number}`, isOpen: opened }, form);
  const action = useAction({
    of,
    isOpen: opened,
    onDone: () => {
      dialog.close();
      tellDone(spoken, t.logistics.arrived);
    },
  });
  return (
    <>
      <Button
        variant="light"
        onClick={() => {
          onOpen?.();
          dialog.open();
        }}
        {...(isSmall && { size: 'xs' })}
      >
        {t.logistics.arrive}
      </Button>
      <FormDialog
        opened={opened}
        onClose={dialog.close}
        title={`${t.logistics.arrive} · ${number}`}
        confirm={t.shell.save}
        onSubmit={form.onSubmit((body) => action.mutate({ path: pathOf('/v1/deliveries', number, 'arrival'), body }))}
        isPending={action.isPending || isComing}
        error={action.error}
        again={action.again}
      >
        <DayInput
          label={t.logistics.deliveredOn}
          required
          data-autofocus
          {...form.getInputProps('deliveredOn')}
          error={fieldsOf(action.error)['deliveredOn']}
        />
      </FormDialog>
    </>
  );
}
