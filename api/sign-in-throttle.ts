import { setTimeout as pause } from 'node:timers/promises';
import { ipKeyGenerator, MemoryStore, type ClientRateLimitInfo, type Options } from 'express-rate-limit';
import { said } from '../contracts/said.js';
import { ProblemError } from './problem.js';

const WINDOW_MS = 15 * 60_000;
/** Wrong passwords for one account from one address. */
const WRONG_OF_PAIR = 10;
/** Wrong passwords from one address, whosever. */
const WRONG_OF_ADDRESS = 100;
/** Wrong passwords for one account, wherever from, before its sign-ins are slowed down. */
const WRONG_OF_ACCOUNT = 20;
/** Wrong codes of an authenticator, shown by who has the password. */
const WRONG_CODES = 10;
const DELAY_STEP_MS = 250;
const LONGEST_DELAY_MS = 5_000;

export type Attempt = {
  readonly account: string;
  readonly address: string;
  /** Addresses from which this account has signed in before. */
  readonly known: readonly string[];
};

/**
 * How often a password may be guessed, within 15 minutes and in one process:
 * 10 times for an account from an address, and 100 times from an address whatever the account; then that address waits (429),
 * nobody else. From an address where the account has signed in within 30 days it is never asked to wait, so that a right
 * password always passes there, whoever guesses beside it. From the 21st wrong one on, wherever from, each sign-in to an account
 * takes longer, by 0.25 s for each and 5 s at most: it is slowed down and never closed. Only who has the password and shows ten
 * wrong codes of the authenticator is asked to wait wherever they are.
 */
export type Throttle = {
  /**
   * Counts the attempt before the password is looked at, so that many at once are many too, and waits as long as the account
   * is slowed down. @throws ProblemError 429 where no password is looked at
   */
  readonly admit: (attempt: Attempt) => Promise<void>;
  /** Counts a code before it is looked at: ten wrong ones for an account, by whoever has its password. @throws ProblemError 429 */
  readonly admitCode: (account: string) => Promise<void>;
  readonly rightCode: (account: string) => Promise<void>;
  /** A right password is none of those that count, and ends the count of its account at its address. */
  readonly right: (attempt: Attempt) => Promise<void>;
};

export function createThrottle(): Throttle {
  const [pairs, addresses, accounts, codes] = [counter(), counter(), counter(), counter()];
  const pairOf = ({ account, address }: Attempt): string => `${networkOf(address)} ${account}`;
  return {
    async admit(attempt) {
      const network = networkOf(attempt.address);
      const isKnown = attempt.known.some((address) => networkOf(address) === network);
      const ofPair = await pairs.increment(pairOf(attempt));
      if (!isKnown) refuseFrom(ofPair, WRONG_OF_PAIR);
      const ofAddress = await addresses.increment(network);
      if (!isKnown) refuseFrom(ofAddress, WRONG_OF_ADDRESS);
      const { totalHits } = await accounts.increment(attempt.account);
      const delayMs = Math.min(LONGEST_DELAY_MS, Math.max(0, totalHits - WRONG_OF_ACCOUNT) * DELAY_STEP_MS);
      if (delayMs > 0) await pause(delayMs);
    },
    async admitCode(account) {
      refuseFrom(await codes.increment(account), WRONG_CODES);
    },
    rightCode: (account) => codes.resetKey(account),
    async right(attempt) {
      await pairs.resetKey(pairOf(attempt));
      await addresses.decrement(networkOf(attempt.address));
      await accounts.decrement(attempt.account);
    },
  };
}

/** Of IPv6 the network, which one subscriber has for themselves. */
const networkOf = (address: string): string => ipKeyGenerator(address);

function counter(): MemoryStore {
  const store = new MemoryStore();
  store.init({ windowMs: WINDOW_MS } as Options);
  return store;
}

function refuseFrom({ totalHits, resetTime }: ClientRateLimitInfo, limit: number): void {
  if (totalHits <= limit) return;
  const seconds = Math.ceil(((resetTime?.getTime() ?? Date.now() + WINDOW_MS) - Date.now()) / 1_000);
  throw new ProblemError('too-many-requests', said('too-many-wrong-secrets'), {
    remedy: said('wait-or-new-password'),
    headers: { 'Retry-After': String(Math.max(1, seconds)) },
  });
}
