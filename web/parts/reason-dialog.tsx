import { Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect, type FormEvent, type ReactNode } from 'react';
import { useKept } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import { fieldsOf, type Read } from '../http/client.js';
import { useAction, type Asked } from '../http/use-action.js';
import { GoneNote, useAtForm } from './kept.js';
import { ProblemNote } from './problem-note.js';
import { tellDone } from './tell.js';

type Props = {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What the button says. */
  readonly confirm: string;
  readonly isDangerous?: boolean;
  readonly size?: string;
  /** What is asked, from the reason given. */
  readonly ask: (reason: string) => Asked;
  /** Whether what is asked for beside the reason is there; it says itself what is missing. */
  readonly isWhole?: (() => boolean) | undefined;
  /** What it is decided on. */
  readonly of?: Read<object> | undefined;
  /** What it is decided on is still on its way: nothing is sent before it is there. */
  readonly isComing?: boolean;
  /** Said once it is done, of the answer where that tells more. */
  readonly done: string | ((answer: unknown) => string);
  /** What it is about, or more fields, with what was refused of them. */
  readonly children?: ReactNode | ((refused: Readonly<Record<string, string>>) => ReactNode);
};

const LONGEST = 500;

/** Asks for the reason of a decision, and does it; a refusal is told here, and nothing that was typed is lost. */
export function ReasonDialog(props: Props) {
  const { opened, onClose, title, confirm, isDangerous, size, isComing = false, children } = props;
  const { t } = useWords();
  const { form, action, send } = useReason(props);
  const refused = fieldsOf(action.error);
  const gone = useAtForm(opened, action.isPending);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      {...(size !== undefined && { size })}
      closeButtonProps={{ 'aria-label': t.shell.close }}
    >
      <form noValidate onSubmit={send}>
        <Stack gap="sm">
          <GoneNote why={gone} />
          {typeof children === 'function' ? children(refused) : children}
          <Textarea
            label={t.shell.reason}
            description={t.shell.reasonHint}
            required
            autosize
            minRows={2}
            maxLength={LONGEST}
            data-autofocus
            {...form.getInputProps('reason')}
            error={form.errors['reason'] ?? refused['reason']}
          />
          <ProblemNote error={action.error} again={action.again} />
          <Foot
            confirm={confirm}
            isDangerous={isDangerous === true}
            isBusy={action.isPending || isComing}
            onClose={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}

type FootProps = Pick<Props, 'confirm' | 'onClose'> & { readonly isDangerous: boolean; readonly isBusy: boolean };

function Foot({ confirm, onClose, isDangerous, isBusy }: FootProps) {
  const { t } = useWords();
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onClose}>
        {t.shell.cancel}
      </Button>
      <Button type="submit" loading={isBusy} {...(isDangerous && { color: 'red.9' })}>
        {confirm}
      </Button>
    </Group>
  );
}

/** What is typed of a decision, and how it is sent. */
function useReason({ opened, onClose, title, ask, isWhole, of, done }: Props) {
  const spoken = useWords();
  const { t } = spoken;
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (text) => (text.trim() === '' ? t.shell.required : null) },
  });
  useKept({ name: `reason:${title}`, isOpen: opened }, form);
  const action = useAction({
    of,
    isOpen: opened,
    onDone: (answer) => {
      tellDone(spoken, typeof done === 'string' ? done : done(answer));
      onClose();
    },
  });
  const { reset } = action;
  const { reset: clear } = form;
  useEffect(() => {
    if (opened) return;
    reset();
    clear();
  }, [opened]);
  const send = (event: FormEvent<HTMLFormElement>): void => {
    const isAsked = isWhole?.() ?? true;
    form.onSubmit(({ reason }) => {
      if (isAsked) action.mutate(ask(reason.trim()));
    })(event);
  };
  return { form, action, send };
}
