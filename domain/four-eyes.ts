import type { CreditFacts } from '../contracts/process.js';
import type { DiscrepancyRecord } from './order-record.js';
import { add, compare, isNegative, subtract, sum, type Amount } from './money.js';

/**
 * Four eyes: who asks for an order, or gives its customer room, does not also let it go on. Persons are compared, not the
 * names under which they act.
 */

/** What somebody did to an order, or to the account of its customer; a later turn came later. */
export type Act = { readonly turn: number; readonly person: string } & (
  | { readonly kind: 'entered' | 'amended' }
  | { readonly kind: 'limit-set'; readonly before: Amount; readonly after: Amount }
  | { readonly kind: 'stop-lifted' }
  /** Money that no bank line stands for, or that was written off: what it takes off the debt, and off what is overdue. */
  | { readonly kind: 'money'; readonly amount: Amount; readonly overdue: Amount }
  /** An order of the customer was released by a person. */
  | { readonly kind: 'released'; readonly order: 'this' | 'another' }
);

/** Room on an account that is not counted for an order, since those who ask for it gave it. */
export type OwnRoom = {
  readonly limit: Amount;
  readonly money: Amount;
  readonly overdue: Amount;
  readonly stopLifted: boolean;
};

/** Who stood on which side. `decided`: a person, or `encours`. */
export type Sides = {
  readonly asked: readonly string[];
  readonly gaveRoom: readonly string[];
  readonly decided: string;
};

type Release = Extract<Act, { readonly kind: 'released' }>;

/** Who entered or amended the order, and was not looked at by somebody else's release of it since. */
export function askersOf(acts: readonly Act[]): readonly string[] {
  const asked = acts.filter(({ kind }) => kind === 'entered' || kind === 'amended');
  const releases = acts.filter((act) => act.kind === 'released' && act.order === 'this');
  return personsOf(asked.filter((act) => !isSeenBySomebodyElse(act, releases)));
}

/**
 * Whether a person may let the order go on: neither having asked for it, nor having given its customer room while it was
 * there, since somebody else's last decision.
 */
export const mayRelease = (person: string, acts: readonly Act[]): boolean =>
  !askersOf(acts).includes(person) && !giversOf(acts).includes(person);

/** A price, a discount, freight or terms beyond tolerance are accepted by somebody who did not ask for the order. */
export function mayAccept(person: string, acts: readonly Act[], type: DiscrepancyRecord['type']): boolean {
  if (type === 'quantity' || type === 'date' || type === 'reference') return true;
  return !acts.some((act) => (act.kind === 'entered' || act.kind === 'amended') && act.person === person);
}

export const sidesOf = (acts: readonly Act[], decided: string): Sides => ({
  asked: askersOf(acts),
  gaveRoom: giversOf(acts),
  decided,
});

/** Who gave room since the order was entered, and was not looked at by somebody else's release since. */
function giversOf(acts: readonly Act[]): readonly string[] {
  const entered = acts.find(({ kind }) => kind === 'entered')?.turn ?? 0;
  const releases = acts.filter((act) => act.kind === 'released');
  const gave = acts.filter((act) => act.turn > entered && givesRoom(act));
  return personsOf(gave.filter((act) => !isSeenBySomebodyElse(act, releases)));
}

function givesRoom(act: Act): boolean {
  if (act.kind === 'limit-set') return compare(act.after, act.before) > 0;
  if (act.kind === 'money') return compare(act.amount, '0') > 0 || compare(act.overdue, '0') > 0;
  return act.kind === 'stop-lifted';
}

const isSeenBySomebodyElse = (act: Act, releases: readonly Act[]): boolean =>
  releases.some(({ turn, person }) => turn > act.turn && person !== act.person);

const personsOf = (acts: readonly Act[]): readonly string[] => [...new Set(acts.map(({ person }) => person))];

/**
 * The room that those who ask for the order gave its customer since an order of it was last released by somebody else; a
 * limit that somebody else has set since is not theirs.
 * @returns null: none
 */
export function ownRoomOf(acts: readonly Act[], limit: Amount): OwnRoom | null {
  const askers = askersOf(acts);
  const isTheirs = ({ person }: Act): boolean => askers.includes(person);
  const inOrder = acts.toSorted((a, b) => a.turn - b.turn);
  const lastLook = inOrder.findLastIndex((act): act is Release => act.kind === 'released' && !isTheirs(act));
  const since = inOrder.slice(lastLook + 1);
  const lifted = since.filter(({ kind }) => kind === 'stop-lifted').at(-1);
  const room: OwnRoom = {
    limit: positive(limitRoom(since, isTheirs, limit)),
    ...moneyOf(since.filter(isTheirs)),
    stopLifted: lifted !== undefined && isTheirs(lifted),
  };
  const isNone = [room.limit, room.money, room.overdue].every((amount) => compare(amount, '0') === 0);
  return isNone && !room.stopLifted ? null : room;
}

/** The account as it would stand without that room. */
export const withoutRoom = (facts: CreditFacts, room: OwnRoom | null): CreditFacts =>
  room === null
    ? facts
    : {
        limit: positive(subtract(facts.limit, room.limit)),
        exposure: add(facts.exposure, room.money),
        overdue: add(facts.overdue, room.overdue),
        creditStop: facts.creditStop || room.stopLifted,
      };

function limitRoom(acts: readonly Act[], isTheirs: (act: Act) => boolean, limit: Amount): Amount {
  const settings = acts.filter((act) => act.kind === 'limit-set');
  const mine = settings.slice(settings.findLastIndex((act) => !isTheirs(act)) + 1);
  return mine[0] === undefined ? '0' : subtract(limit, mine[0].before);
}

function moneyOf(acts: readonly Act[]): Pick<OwnRoom, 'money' | 'overdue'> {
  const given = acts.filter((act) => act.kind === 'money');
  return {
    money: positive(sum(given.map(({ amount }) => amount))),
    overdue: positive(sum(given.map(({ overdue }) => overdue))),
  };
}

const positive = (amount: Amount): Amount => (isNegative(amount) ? '0' : amount);
