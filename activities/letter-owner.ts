import { dunningStepId } from '../contracts/ids.js';
import type { DunningLetter } from '../contracts/documents.js';
import { recoveryFeeCurrency, type Actor } from '../contracts/vocabulary.js';
import { leadingOf } from '../domain/dunning-letter.js';
import { isPositive } from '../domain/money.js';
import type { Transaction } from '../prisma/client.js';
import { lockCustomer } from '../prisma/repositories/accounts.js';
import { letterHolds, letterMatters, undecideLetter } from '../prisma/repositories/dunning.js';
import { raiseClaims } from '../prisma/repositories/ledger.js';
import type { OutgoingRecord } from '../prisma/repositories/outgoing.js';
import type { ActivityDeps } from './deps.js';
import { letterReport, tellFinance } from './letters.js';
import type { Owner } from './outgoing-owner.js';

/**
 * A letter of dunning belongs to the account of its customer. It leaves only while all that it says is true: else what it
 * listed is decided anew. What it claims beside the principal is owed from the moment it is known to have left, of which
 * finance is told.
 */
export const letterOwner = (deps: Pick<ActivityDeps, 'publicUrl'>): Owner => ({
  async isWanted(tx, item) {
    const { currency, date, unallocated } = letterIn(item);
    await lockCustomer(tx, customerOf(item));
    return letterHolds(tx, { id: item.id, customer: customerOf(item), currency, date, unallocated });
  },

  onWithdrawn: (tx, { id }) => undecideLetter(tx, id),

  async onSent(tx, item, { actor }) {
    const letter = letterIn(item);
    await lockCustomer(tx, customerOf(item));
    await raise(tx, customerOf(item), letter, actor);
    const about = { letterId: item.id, step: stepOf(item) };
    return { outgoing: [await tellFinance(tx, letterReport(deps, letter, item.recipient), about)] };
  },

  async onLost(tx, item) {
    await lockCustomer(tx, customerOf(item));
    return letterMatters(tx, item.id);
  },

  addressedBy: (item) => leadIn(item).order,
  stepOf,
});

/** Interest and fees are owed from the moment their letter is known to have reached the customer. */
export function raise(
  tx: Transaction,
  customer: string,
  { invoices, currency, date: raisedOn }: Pick<DunningLetter, 'invoices' | 'currency' | 'date'>,
  actor: Actor,
): Promise<void> {
  const raised = invoices.flatMap(({ invoice, instalment, level, interest, recoveryFee }) => {
    const about = { invoice, instalment, raisedOn, step: dunningStepId(invoice, instalment, level) };
    return [
      { ...about, kind: 'interest', currency, amount: interest } as const,
      { ...about, kind: 'recovery-fee', currency: recoveryFeeCurrency, amount: recoveryFee } as const,
    ].filter(({ amount }) => isPositive(amount));
  });
  return raiseClaims(tx, { customer, actor }, raised);
}

function customerOf({ id, customerNumber }: OutgoingRecord): string {
  if (customerNumber === null) throw new Error(`${id} is of no customer`);
  return customerNumber;
}

export function letterIn({ id, documents: [document] }: OutgoingRecord): DunningLetter {
  if (document?.kind !== 'dunning-letter') throw new Error(`${id} is no letter of dunning`);
  return document.snapshot;
}

function leadIn(item: OutgoingRecord) {
  const [first, ...others] = letterIn(item).invoices;
  if (first === undefined) throw new Error(`${item.id} lists nothing`);
  return leadingOf([first, ...others]);
}

function stepOf(item: OutgoingRecord): string {
  const { invoice, instalment, level } = leadIn(item);
  return dunningStepId(invoice, instalment, level);
}
