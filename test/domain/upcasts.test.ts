import { describe, expect, it } from 'vitest';
import {
  accountInputOf,
  answerOf,
  housekeepingInputOf,
  mailErrandInputOf,
  monthEndInputOf,
  monthEndsInputOf,
  newestOf,
  orderInputOf,
  policySnapshotOf,
  proofErrandInputOf,
  renderingInputOf,
  retentionInputOf,
  UnknownVersionError,
  type Versioned,
} from '../../domain/upcasts.js';
import {
  accountInputV1,
  housekeepingInputV1,
  housekeepingInputV2,
  mailErrandInputV1,
  monthEndInputV1,
  monthEndsInputV1,
  orderInputV1,
  policySnapshotV1,
  proofErrandInputV1,
  renderingInputV1,
  retentionInputV1,
} from './inputs.js';

/** Each door, with what every version before it left outside, and what it becomes. */
const doors: readonly (readonly [what: string, door: (given: Versioned) => object, given: Versioned, now: object])[] = [
  ['an order, version 1', orderInputOf, orderInputV1, orderInputV1],
  ['a snapshot of policies, version 1', policySnapshotOf, policySnapshotV1, policySnapshotV1],
  ['the errand of a mail, version 1', mailErrandInputOf, mailErrandInputV1, mailErrandInputV1],
  ['the errand of a proof, version 1', proofErrandInputOf, proofErrandInputV1, proofErrandInputV1],
  ['a rendering, version 1', renderingInputOf, renderingInputV1, renderingInputV1],
  ['account, version 1', accountInputOf, accountInputV1, accountInputV1],
  [
    'housekeeping, version 1',
    housekeepingInputOf,
    housekeepingInputV1,
    { schemaVersion: 2, keyLifeDays: 30, seals: false },
  ],
  ['month ends, version 1', monthEndsInputOf, monthEndsInputV1, monthEndsInputV1],
  ['a month end, version 1', monthEndInputOf, monthEndInputV1, monthEndInputV1],
  ['retention, version 1', retentionInputOf, retentionInputV1, retentionInputV1],
  ['housekeeping, version 2', housekeepingInputOf, housekeepingInputV2, housekeepingInputV2],
];

describe('what an earlier release has begun', () => {
  it.each(doors)('goes on: %s', (_what, door, given, now) => {
    expect(door(given)).toEqual(now);
  });

  it.each(doors)('is not guessed at when it is later than we are: %s', (_what, door, given) => {
    expect(() => door({ ...given, schemaVersion: 99 })).toThrow(UnknownVersionError);
  });

  it('is looked at part by part: a later credit policy inside an order of today is refused too', () => {
    const policies = { ...policySnapshotV1, credit: { ...policySnapshotV1.credit, schemaVersion: 2 } };
    const given = { ...orderInputV1, policies };
    expect(() => orderInputOf(given)).toThrow('credit policy of version 2: this release knows 1 to 1');
  });
});

type First = { readonly schemaVersion: 1; readonly days: number };
type Second = { readonly schemaVersion: 2; readonly hours: number };
type Third = { readonly schemaVersion: 3; readonly hours: number; readonly zone: string };

const upcasts = [
  ({ days }: First): Second => ({ schemaVersion: 2, hours: days * 24 }),
  ({ hours }: Second): Third => ({ schemaVersion: 3, hours, zone: 'UTC' }),
];

describe('a shape with three versions', () => {
  it.each([
    [
      { schemaVersion: 1, days: 2 },
      { schemaVersion: 3, hours: 48, zone: 'UTC' },
    ],
    [
      { schemaVersion: 2, hours: 5 },
      { schemaVersion: 3, hours: 5, zone: 'UTC' },
    ],
    [
      { schemaVersion: 3, hours: 5, zone: 'Europe/Paris' },
      { schemaVersion: 3, hours: 5, zone: 'Europe/Paris' },
    ],
  ])('comes to the newest from %j', (given, now) => {
    expect(newestOf<Third>('wait', given, upcasts)).toEqual(now);
  });

  it.each([0, 4, -1, 1.5, Number.NaN])('has no version %s', (schemaVersion) => {
    expect(() => newestOf('wait', { schemaVersion }, upcasts)).toThrow(
      `wait of version ${schemaVersion}: this release knows 1 to 3`,
    );
  });

  it('says so when a version is missing altogether', () => {
    expect(() => newestOf('wait', {} as Versioned, upcasts)).toThrow('wait of version undefined');
  });
});

describe('a refusal that a former release recorded', () => {
  const spoken = { kind: 'refused', code: 'order-closed', detail: 'Order SO-1 is settled.', field: 'lines' } as const;

  it('keeps its sentences as they were said', () => {
    expect(answerOf({ ...spoken, remedy: 'Enter a new order.' } as unknown)).toEqual({
      kind: 'refused',
      code: 'order-closed',
      field: 'lines',
      said: { sentence: 'as-recorded', values: { text: 'Order SO-1 is settled.' } },
      remedy: { sentence: 'as-recorded', values: { text: 'Enter a new order.' } },
    });
    expect(answerOf(spoken as unknown)).not.toHaveProperty('remedy');
  });

  it.each([
    [{ kind: 'refused', code: 'order-closed', said: { sentence: 'all-cancelled', values: {} } }],
    [{ kind: 'done', detail: 'of the delivery' }],
    [null],
  ])('is all that changes: %j stays as it is', (answer) => {
    expect(answerOf(answer)).toEqual(answer);
  });
});
