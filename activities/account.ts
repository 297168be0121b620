import type { AccountAgenda } from '../contracts/process.js';
import { minDate } from '../domain/calendar.js';
import { highestLevel, nextDunning } from '../domain/dunning-plan.js';
import { sum } from '../domain/money.js';
import { readDunning } from '../prisma/repositories/dunning.js';
import type { ActivityDeps } from './deps.js';

/** `at`: Instant of workflow time. */
export type ReadAccountAgenda = { readonly customer: string; readonly at: string };

export function accountActivities({ prisma }: ActivityDeps) {
  return {
    /** Reads what a customer's account waits for, and changes nothing. @throws Error when there is no such customer */
    async readAccountAgenda({ customer, at }: ReadAccountAgenda): Promise<AccountAgenda> {
      const dunning = await readDunning(prisma, customer);
      const { currency, items, policy } = dunning;
      const next = nextDunning(dunning, Date.parse(at));
      const [first, ...others] = items.map(({ dueDate }) => dueDate);
      return {
        currency,
        sendingWindow: policy.sendingWindow,
        open: sum(
          items.map(({ open }) => open),
          currency,
        ),
        dueDate: first === undefined ? null : minDate(first, ...others),
        level: highestLevel(items.flatMap(({ last }) => (last === null ? [] : [last.level]))),
        run: dunning.runs + 1,
        next: next && {
          at: new Date(next.atMs).toISOString(),
          on: next.on,
          level: next.level,
          receivables: next.receivables,
        },
        outgoing: dunning.outgoing,
        stuck: dunning.stuck,
      };
    },
  };
}
