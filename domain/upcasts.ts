import type { ComplaintWorkflowInput } from '../contracts/complaint.js';
import type { PolicySnapshot } from '../contracts/policies.js';
import type { Refusal } from '../contracts/problems.js';
import type {
  AccountWorkflowInput,
  BillingInput,
  HousekeepingInput,
  MailErrandInput,
  MonthEndProcessInput,
  MonthEndsInput,
  MoveInWorkInput,
  OrderWorkflowInput,
  PlatformInboxInput,
  ProofErrandInput,
  RenderingInput,
  RetentionInput,
} from '../contracts/process.js';
import { said, type Said } from '../contracts/said.js';

/** Whatever outlives a release says in which version of its shape it was written. */
export type Versioned = { readonly schemaVersion: number };

/** What one version becomes in the next. */
type Upcast = (older: never) => Versioned;

/** Written by a later release than this one, or by none of ours. */
export class UnknownVersionError extends Error {
  override readonly name = 'UnknownVersionError';
}

/**
 * The shape this release works with, of any version before it. `upcasts[0]` makes version 2 of version 1, and so on: a
 * new version adds one at the end and changes none.
 * @throws UnknownVersionError for a version that is not between 1 and the newest
 */
export function newestOf<T extends Versioned>(what: string, given: Versioned, upcasts: readonly Upcast[]): T {
  const newest = upcasts.length + 1;
  const { schemaVersion } = given;
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1 || schemaVersion > newest)
    throw new UnknownVersionError(`${what} of version ${schemaVersion}: this release knows 1 to ${newest}`);
  return upcasts.slice(schemaVersion - 1).reduce((older, upcast) => upcast(older as never), given) as T;
}

/** A snapshot of policies carries the version of each of its parts beside its own. */
export function policySnapshotOf(given: Versioned): PolicySnapshot {
  const policies = newestOf<PolicySnapshot>('policy snapshot', given, []);
  const { credit, tolerance, acknowledgement, fulfilment, dunning } = policies;
  return {
    ...policies,
    credit: newestOf('credit policy', credit, []),
    tolerance: newestOf('tolerance policy', tolerance, []),
    acknowledgement: newestOf('acknowledgement policy', acknowledgement, []),
    fulfilment: newestOf('fulfilment policy', fulfilment, []),
    dunning: newestOf('dunning policy', dunning, []),
  };
}

/** What an order is started with, and each later run of it. */
export function orderInputOf(given: Versioned): OrderWorkflowInput {
  const input = newestOf<OrderWorkflowInput>('order input', given, []);
  return { ...input, policies: policySnapshotOf(input.policies) };
}

export const accountInputOf = (given: Versioned): AccountWorkflowInput => newestOf('account input', given, []);
export const complaintInputOf = (given: Versioned): ComplaintWorkflowInput => newestOf('complaint input', given, []);
export const mailErrandInputOf = (given: Versioned): MailErrandInput => newestOf('mail errand input', given, []);
export const proofErrandInputOf = (given: Versioned): ProofErrandInput => newestOf('proof errand input', given, []);
export const renderingInputOf = (given: Versioned): RenderingInput => newestOf('rendering input', given, []);
export const moveInWorkInputOf = (given: Versioned): MoveInWorkInput => newestOf('move-in input', given, []);
export const retentionInputOf = (given: Versioned): RetentionInput => newestOf('retention input', given, []);
export const platformInboxInputOf = (given: Versioned): PlatformInboxInput =>
  newestOf('platform inbox input', given, []);
export const monthEndsInputOf = (given: Versioned): MonthEndsInput => newestOf('month ends input', given, []);
export const monthEndInputOf = (given: Versioned): MonthEndProcessInput => newestOf('month end input', given, []);
export const billingInputOf = (given: Versioned): BillingInput => newestOf('billing input', given, []);
const housekeepingInputV2 = (older: { readonly keyLifeDays: number }): HousekeepingInput => ({
  schemaVersion: 2,
  keyLifeDays: older.keyLifeDays,
  seals: false,
});
export const housekeepingInputOf = (given: Versioned): HousekeepingInput =>
  newestOf('housekeeping input', given, [housekeepingInputV2]);

/** A refusal as releases up to 0.2 wrote it into histories: sentences in English. */
type SpokenRefusal = Omit<Refusal, 'said' | 'remedy'> & { readonly detail: string; readonly remedy?: string };

/** An answer of a process in the shape of this release, whichever release recorded it: what it said stays as it was said. */
export function answerOf<A>(given: A): A {
  return isSpoken(given) ? (withFacts(given) as A) : given;
}

const withFacts = ({ detail, remedy, ...others }: SpokenRefusal): Refusal => ({
  ...others,
  said: asRecorded(detail),
  ...(remedy !== undefined && { remedy: asRecorded(remedy) }),
});

const asRecorded = (text: string): Said => said('as-recorded', { text });

const isSpoken = (given: unknown): given is SpokenRefusal =>
  typeof given === 'object' && given !== null && 'kind' in given && given.kind === 'refused' && 'detail' in given;
