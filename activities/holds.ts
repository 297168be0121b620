import { accountStep } from '../contracts/ids.js';
import type { HoldResult, LiftHold, PlaceHold } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import { customerLocked } from '../prisma/repositories/accounts.js';
import { insertHold, liftHold } from '../prisma/repositories/dunning.js';
import { once, undo } from '../prisma/repositories/step.js';
import type { ActivityDeps } from './deps.js';

/** `on`: business date, from workflow time. */
type OnAccount<R> = R & { readonly customer: string; readonly on: string };

export function holdActivities({ prisma }: ActivityDeps) {
  return {
    /** Pauses the dunning of an invoice, or of the account. @returns a refusal for an invoice of somebody else */
    recordHold(input: OnAccount<PlaceHold>): Promise<HoldResult | Refusal> {
      const { actor, customer, invoice = null, until = null, reason, on } = input;
      const id = actor.requestId;
      const key = accountStep(customer, 'hold', id);
      return once<HoldResult, Refusal>(
        prisma,
        key,
        id,
        async (tx) => {
          const placed = await insertHold(tx, { id, customer, invoice, until, reason, placedBy: actor.principal });
          if (!placed) return undo(strange(customer, invoice));
          const after = { invoice, until, reason };
          const about = { entity: 'customer' as const, entityId: customer, customerNumber: customer };
          return {
            result: { kind: 'held', id },
            audit: [{ actor, action: 'dunning.held', ...about, on, after }],
          };
        },
        customerLocked(customer),
      );
    },

    /** Lets the dunning go on. @returns a refusal for a hold that is not there any more */
    recordHoldLift(input: OnAccount<LiftHold>): Promise<HoldResult | Refusal> {
      const { actor, customer, hold, reason, on } = input;
      const key = accountStep(customer, 'hold-lifted', actor.requestId);
      return once<HoldResult, Refusal>(
        prisma,
        key,
        actor.requestId,
        async (tx) => {
          const lifted = await liftHold(tx, { id: hold, customer, liftedBy: actor.principal });
          if (lifted === undefined) return undo(notHeld(hold));
          const about = { entity: 'customer' as const, entityId: customer, customerNumber: customer };
          const after = { invoice: lifted.invoice, reason };
          return {
            result: { kind: 'lifted', id: hold },
            audit: [{ actor, action: 'dunning.hold-lifted', ...about, on, before: lifted, after }],
          };
        },
        customerLocked(customer),
      );
    },
  };
}

const strange = (customer: string, invoice: string | null): Refusal => ({
  kind: 'refused',
  code: 'invalid-request',
  said: said('invoice-not-of', { invoice: invoice ?? '', customer }),
  remedy: said('hold-own-invoice'),
  field: 'invoice',
});

const notHeld = (hold: string): Refusal => ({
  kind: 'refused',
  code: 'step-resolved',
  said: said('hold-lifted-or-foreign', { hold }),
  remedy: said('read-holds'),
});
