import { describe, expect, it } from 'vitest';
import type { CreditPolicy } from '../../contracts/policies.js';
import { decideCredit } from '../../domain/credit.js';
import { askersOf, mayAccept, mayRelease, ownRoomOf, sidesOf, withoutRoom, type Act } from '../../domain/four-eyes.js';

type Deed = readonly [person: string, kind: string, ...rest: readonly string[]];

/** Deeds in their order: `['anne', 'limit-set', '100', '500']`. */
const story = (...deeds: readonly Deed[]): readonly Act[] =>
  deeds.map(([person, kind, a = '0', b = '0'], index): Act => {
    const by = { turn: index + 1, person };
    if (kind === 'limit-set') return { ...by, kind, before: a, after: b };
    if (kind === 'money') return { ...by, kind, amount: a, overdue: b };
    if (kind === 'released') return { ...by, kind, order: a === 'another' ? 'another' : 'this' };
    return { ...by, kind: kind === 'stop-lifted' || kind === 'amended' ? kind : 'entered' };
  });

const people = ['anne', 'bruno', 'chloe'] as const;
const pairs = people.flatMap((one) => people.map((other) => [one, other] as const));

describe('four eyes: every pair of persons', () => {
  it.each(pairs)('%s enters an order: %s releases it only as somebody else', (one, other) => {
    expect(mayRelease(other, story([one, 'entered']))).toBe(one !== other);
  });

  it.each(pairs)(
    'bruno enters, %s amends it up, anne amends its reference: %s releases it only as neither',
    (one, other) => {
      const acts = story(['bruno', 'entered'], [one, 'amended'], ['anne', 'amended']);
      expect(mayRelease(other, acts)).toBe(other !== 'bruno' && other !== one && other !== 'anne');
    },
  );

  it.each(pairs)('chloe enters, %s raises the limit meanwhile: %s releases it only as neither', (one, other) => {
    const acts = story(['chloe', 'entered'], [one, 'limit-set', '100', '500']);
    expect(mayRelease(other, acts)).toBe(other !== 'chloe' && other !== one);
  });

  it.each(pairs)('chloe enters, %s lifts the stop meanwhile: %s releases it only as neither', (one, other) => {
    expect(mayRelease(other, story(['chloe', 'entered'], [one, 'stop-lifted']))).toBe(
      other !== 'chloe' && other !== one,
    );
  });

  it.each(pairs)('chloe enters, %s books money meanwhile: %s releases it only as neither', (one, other) => {
    const acts = story(['chloe', 'entered'], [one, 'money', '300', '0']);
    expect(mayRelease(other, acts)).toBe(other !== 'chloe' && other !== one);
  });

  it.each(pairs)('%s enters 0.01 instead of 31.00: %s accepts it only as somebody else', (one, other) => {
    for (const type of ['price', 'discount', 'freight', 'terms', 'item'] as const)
      expect(mayAccept(other, story([one, 'entered']), type)).toBe(one !== other);
    expect(mayAccept(other, story([one, 'entered']), 'date')).toBe(true);
  });

  it.each(pairs)(
    '%s enters, bruno releases, chloe amends: %s decides unless it was chloe, or nobody else had looked',
    (one, other) => {
      const acts = story([one, 'entered'], ['bruno', 'released'], ['chloe', 'amended']);
      expect(mayRelease(other, acts)).toBe(other !== 'chloe' && !(one === 'bruno' && other === 'bruno'));
    },
  );
});

describe('who stands where', () => {
  it('is on record: who asked, who gave room, who decided', () => {
    const acts = story(['anne', 'limit-set', '0', '100'], ['bruno', 'entered'], ['chloe', 'money', '10', '0']);
    expect(sidesOf(acts, 'dora')).toEqual({ asked: ['bruno'], gaveRoom: ['chloe'], decided: 'dora' });
  });

  it('forgets neither who entered for a release of another order, nor who gave room for a refusal', () => {
    expect(askersOf(story(['anne', 'entered'], ['bruno', 'released', 'another']))).toEqual(['anne']);
    expect(askersOf(story(['anne', 'entered'], ['bruno', 'released']))).toEqual([]);
  });

  it('does not bar who lowered a limit or gave money back', () => {
    const acts = story(['anne', 'entered'], ['bruno', 'limit-set', '500', '100'], ['bruno', 'money', '-300', '0']);
    expect(mayRelease('bruno', acts)).toBe(true);
  });
});

