import { describe, expect, it } from 'vitest';
import type { DunningLevelPolicy, DunningPolicy } from '../../contracts/policies.js';
import type { DunningLevel } from '../../contracts/vocabulary.js';
import { instantOf } from '../../domain/calendar.js';
import {
  dunningOn,
  highestLevel,
  nextDunning,
  nextReminder,
  type DunningFacts,
  type DunningItem,
} from '../../domain/dunning-plan.js';

const level = (name: DunningLevel, offsetDays: number, more: Partial<DunningLevelPolicy> = {}): DunningLevelPolicy => ({
  level: name,
  offsetDays,
  minIntervalDays: 7,
  channel: 'mail',
  claimInterest: false,
  claimRecoveryFee: false,
  creditStop: false,
  handOver: false,
  ...more,
});

const policy: DunningPolicy = {
  schemaVersion: 1,
  letters: 'per-customer',
  thresholds: [{ currency: 'EUR', minimum: '20.00', residue: '1.00' }],
  levels: [
    level('courtesy', -3),
    level('level-1', 5),
    level('level-2', 15),
    level('hand-over', 60, { channel: 'none', creditStop: true, handOver: true }),
  ],
  rates: [{ from: '2025-01-01', percent: '12.00', source: 'terms of sale' }],
  recoveryFee: '40.00',
  sendingWindow: { zone: 'Europe/Paris', from: '08:30', to: '18:00', workingDaysOnly: true, calendar: 'FR' },
};

let numbers = 0;
/** Issued 30 days before it is due, on Wednesday 31 March 2032 unless said otherwise; 100.00 open, no level taken. */
const item = (changes: Partial<DunningItem> = {}): DunningItem => ({
  invoice: `FA-2032-${String((numbers += 1)).padStart(6, '0')}`,
  instalment: 1,
  order: 'SO-2032-000001',
  issueDate: '2032-03-01',
  dueDate: '2032-03-31',
  open: '100.00',
  last: null,
  ...changes,
});
const taken = (
  name: DunningLevel,
  decidedOn: string,
  status: 'SENT' | 'DUE' | 'UNKNOWN' | 'FAILED' | 'DONE' = 'SENT',
) => ({ last: { level: name, decidedOn, status } }) as const;

const facts = (items: readonly DunningItem[], changes: Partial<DunningFacts> = {}): DunningFacts => ({
  policy,
  currency: 'EUR',
  items,
  holds: [],
  unallocated: '0.00',
  credits: '0.00',
  asked: { toAllocate: false, toWriteOff: [] },
  ...changes,
});

const lettersOn = (given: DunningFacts, on: string) =>
  dunningOn(given, on).letters.map((letter) => letter.map(({ open, step }) => `${step.level.level} ${open}`));
const reasonsOn = (given: DunningFacts, on: string) => dunningOn(given, on).leftOut.map(({ reason }) => reason);
const noonOf = (date: string): number => instantOf(date, '12:00', 'Europe/Paris');
const nextOf = (given: DunningFacts, today: string) => {
  const next = nextDunning(given, noonOf(today));
  return next && `${next.level ?? 'question'} for ${next.receivables} on ${next.on}`;
};

