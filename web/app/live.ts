import { useQueryClient, type Query } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** One thing that somebody changed, as the event stream tells it. */
export type Change = {
  readonly entity: string;
  readonly entityId: string;
  readonly order: string | null;
  readonly customer: string | null;
  readonly invoice: string | null;
};

const PAUSE_MS = 400;

/** Lists that show an entity of a kind. */
const listsOf: Readonly<Record<string, readonly string[]>> = {
  order: ['/v1/orders', '/v1/worklist', '/v1/preparations'],
  'information-request': [],
  delivery: ['/v1/deliveries', '/v1/preparations', '/v1/orders', '/v1/products', '/v1/worklist'],
  invoice: ['/v1/invoices', '/v1/orders'],
  payment: ['/v1/payments', '/v1/invoices', '/v1/worklist'],
  quote: ['/v1/quotes'],
  customer: ['/v1/customers'],
  product: ['/v1/products', '/v1/product-costs'],
  'stock-receipt': ['/v1/stock/receipts', '/v1/products', '/v1/orders', '/v1/worklist'],
  mail: ['/v1/mails', '/v1/worklist'],
  'work-item': ['/v1/worklist'],
};

/** Does a query show what changed: its list, or something that has one of its numbers? */
function shows(query: Query, changes: readonly Change[]): boolean {
  const text = JSON.stringify(query.queryKey);
  return changes.some((change) => {
    const numbers = [change.entityId, change.order, change.customer, change.invoice].filter((id) => id !== null);
    const lists = listsOf[change.entity] ?? [];
    return numbers.some((id) => text.includes(id)) || lists.some((path) => text.startsWith(`["${path}`));
  });
}

const AGAIN_MS = 3_000;

/**
 * What others change appears without reload: the stream of the audit trail says what changed, and what is on the screen of it
 * is read again, at most a few times a second. A stream that is refused is asked for again, and whether one is still signed
 * in with it. @returns whether the stream is open
 */
export function useLive(): boolean {
  const client = useQueryClient();
  const [isLive, setLive] = useState(true);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const source = new EventSource('/v1/events');
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const later = (work: () => void, ms: number): void => void timers.add(setTimeout(work, ms));
    let waiting: Change[] = [];
    const read = (): void => {
      const changes = waiting;
      waiting = [];
      void client.invalidateQueries({ predicate: (query) => shows(query, changes) });
    };
    source.addEventListener('change', (event: MessageEvent<string>) => {
      if (waiting.length === 0) later(read, PAUSE_MS);
      waiting.push(JSON.parse(event.data) as Change);
    });
    source.addEventListener('reset', () => void client.invalidateQueries());
    source.addEventListener('open', () => setLive(true));
    source.addEventListener('error', () => {
      setLive(false);
      if (source.readyState !== EventSource.CLOSED) return;
      later(() => {
        void client.invalidateQueries({ queryKey: ['session'] });
        setAttempt((before) => before + 1);
      }, AGAIN_MS);
    });
    return () => {
      for (const timer of timers) clearTimeout(timer);
      source.close();
    };
  }, [client, attempt]);
  return isLive;
}
