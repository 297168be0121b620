import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Disposition } from '../../contracts/vocabulary.js';
import { useWords } from '../app/language.js';
import { ReasonDialog } from '../parts/reason-dialog.js';

type Choice = {
  readonly text: string;
  readonly title: string;
  readonly done: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly isDangerous?: boolean;
};

/** A decision that wants its reason. */
function Decide({ text, title, done, path, body, isDangerous = false }: Choice) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button
        size="xs"
        variant={isDangerous ? 'outline' : 'light'}
        {...(isDangerous && { color: 'red.9' })}
        onClick={dialog.open}
      >
        {text}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={dialog.close}
        title={title}
        confirm={text}
        isDangerous={isDangerous}
        ask={(reason) => ({ path, body: { ...body, reason } })}
        done={done}
      />
    </>
  );
}

/** Finance releases a held order, or refuses it. */
export function CreditButtons({ order }: { readonly order: string }) {
  const { t } = useWords();
  const path = `/v1/orders/${order}/credit-decisions`;
  return (
    <Group gap="xs">
      <Decide
        text={t.orders.release}
        title={`${t.orders.release} ${order}`}
        done={t.orders.released(order)}
        path={path}
        body={{ decision: 'release' }}
      />
      <Decide
        text={t.orders.refuse}
        title={`${t.orders.refuse} ${order}`}
        done={t.orders.refused(order)}
        path={path}
        body={{ decision: 'refuse' }}
        isDangerous
      />
    </Group>
  );
}

const dispositions: readonly Disposition[] = ['accept', 'requote', 'ask', 'reject'];

/** Sales decides on some differences of an order at once: on all of them, or on none. */
export function DispositionButtons({ order, ids }: { readonly order: string; readonly ids: readonly string[] }) {
  const { t } = useWords();
  return (
    <Group gap="xs">
      {dispositions.map((disposition) => (
        <Decide
          key={disposition}
          text={t.orders.dispose[disposition]}
          title={`${t.orders.dispose[disposition]} (${ids.length})`}
          done={t.orders.disposed}
          path={`/v1/orders/${order}/dispositions`}
          body={{ discrepancies: ids, disposition }}
          isDangerous={disposition === 'reject'}
        />
      ))}
    </Group>
  );
}

/** What is not delivered of an order is cancelled. */
export function CancelButton({ order }: { readonly order: string }) {
  const { t } = useWords();
  return (
    <Decide
      text={t.orders.cancelAll}
      title={`${t.orders.cancelAll} ${order}`}
      done={t.orders.cancelledDone(order)}
      path={`/v1/orders/${order}/cancellations`}
      body={{}}
      isDangerous
    />
  );
}