describe('one letter of a day', () => {
  it('lists invoices of different ages, each at its own level', () => {
    const old = item({ dueDate: '2032-03-21', open: '70.00', ...taken('level-1', '2032-03-26') });
    expect(lettersOn(facts([old, item()]), '2032-04-05')).toEqual([['level-2 70.00', 'level-1 100.00']]);
    expect(highestLevel(['level-2', 'level-1'])).toBe('level-2');
  });

  it('becomes one letter for each invoice where the policy says so, with its instalments together', () => {
    const first = item({ open: '30.00' });
    const second = item({ invoice: first.invoice, instalment: 2, open: '40.00' });
    const given = facts([first, second, item()], { policy: { ...policy, letters: 'per-invoice' } });
    expect(lettersOn(given, '2032-04-05')).toEqual([['level-1 30.00', 'level-1 40.00'], ['level-1 100.00']]);
  });

  it('leaves out what has not reached a level, and what waits for the fate of its last letter', () => {
    const stuck = (['DUE', 'UNKNOWN', 'FAILED'] as const).map((status) =>
      item(taken('courtesy', '2032-03-20', status)),
    );
    const given = facts([item(), item({ dueDate: '2032-05-31' }), ...stuck]);
    expect(lettersOn(given, '2032-04-05')).toEqual([['level-1 100.00']]);
    expect(reasonsOn(given, '2032-04-05')).toEqual(Array<string>(3).fill('letter-under-way'));
  });

  it('never takes two levels of one receivable, however late: the second comes with its interval', () => {
    const late = item(taken('level-1', '2032-06-07'));
    expect(lettersOn(facts([late]), '2032-06-07')).toEqual([]);
    expect(lettersOn(facts([late]), '2032-06-13')).toEqual([]);
    expect(lettersOn(facts([late]), '2032-06-14')).toEqual([['level-2 100.00']]);
  });

  it('says nothing of a date to come once that date is past', () => {
    expect(lettersOn(facts([item()]), '2032-03-31')).toEqual([['courtesy 100.00']]);
    expect(lettersOn(facts([item()]), '2032-04-02')).toEqual([]);
    expect(lettersOn(facts([item()]), '2032-04-05')).toEqual([['level-1 100.00']]);
  });

  it('hands the last level to a person, without a letter', () => {
    const given = facts([item(taken('level-2', '2032-04-15'))]);
    expect(dunningOn(given, '2032-05-31')).toMatchObject({ letters: [], handedOver: [{ open: '100.00' }] });
    expect(nextOf(facts([item(taken('hand-over', '2032-05-31', 'DONE'))]), '2032-06-01')).toBeNull();
  });
});

describe('money that waits to be allocated', () => {
  const given = (unallocated: string, toAllocate = false) =>
    facts([item(), item({ open: '50.00' })], { unallocated, asked: { toAllocate, toWriteOff: [] } });

  it('that covers all of it, to the cent, sends nothing: finance is asked, once', () => {
    expect(dunningOn(given('150.00'), '2032-04-05')).toMatchObject({ letters: [], asksToAllocate: true });
    expect(reasonsOn(given('150.00'), '2032-04-05')).toEqual(['money-covers', 'money-covers']);
    expect(dunningOn(given('150.00', true), '2032-04-05').asksToAllocate).toBe(false);
    expect(nextOf(given('150.00'), '2032-04-05')).toBe('question for 0 on 2032-04-05');
    expect(nextOf(given('150.00', true), '2032-04-05')).toBeNull();
  });

  it('that lacks one cent, or is nothing, does not', () => {
    expect(lettersOn(given('149.99'), '2032-04-05')).toEqual([['level-1 100.00', 'level-1 50.00']]);
    expect(lettersOn(given('0.00'), '2032-04-05')).toEqual([['level-1 100.00', 'level-1 50.00']]);
  });
});

describe('thresholds', () => {
  it.each([
    ['0.01', 'residue'],
    ['1.00', 'residue'],
    ['1.01', 'below-minimum'],
    ['19.99', 'below-minimum'],
  ])('%s open is left out: %s', (open, reason) => {
    expect(reasonsOn(facts([item({ open })]), '2032-04-05')).toEqual([reason]);
  });

  it('20.00 is worth a letter, and so are two of 10.00', () => {
    expect(lettersOn(facts([item({ open: '20.00' })]), '2032-04-05')).toEqual([['level-1 20.00']]);
    expect(lettersOn(facts([item({ open: '10.00' }), item({ open: '10.00' })]), '2032-04-05')).toHaveLength(1);
  });

  it('a residue is a question to finance, once; what is too little waits until more is due', () => {
    const cent = item({ open: '0.01' });
    expect(nextOf(facts([cent]), '2032-04-05')).toBe('question for 0 on 2032-04-05');
    const asked = { toAllocate: false, toWriteOff: [`${cent.invoice}:1`] };
    expect(nextOf(facts([cent], { asked }), '2032-04-05')).toBeNull();
    const little = facts([item({ open: '15.00' }), item({ open: '15.00', dueDate: '2032-04-30' })]);
    // Three days before 30 April is a Tuesday.
    expect(nextOf(little, '2032-04-05')).toBe('level-1 for 2 on 2032-04-27');
  });

  it('of another currency do not count', () => {
    expect(lettersOn(facts([item({ open: '0.01' })], { currency: 'CHF' }), '2032-04-05')).toEqual([['level-1 0.01']]);
  });
});

