import type { InvoiceChannel } from '../../contracts/vocabulary.js';
import type { SmtpOutcome } from '../smtp.js';

/** In what an invoice goes to the platform: UBL or CII with the rules of the reform, or the PDF that holds the CII. */
export type PlatformFormat = 'ubl' | 'cii' | 'facturx';

/** What is given to the platform. */
export type Deposit = {
  /** Of the thing itself: whoever tries again has the same, and the platform takes it once. */
  readonly key: string;
  /** Made of the key, so that two are never taken for one. */
  readonly fileName: string;
  readonly mime: string;
  readonly kind: 'invoice' | 'status';
  readonly network: Extract<InvoiceChannel, 'platform' | 'peppol'>;
  readonly bytes: Uint8Array;
};

/** What became of one attempt, as of a mail's: only `unknown` may have reached it. */
export type DepositOutcome = SmtpOutcome;

/** A message of the platform that nobody has taken yet. */
export type Arrived = { readonly name: string; readonly bytes: Uint8Array };

/** An approved platform, by whichever adapter: docs/PLATFORM.md. */
export type PlatformPort = {
  readonly format: PlatformFormat;
  /** Longest time that one attempt can take; an older claim means that nobody knows. */
  readonly attemptTimeoutMs: number;
  /** Never throws. */
  readonly deposit: (deposit: Deposit) => Promise<DepositOutcome>;
  /** After an attempt whose answer was lost: does it have it? Never throws. */
  readonly find: (deposit: Pick<Deposit, 'key' | 'fileName'>) => Promise<'there' | 'not-there' | 'unknown'>;
  /** What lies there for us, a few at a time, the oldest first; none where it is brought. @throws Error when it cannot be read */
  readonly arrived: () => Promise<readonly Arrived[]>;
  /** After it is on record: out of the way, to what was read or to what could not be. */
  readonly putAway: (name: string, isRead: boolean) => Promise<void>;
};

/** No platform is set: what is to go there waits, and ops are told. */
export const noPlatform: PlatformPort = {
  format: 'ubl',
  attemptTimeoutMs: 1_000,
  deposit: () => Promise.resolve({ kind: 'barred', response: 'no platform is set: PLATFORM_URL' }),
  find: () => Promise.resolve('unknown'),
  arrived: () => Promise.resolve([]),
  putAway: () => Promise.resolve(),
};