describe('room that somebody gave for their own order', () => {
  const own = (limit: string, ...deeds: readonly Deed[]) => ownRoomOf(story(...deeds), limit);
  const room = { limit: '0', money: '0', overdue: '0', stopLifted: false };

  it.each<readonly [string, Partial<typeof room> | null, string, readonly Deed[]]>([
    ['a limit that they raised', { limit: '400' }, '500', [['anne', 'limit-set', '100', '500']]],
    ['an account that they opened', { limit: '500' }, '500', [['anne', 'limit-set', '0', '500']]],
    ['a limit that somebody else raised', null, '500', [['bruno', 'limit-set', '100', '500']]],
    [
      'a limit that they raised and somebody else set since',
      null,
      '400',
      [
        ['anne', 'limit-set', '100', '500'],
        ['bruno', 'limit-set', '500', '400'],
      ],
    ],
    [
      'what they put on top of somebody else’s',
      { limit: '50' },
      '450',
      [
        ['bruno', 'limit-set', '0', '400'],
        ['anne', 'limit-set', '400', '450'],
      ],
    ],
    [
      'what they raised in steps',
      { limit: '30' },
      '130',
      [
        ['anne', 'limit-set', '100', '110'],
        ['anne', 'limit-set', '110', '130'],
      ],
    ],
    [
      'what they raised and lowered again',
      null,
      '90',
      [
        ['anne', 'limit-set', '100', '500'],
        ['anne', 'limit-set', '500', '90'],
      ],
    ],
    [
      'money that they booked, on what was overdue',
      { money: '300', overdue: '200' },
      '500',
      [['anne', 'money', '300', '200']],
    ],
    [
      'money that they booked and gave back',
      null,
      '500',
      [
        ['anne', 'money', '300', '0'],
        ['anne', 'money', '-300', '0'],
      ],
    ],
    ['money that somebody else booked', null, '500', [['bruno', 'money', '300', '200']]],
    ['a stop that they lifted', { stopLifted: true }, '500', [['anne', 'stop-lifted']]],
    [
      'a stop that they lifted, and a later one that somebody else did',
      null,
      '500',
      [
        ['anne', 'stop-lifted'],
        ['bruno', 'stop-lifted'],
      ],
    ],
    [
      'all of it before somebody else released an order of the customer',
      null,
      '500',
      [
        ['anne', 'limit-set', '100', '500'],
        ['anne', 'money', '300', '200'],
        ['anne', 'stop-lifted'],
        ['bruno', 'released', 'another'],
      ],
    ],
    [
      'all of it before they released an order of somebody else',
      { limit: '400' },
      '500',
      [
        ['anne', 'limit-set', '100', '500'],
        ['anne', 'released', 'another'],
      ],
    ],
  ])('is %s: %j', (_what, expected, limit, deeds) => {
    expect(own(limit, ...deeds, ['anne', 'entered'])).toEqual(expected === null ? null : { ...room, ...expected });
  });

  it('is that of everybody who asks for the order', () => {
    const acts: readonly Deed[] = [
      ['anne', 'limit-set', '100', '150'],
      ['bruno', 'limit-set', '150', '500'],
      ['anne', 'entered'],
      ['bruno', 'amended'],
    ];
    expect(own('500', ...acts)).toMatchObject({ limit: '400' });
  });

  it('leaves the account as it was without it', () => {
    const facts = { limit: '500.00', exposure: '100.00', overdue: '0.00', creditStop: false };
    const given = { limit: '400.00', money: '300.00', overdue: '20.00', stopLifted: true };
    expect(withoutRoom(facts, given)).toEqual({
      limit: '100.00',
      exposure: '400.00',
      overdue: '20.00',
      creditStop: true,
    });
    expect(withoutRoom(facts, null)).toBe(facts);
  });
});

describe('the credit check of an order whose customer got room from who asks for it', () => {
  const policy: CreditPolicy = {
    schemaVersion: 1,
    overdueToleranceDays: 15,
    overdueToleranceAmount: '0.00',
    watchPercent: '100.00',
    escalateAfterHours: 24,
    stopHoldsDeliveries: true,
  };
  const facts = { limit: '500.00', exposure: '0.00', overdue: '0.00', creditStop: false };
  const none = { limit: '0', money: '0', overdue: '0', stopLifted: false };

  it.each([
    ['500.00', none, 'approved'],
    ['100.00', { ...none, limit: '400.00' }, 'approved'],
    ['100.01', { ...none, limit: '400.00' }, 'credit-limit'],
    ['200.00', { ...none, money: '300.00' }, 'approved'],
    ['200.01', { ...none, money: '300.00' }, 'credit-limit'],
    ['1.00', { ...none, overdue: '0.01' }, 'overdue'],
    ['1.00', { ...none, stopLifted: true }, 'credit-stop'],
    ['1.00', { ...none, limit: '900.00' }, 'credit-limit'],
  ])('of %s, without %j: %s, and says how the account stands', (gross, ownRoom, expected) => {
    const assessed = decideCredit(facts, gross, policy, ownRoom);
    expect(assessed.kind === 'held' ? assessed.reason : assessed.kind).toBe(expected);
    expect(assessed.facts).toBe(facts);
  });
});
