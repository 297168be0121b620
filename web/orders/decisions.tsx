import { Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState, type ComponentProps } from 'react';
import type { ShownOrder } from '../../contracts/order.js';
import type { Disposition, ErrorCause } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import type { Read } from '../http/client.js';
import { DecideButton } from '../parts/decide-button.js';
import { CauseField } from './cause-field.js';
import { Offered } from './offered.js';
import { useOrder } from './use-order.js';
import { useOrderActions } from './use-order-actions.js';

/** Finance releases a held order, or refuses it, from a line that names it: the order is read when they begin. */
export function CreditButtons({ order }: { readonly order: string }) {
  const [isAsked, asked] = useDisclosure(false);
  const query = useOrder(order, { enabled: isAsked });
  const decided = { order, of: query.data, isComing: query.isLoading, onOpen: asked.open };
  return (
    <Group gap="xs">
      <ReleaseButton {...decided} />
      <RefuseButton {...decided} />
    </Group>
  );
}

type DecisionProps = Pick<ComponentProps<typeof DecideButton>, 'isComing' | 'onOpen'> & {
  readonly order: string;
  /** The order as it was read. */
  readonly of: Read<object> | undefined;
};

export const ReleaseButton = (props: DecisionProps) => <CreditButton decision="release" {...props} />;

export const RefuseButton = (props: DecisionProps) => <CreditButton decision="refuse" {...props} />;

function CreditButton({ decision, order, ...decided }: DecisionProps & { readonly decision: 'release' | 'refuse' }) {
  const { t } = useWords();
  return (
    <DecideButton
      {...decided}
      text={t.orders[decision]}
      title={`${t.orders[decision]} ${order}`}
      done={decision === 'release' ? t.orders.released(order) : t.orders.refused(order)}
      ask={(reason) => ({ path: pathOf('/v1/orders', order, 'credit-decisions'), body: { decision, reason } })}
      isDangerous={decision === 'refuse'}
    />
  );
}

const dispositions: readonly Exclude<Disposition, 'open'>[] = ['accept', 'requote', 'ask', 'reject'];

type DispositionProps = { readonly order: Read<ShownOrder>; readonly ids: readonly string[] };

/** Sales decides on some differences of an order at once: on all of them, or on none. */
export function DispositionButtons({ order, ids }: DispositionProps) {
  const { t } = useWords();
  const offers = useOrderActions(order.number);
  return (
    <Group gap="xs">
      {dispositions.map((disposition) => (
        <Offered key={disposition} offer={offers(disposition)} text={t.orders.dispose[disposition]}>
          <DisposeButton order={order} ids={ids} disposition={disposition} />
        </Offered>
      ))}
    </Group>
  );
}

/** Why, and whose error it was: that is known when somebody decides, and never again so well. */
function DisposeButton({ order, ids, disposition }: DispositionProps & { readonly disposition: Disposition }) {
  const { t } = useWords();
  const [chosen, setChosen] = useState(ids);
  const [cause, setCause] = useState<ErrorCause | null>(null);
  const [isMissing, setMissing] = useState(false);
  useKeptTyping({ name: `cause:${order.number}:${disposition}`, typed: cause, giveBack: setCause });
  const choose = (named: ErrorCause | null): void => {
    setCause(named);
    setMissing(false);
  };
  const isWhole = (): boolean => {
    setMissing(cause === null);
    return cause !== null;
  };
  return (
    <DecideButton
      text={t.orders.dispose[disposition]}
      title={`${t.orders.dispose[disposition]} (${chosen.length})`}
      onOpen={() => setChosen(ids)}
      done={t.orders.disposed}
      of={order}
      isWhole={isWhole}
      ask={(reason) => ({
        path: pathOf('/v1/orders', order.number, 'dispositions'),
        body: { discrepancies: chosen, disposition, reason, cause },
      })}
      isDangerous={disposition === 'reject'}
    >
      {(refused) => (
        <CauseField value={cause} onChange={choose} error={isMissing ? t.shell.required : refused['cause']} />
      )}
    </DecideButton>
  );
}

/** Finance lets an order go on that a credit stop holds. */
export function ReleaseDeliveriesButton({ order }: { readonly order: Read<ShownOrder> }) {
  const { t } = useWords();
  return (
    <DecideButton
      text={t.orders.releaseDeliveries}
      title={`${t.orders.releaseDeliveries} ${order.number}`}
      done={t.orders.released(order.number)}
      of={order}
      ask={(reason) => ({ path: pathOf('/v1/orders', order.number, 'delivery-releases'), body: { reason } })}
    />
  );
}

/** What is not delivered of an order is cancelled. */
export function CancelButton({ order }: { readonly order: Read<ShownOrder> }) {
  const { t } = useWords();
  const { number } = order;
  return (
    <DecideButton
      text={t.orders.cancelAll}
      title={`${t.orders.cancelAll} ${number}`}
      done={t.orders.cancelledDone(number)}
      of={order}
      ask={(reason) => ({ path: pathOf('/v1/orders', number, 'cancellations'), body: { reason } })}
      isDangerous
    />
  );
}