describe('a hold', () => {
  const held = item();
  const hold = (invoice: string | null, until: string | null) => ({ holds: [{ id: 'h', invoice, until }] });

  it('of an invoice leaves that invoice out, up to and including its last day', () => {
    const given = facts([held, item()], hold(held.invoice, '2032-04-06'));
    expect(reasonsOn(given, '2032-04-06')).toEqual(['held']);
    expect(lettersOn(given, '2032-04-06')).toEqual([['level-1 100.00']]);
    expect(lettersOn(given, '2032-04-07')).toEqual([['level-1 100.00', 'level-1 100.00']]);
  });

  it('that ends between two levels lets the level that its days have reached go the day after', () => {
    expect(nextOf(facts([held], hold(null, '2032-04-10')), '2032-04-02')).toBe('level-1 for 1 on 2032-04-12');
  });

  it('without an end waits until it is lifted', () => {
    expect(nextOf(facts([held], hold(null, null)), '2032-04-02')).toBeNull();
  });
});

describe('the next date', () => {
  it('is the first moment of the window on the day, or now when that is past', () => {
    const next = nextDunning(facts([item()]), noonOf('2032-03-20'));
    // Easter Sunday is 28 March, Monday a holiday: the courtesy leaves on Tuesday 30 March.
    expect(next).toMatchObject({ on: '2032-03-30', atMs: instantOf('2032-03-30', '08:30', 'Europe/Paris') });
    expect(nextDunning(facts([item()]), noonOf('2032-04-05'))?.atMs).toBe(noonOf('2032-04-05'));
  });

  it('of 2,000 invoices is found at once', () => {
    const many = Array.from({ length: 2_000 }, (_, day) =>
      item({ issueDate: '2032-01-02', dueDate: `2032-0${1 + (day % 9)}-15` }),
    );
    expect(nextOf(facts(many), '2032-01-05')).toBe('courtesy for 223 on 2032-01-12');
  });
});

describe('the reminder that an invoice gets next', () => {
  const next = (one: DunningItem, today: string, changes: Partial<DunningFacts> = {}) =>
    nextReminder(facts([one], changes), one.invoice, today);

  it('is the level after the last one, on its working day, and today where that day has passed', () => {
    // Due on Wednesday 31 March: 5 days later is Monday 5 April; 15 days later is Thursday 15 April.
    expect(next(item(), '2032-04-01')).toEqual({ level: 'level-1', on: '2032-04-05', leftOut: null });
    expect(next(item(), '2032-04-20')).toEqual({ level: 'level-1', on: '2032-04-20', leftOut: null });
    expect(next(item(taken('level-1', '2032-04-05')), '2032-04-06')).toEqual({
      level: 'level-2',
      on: '2032-04-15',
      leftOut: null,
    });
  });

  it('says why it does not leave although it is due, and is none after the last level or the last cent', () => {
    const one = item();
    const held = { holds: [{ id: 'h', invoice: one.invoice, until: null }] };
    expect(next(one, '2032-04-20', held)).toEqual({ level: 'level-1', on: '2032-04-20', leftOut: 'held' });
    expect(next(item({ open: '0.00' }), '2032-04-20')).toBeNull();
    expect(next(item(taken('hand-over', '2032-06-01')), '2032-06-20')).toBeNull();
  });
});
