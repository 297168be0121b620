import { Group } from '@mantine/core';
import type { Disposition } from '../../contracts/vocabulary.js';
import { useWords } from '../app/language.js';
import { DecideButton } from '../parts/decide-button.js';

/** Finance releases a held order, or refuses it. */
export function CreditButtons({ order }: { readonly order: string }) {
  const { t } = useWords();
  const path = `/v1/orders/${order}/credit-decisions`;
  return (
    <Group gap="xs">
      <DecideButton
        text={t.orders.release}
        title={`${t.orders.release} ${order}`}
        done={t.orders.released(order)}
        ask={(reason) => ({ path, body: { decision: 'release', reason } })}
      />
      <DecideButton
        text={t.orders.refuse}
        title={`${t.orders.refuse} ${order}`}
        done={t.orders.refused(order)}
        ask={(reason) => ({ path, body: { decision: 'refuse', reason } })}
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
        <DecideButton
          key={disposition}
          text={t.orders.dispose[disposition]}
          title={`${t.orders.dispose[disposition]} (${ids.length})`}
          done={t.orders.disposed}
          ask={(reason) => ({
            path: `/v1/orders/${order}/dispositions`,
            body: { discrepancies: ids, disposition, reason },
          })}
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
    <DecideButton
      text={t.orders.cancelAll}
      title={`${t.orders.cancelAll} ${order}`}
      done={t.orders.cancelledDone(order)}
      ask={(reason) => ({ path: `/v1/orders/${order}/cancellations`, body: { reason } })}
      isDangerous
    />
  );
}
