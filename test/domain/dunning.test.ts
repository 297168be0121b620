import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DunningLevelPolicy, DunningPolicy } from '../../contracts/policies.js';
import { dunningLevels, type DunningLevel } from '../../contracts/vocabulary.js';
import { addDays, compareDates, daysBetween, isWorkingDay, maxDate } from '../../domain/calendar.js';
import {
  claimedAmount,
  dunningClaim,
  nextDunningStep,
  procedureIsOrdered,
  type LastDunningLevel,
} from '../../domain/dunning.js';
import { InvariantError } from '../../domain/invariant.js';
import type { PaidSum } from '../../domain/late-payment.js';
import { add, compare } from '../../domain/money.js';

function level(name: DunningLevelPolicy['level'], changes: Partial<DunningLevelPolicy> = {}): DunningLevelPolicy {
  const silent = { claimInterest: false, claimRecoveryFee: false, creditStop: false, handOver: false } as const;
  return { level: name, offsetDays: 0, minIntervalDays: 0, channel: 'mail', ...silent, ...changes };
}

const claims = { claimInterest: true, claimRecoveryFee: true, minIntervalDays: 10 } as const;
const policy: DunningPolicy = {
  schemaVersion: 1,
  letters: 'per-customer',
  thresholds: [],
  levels: [
    level('courtesy', { offsetDays: -7 }),
    level('level-1', { offsetDays: 10, claimRecoveryFee: true }),
    level('level-2', { offsetDays: 25, ...claims }),
    level('level-3', { offsetDays: 40, ...claims }),
    level('final-notice', { offsetDays: 55, ...claims }),
    level('hand-over', { offsetDays: 70, ...claims, channel: 'none', creditStop: true, handOver: true }),
  ],
  rates: [
    { from: '2026-01-01', percent: '12.15', source: 'ECB 2.15 % + 10 points (test)' },
    { from: '2026-07-01', percent: '12.00', source: 'test' },
  ],
  recoveryFee: '40.00',
  sendingWindow: { zone: 'Europe/Paris', from: '08:30', to: '18:00', workingDaysOnly: true, calendar: 'FR' },
};
const everyDay: DunningPolicy = { ...policy, sendingWindow: { ...policy.sendingWindow, workingDaysOnly: false } };
const withLevels = (...levels: DunningLevelPolicy[]): DunningPolicy => ({ ...everyDay, levels });

const issued = '2026-01-01';
const after = (level: DunningLevel, decidedOn: string) => ({ level, decidedOn });

/** Levels with their days when each is decided on its day, or as many days late as said. */
function timelineOf(procedure: DunningPolicy, dueDate: string, startedOn: string, daysLate: readonly number[] = []) {
  const days: string[] = [];
  let step = nextDunningStep({ policy: procedure, dueDate, lastLevel: null, startedOn });
  while (step !== null && days.length < 20) {
    const decidedOn = addDays(maxDate(step.on, startedOn), daysLate[step.sequence] ?? 0);
    days.push(`${step.level.level} ${decidedOn}`);
    const lastLevel = { level: step.level.level, decidedOn };
    step = nextDunningStep({ policy: procedure, dueDate, lastLevel, startedOn: decidedOn });
  }
  return days;
}

describe('the dates of a dunning procedure', () => {
  it('an invoice due on Tuesday 31 March 2026 goes from courtesy to hand-over, on working days', () => {
    expect(timelineOf(policy, '2026-03-31', issued)).toEqual([
      'courtesy 2026-03-24',
      'level-1 2026-04-10',
      'level-2 2026-04-27', // 25 April is a Saturday
      'level-3 2026-05-11', // 10 May is a Sunday
      'final-notice 2026-05-26', // 25 May is Whit Monday
      'hand-over 2026-06-09',
    ]);
  });

  it('a late letter delays the next one by its interval only, and then all are back on the due date', () => {
    expect(timelineOf(policy, '2026-03-31', issued, [0, 10])).toEqual([
      'courtesy 2026-03-24',
      'level-1 2026-04-20',
      'level-2 2026-04-30', // 10 days after level 1, not 25 April
      'level-3 2026-05-11',
      'final-notice 2026-05-26',
      'hand-over 2026-06-09',
    ]);
  });

  it.each([
    ['the day before 1 May 2026', '2026-04-20', '2026-04-30'],
    ['1 May itself, a Friday: the Monday after', '2026-04-21', '2026-05-04'],
    ['the day after, a Saturday', '2026-04-22', '2026-05-04'],
    ['that Monday', '2026-04-24', '2026-05-04'],
    ['Good Friday, a working day in France', '2026-03-24', '2026-04-03'],
    ['Easter Monday', '2026-03-27', '2026-04-07'],
    ['Ascension Day, a Thursday', '2026-05-04', '2026-05-15'],
    ['31 January, a Saturday: Monday 2 February', '2026-01-21', '2026-02-02'],
    ['29 February 2028, a Tuesday', '2028-02-19', '2028-02-29'],
    ['1 March 2027, there being no 29 February', '2027-02-19', '2027-03-01'],
    ['1 January 2027, a Friday: Monday 4', '2026-12-22', '2027-01-04'],
  ])('level 1, ten days after the due date, on %s', (_day, dueDate, on) => {
    const step = nextDunningStep({ policy, dueDate, lastLevel: after('courtesy', '2026-01-02'), startedOn: issued });
    expect(step).toMatchObject({ sequence: 1, on, level: { level: 'level-1' } });
  });

  it('where letters leave on any day, week-ends and holidays are days', () => {
    const lastLevel = after('courtesy', '2026-04-14');
    expect(nextDunningStep({ policy: everyDay, dueDate: '2026-04-21', lastLevel, startedOn: issued })?.on).toBe(
      '2026-05-01',
    );
  });

  it.each([
    ['the day before', '2026-04-14', '2026-04-25'],
    ['the day of', '2026-04-15', '2026-04-25'],
    ['the day after', '2026-04-16', '2026-04-26'],
  ])('level 2 on 25 April keeps 10 days from level 1 decided %s the interval begins to bite', (_day, decidedOn, on) => {
    const lastLevel = after('level-1', decidedOn);
    expect(nextDunningStep({ policy: everyDay, dueDate: '2026-03-31', lastLevel, startedOn: issued })?.on).toBe(on);
  });

  it('no level is left out, however late: months after, each comes with its interval', () => {
    expect(timelineOf(everyDay, '2026-03-31', issued, [0, 200])).toEqual([
      'courtesy 2026-03-24',
      'level-1 2026-10-27', // 10 April and 200 days
      'level-2 2026-11-06',
      'level-3 2026-11-16',
      'final-notice 2026-11-26',
      'hand-over 2026-12-06',
    ]);
  });

  it('after the last level there is none', () => {
    const lastLevel = after('hand-over', '2026-06-09');
    expect(nextDunningStep({ policy, dueDate: '2026-03-31', lastLevel, startedOn: issued })).toBeNull();
  });
});

describe('a courtesy before the due date', () => {
  const firstOf = (dueDate: string, startedOn: string, procedure = policy) =>
    nextDunningStep({ policy: procedure, dueDate, lastLevel: null, startedOn })?.level.level;

  it.each([
    ['the day before its day', '2026-03-23', 'courtesy'],
    ['on its day', '2026-03-24', 'courtesy'],
    ['the day after: it is skipped', '2026-03-25', 'level-1'],
    ['after the due date', '2026-05-01', 'level-1'],
  ])('when the collection begins %s', (_when, startedOn, expected) => {
    expect(firstOf('2026-03-31', startedOn)).toBe(expected);
  });

  it('moved past Easter to the day the collection begins is still sent', () => {
    // Due Sunday 12 April 2026; 7 days before is Easter Sunday, and Easter Monday a holiday: Tuesday 7 April.
    expect(firstOf('2026-04-12', '2026-04-07')).toBe('courtesy');
    expect(firstOf('2026-04-12', '2026-04-08')).toBe('level-1');
  });

  it('that working days would push past the due date is skipped', () => {
    // One day before: due Saturday 2 May, so Friday 1 May, so Monday 4 May. Due Monday 4 May: Sunday, so on the due date.
    const tight = { ...policy, levels: [level('courtesy', { offsetDays: -1 }), level('level-1', { offsetDays: 10 })] };
    expect(firstOf('2026-05-02', issued, tight)).toBe('level-1');
    expect(firstOf('2026-05-04', issued, tight)).toBe('courtesy');
  });

  it('of two courtesies only the one that has passed is skipped', () => {
    const two = withLevels(level('courtesy', { offsetDays: -10 }), level('level-1', { offsetDays: -3 }));
    const step = nextDunningStep({ policy: two, dueDate: '2026-03-31', lastLevel: null, startedOn: '2026-03-25' });
    expect(step).toMatchObject({ sequence: 1, on: '2026-03-28' });
  });

  it('alone in its procedure and passed leaves nothing to do', () => {
    const only = withLevels(level('courtesy', { offsetDays: -5 }));
    const plan = { policy: only, dueDate: '2026-03-31', lastLevel: null };
    expect(nextDunningStep({ ...plan, startedOn: '2026-03-27' })).toBeNull();
    expect(nextDunningStep({ ...plan, startedOn: '2026-03-26' })).toMatchObject({ on: '2026-03-26' });
  });

  it('a level after the due date is never skipped for being past', () => {
    const late = nextDunningStep({ policy, dueDate: '2026-03-31', lastLevel: null, startedOn: '2026-12-01' });
    expect(late).toMatchObject({ sequence: 1, on: '2026-04-10' });
  });
});

describe('published procedures', () => {
  // Tryton account_dunning (reference 5.1): levels at 5, 20 and 40 days.
  const tryton = withLevels(
    level('level-1', { offsetDays: 5 }),
    level('level-2', { offsetDays: 20 }),
    level('level-3', { offsetDays: 40 }),
  );
  const due = '2026-03-01';
  const dueLevel = (lastLevel: LastDunningLevel | null, daysAfterDue: number) => {
    const step = nextDunningStep({ policy: tryton, dueDate: due, lastLevel, startedOn: issued });
    return step && compareDates(step.on, addDays(due, daysAfterDue)) <= 0 ? step.level.level : null;
  };

  it('Tryton: nothing 4 days after the due date, level 1 on the 5th', () => {
    expect(dueLevel(null, 4)).toBeNull();
    expect(dueLevel(null, 5)).toBe('level-1');
  });

  it('Tryton: 30 days after, an invoice without a letter starts at level 1; one with level 1 gets level 2', () => {
    expect(dueLevel(null, 30)).toBe('level-1');
    expect(dueLevel(after('level-1', addDays(due, 5)), 30)).toBe('level-2');
    expect(dueLevel(after('level-2', addDays(due, 30)), 30)).toBeNull();
    expect(dueLevel(after('level-2', addDays(due, 30)), 40)).toBe('level-3');
  });

  it('Tryton: a procedure of one level at 0 days is final the day after', () => {
    const zero = withLevels(level('level-1'));
    const plan = { policy: zero, dueDate: due, startedOn: issued };
    expect(nextDunningStep({ ...plan, lastLevel: null })?.on).toBe(due);
    expect(nextDunningStep({ ...plan, lastLevel: after('level-1', due) })).toBeNull();
  });

  it('Kill Bill: unpaid since 31 May 2012, levels at 30, 40 and 50 days (reference 5.8)', () => {
    const levels = ([30, 40, 50] as const).map((offsetDays, index) =>
      level((['level-1', 'level-2', 'level-3'] as const)[index] ?? 'level-3', { offsetDays }),
    );
    expect(timelineOf(withLevels(...levels), '2012-05-31', '2012-05-31')).toEqual([
      'level-1 2012-06-30',
      'level-2 2012-07-10',
      'level-3 2012-07-20',
    ]);
  });

  it('ERPNext: 100 overdue by 15 days at 10 % with a fee of 10 claims 0.41 and 10, together 110.41 (reference 5.5)', () => {
    const rates = [{ from: '2000-01-01', percent: '10.00', source: 'test_dunning' }];
    const second = { ...withLevels(level('level-2', claims)), rates, recoveryFee: '10.00' };
    const claim = claimOf(second, 0, { dueDate: '2026-03-01', decidedOn: '2026-03-16', openAmount: '100.00' });
    expect(claim).toMatchObject({ interest: '0.41', recoveryFee: '10.00', overdueDays: 15 });
    expect([claim.openAmount, claim.interest, claim.recoveryFee].reduce(add)).toBe('110.41');
  });

  it('ERPNext: 100 overdue by 20 days without interest and fee claims 100 (reference 5.5)', () => {
    const claim = claimOf(withLevels(level('level-1')), 0, {
      dueDate: '2026-03-01',
      decidedOn: '2026-03-21',
      openAmount: '100.00',
    });
    expect(claim).toMatchObject({ openAmount: '100.00', interest: '0.00', recoveryFee: '0.00', overdueDays: 20 });
  });
});

describe('what a level claims', () => {
  const due = { dueDate: '2026-03-31', openAmount: '1200.00' };

  it('a courtesy claims nothing and says when level 1 comes', () => {
    expect(claimOf(policy, 0, { ...due, decidedOn: '2026-03-24' })).toEqual({
      level: 'courtesy',
      sequence: 0,
      decidedOn: '2026-03-24',
      openAmount: '1200.00',
      interest: '0.00',
      interestParts: [],
      recoveryFee: '0.00',
      annualPercent: '12.15',
      overdueDays: 0,
      channel: 'mail',
      creditStop: false,
      handOver: false,
      next: { level: 'level-1', on: '2026-04-10' },
    });
  });

  it('level 1 states the recovery fee, and no interest since its policy says none', () => {
    expect(claimOf(policy, 1, { ...due, decidedOn: '2026-04-10' })).toMatchObject({
      interest: '0.00',
      recoveryFee: '40.00',
      overdueDays: 10,
      next: { level: 'level-2', on: '2026-04-27' },
    });
  });

  it('level 2 states interest from the day after the due date', () => {
    // 27 days: 1200.00 × 12.15 % × 27 / 365 = 10.7852…
    expect(claimOf(policy, 2, { ...due, decidedOn: '2026-04-27' })).toMatchObject({
      interest: '10.79',
      interestParts: [
        { amount: '1200.00', paidOn: null, from: '2026-04-01', to: '2026-04-27', days: 27, percent: '12.15' },
      ],
      recoveryFee: '40.00',
      overdueDays: 27,
    });
  });

  it('over the change of rate on 1 July each day counts at its own', () => {
    // April to June 91 days at 12.15 %, 1 to 10 July 10 days at 12 %:
    // 1200.00 × (91 × 12.15 + 10 × 12.00) / 36500 = 1200.00 × 1225.65 / 36500 = 40.2953…
    expect(claimOf(policy, 4, { ...due, decidedOn: '2026-07-10' })).toMatchObject({
      interest: '40.30',
      overdueDays: 101,
    });
  });

  it('what was paid late owes interest for its own late days', () => {
    // 700.00 for 16 days, 500.00 for 27: (700 × 16 + 500 × 27) × 12.15 / 36500 = 24,700 × 12.15 / 36500 = 8.2220…
    const payments = [{ amount: '700.00', paidOn: '2026-04-16' }];
    const claim = claimOf(policy, 2, { ...due, openAmount: '500.00', payments, decidedOn: '2026-04-27' });
    expect(claim).toMatchObject({ openAmount: '500.00', interest: '8.22', recoveryFee: '40.00' });
    expect(claim.interestParts.map(({ amount, paidOn, days }) => [amount, paidOn, days])).toEqual([
      ['700.00', '2026-04-16', 16],
      ['500.00', null, 27],
    ]);
  });

  it('a level that states no interest states none on late payments either', () => {
    const payments = [{ amount: '700.00', paidOn: '2026-04-05' }];
    const claim = claimOf(policy, 1, { ...due, openAmount: '500.00', payments, decidedOn: '2026-04-10' });
    expect(claim).toMatchObject({ interest: '0.00', interestParts: [], annualPercent: '12.15' });
  });

  it('says the rate in force on its own day, and none before the first', () => {
    expect(claimOf(policy, 4, { ...due, decidedOn: '2026-07-10' }).annualPercent).toBe('12.00');
    const courtesy = { dueDate: '2026-01-05', decidedOn: '2025-12-29', openAmount: '1200.00' };
    expect(claimOf(policy, 0, courtesy).annualPercent).toBeNull();
  });

  it.each([
    ['the day before the due date', '2026-03-30', 0, '0.00', '0.00'],
    ['on the due date', '2026-03-31', 0, '0.00', '0.00'],
    // 1200.00 × 12.15 % / 365 = 0.3994…
    ['the day after', '2026-04-01', 1, '0.40', '40.00'],
  ])('%s', (_day, decidedOn, overdueDays, interest, recoveryFee) => {
    expect(claimOf(policy, 2, { ...due, decidedOn })).toMatchObject({ overdueDays, interest, recoveryFee });
  });

  it('the hand-over stops credit, sends no mail and has nothing after it', () => {
    expect(claimOf(policy, 5, { ...due, decidedOn: '2026-06-09' })).toMatchObject({
      level: 'hand-over',
      channel: 'none',
      creditStop: true,
      handOver: true,
      next: null,
    });
  });

  it('a letter decided late announces the next one with its interval', () => {
    expect(claimOf(policy, 1, { ...due, decidedOn: '2026-04-20' }).next).toEqual({
      level: 'level-2',
      on: '2026-04-30',
    });
  });

  it('a courtesy claims nothing even when it is late and its policy says otherwise', () => {
    const greedy = withLevels(level('courtesy', claims));
    expect(claimOf(greedy, 0, { ...due, decidedOn: '2026-05-31' })).toMatchObject({
      interest: '0.00',
      recoveryFee: '0.00',
    });
  });

  it('when the last cent is paid nothing is claimed', () => {
    expect(claimOf(policy, 4, { ...due, openAmount: '0.00', decidedOn: '2026-05-26' })).toMatchObject({
      openAmount: '0.00',
      interest: '0.00',
      recoveryFee: '0.00',
    });
  });

  it('money owed to the customer is never dunned', () => {
    expect(() => claimOf(policy, 2, { ...due, openAmount: '-0.01', decidedOn: '2026-05-26' })).toThrow(InvariantError);
  });
});

describe('the recovery fee of 40 euros (art. D441-5 C.com)', () => {
  const late = { dueDate: '2026-03-31', decidedOn: '2026-04-27', payments: [] } as const;
  const levelTwo = { level: policy.levels[2] ?? level('level-2', claims), sequence: 2 };
  const claimIn = (currency: string, openAmount: string) =>
    dunningClaim({ step: levelTwo, policy, ...late, openAmount, currency });

  it('is added to euros', () => {
    // 1200.00 × 12.15 % × 27 / 365 = 10.7852…; 1200.00 + 10.79 + 40.00
    const claim = claimIn('EUR', '1200.00');
    expect(claimedAmount(claim, 'EUR')).toBe('1250.79');
  });

  it('stays 40.00 EUR beside Swiss francs, and is not added to them', () => {
    const claim = claimIn('CHF', '1200.00');
    expect(claim).toMatchObject({ openAmount: '1200.00', interest: '10.79', recoveryFee: '40.00' });
    expect(claimedAmount(claim, 'CHF')).toBe('1210.79');
  });

  it('is 40.00 EUR beside yen, which have no cents', () => {
    // 120000 × 12.15 % × 27 / 365 = 1078.5205…
    const claim = claimIn('JPY', '120000');
    expect(claim).toMatchObject({ openAmount: '120000', interest: '1079', recoveryFee: '40.00' });
    expect(claimedAmount(claim, 'JPY')).toBe('121079');
  });

  it('is owed once for the invoice: each level states the same', () => {
    const fees = [1, 2, 3, 4, 5].map((sequence) =>
      claimOf(policy, sequence, { ...late, openAmount: '1200.00', decidedOn: '2026-06-09' }),
    );
    expect(fees.map((claim) => claim.recoveryFee)).toEqual(Array<string>(5).fill('40.00'));
  });
});

describe('whatever the procedure and however late its steps', () => {
  const procedures = fc
    .uniqueArray(fc.integer({ min: -30, max: 200 }), { minLength: 1, maxLength: dunningLevels.length })
    .chain((offsets) => fc.tuple(...offsets.toSorted((a, b) => a - b).map(levelAt)))
    .map((levels): DunningPolicy => ({ ...policy, levels }));
  const dueDates = fc.integer({ min: 0, max: 1500 }).map((days) => addDays('2026-02-01', days));
  const delays = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 6, maxLength: 6 });

  it('a level never comes before its day, before its predecessor and its interval, or twice; all fall on working days', () => {
    fc.assert(
      fc.property(procedures, dueDates, delays, (procedure, dueDate, daysLate) => {
        const startedOn = addDays(dueDate, -15);
        let step = nextDunningStep({ policy: procedure, dueDate, lastLevel: null, startedOn });
        let last: (LastDunningLevel & { sequence: number }) | null = null;
        while (step !== null) {
          const { on, sequence } = step;
          const { offsetDays, minIntervalDays } = step.level;
          expect(daysBetween(dueDate, on)).toBeGreaterThanOrEqual(offsetDays);
          expect(isWorkingDay(on, 'FR')).toBe(true);
          expect(sequence).toBeGreaterThan(last?.sequence ?? -1);
          if (last) expect(daysBetween(last.decidedOn, on)).toBeGreaterThanOrEqual(Math.max(1, minIntervalDays));
          for (const skipped of procedure.levels.slice((last?.sequence ?? -1) + 1, sequence)) {
            expect(skipped.offsetDays).toBeLessThan(0);
          }
          last = { sequence, level: step.level.level, decidedOn: addDays(on, daysLate[sequence] ?? 0) };
          step = nextDunningStep({ policy: procedure, dueDate, lastLevel: last, startedOn: last.decidedOn });
        }
        const lastSequence = procedure.levels.length - 1;
        if ((procedure.levels[lastSequence]?.offsetDays ?? -1) >= 0) expect(last?.sequence).toBe(lastSequence);
      }),
    );
  });

  it('a claim is never negative nor smaller a day later, and the fee is claimed once', () => {
    const openAmounts = fc.integer({ min: 0, max: 999_999 }).map((euros) => `${euros}.50`);
    const sequences = fc.integer({ min: 0, max: 5 });
    const offsets = fc.integer({ min: -60, max: 730 });
    fc.assert(
      fc.property(dueDates, openAmounts, sequences, offsets, (dueDate, openAmount, sequence, offset) => {
        const decidedOn = addDays(dueDate, offset);
        const claim = claimOf(policy, sequence, { dueDate, openAmount, decidedOn });
        const later = claimOf(policy, sequence, { dueDate, openAmount, decidedOn: addDays(decidedOn, 1) });
        expect(compare(claim.interest, '0')).toBeGreaterThanOrEqual(0);
        expect(compare(later.interest, claim.interest)).toBeGreaterThanOrEqual(0);
        expect(['0.00', '40.00']).toContain(claim.recoveryFee);
        expect(claim.overdueDays).toBe(Math.max(0, offset));
        if (claim.next) expect(compareDates(claim.next.on, decidedOn)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  function levelAt(offsetDays: number, index: number) {
    const name = dunningLevels[index] ?? 'hand-over';
    return fc.integer({ min: 0, max: 30 }).map((minIntervalDays) => level(name, { offsetDays, minIntervalDays }));
  }
});

describe('the order of a procedure', () => {
  it('levels in order of severity, each later than the one before', () => {
    expect(procedureIsOrdered(policy)).toBe(true);
    expect(procedureIsOrdered(withLevels(level('level-1')))).toBe(true);
  });

  it.each([
    ['a level earlier than the one before', level('level-1', { offsetDays: 10 }), level('level-2', { offsetDays: 9 })],
    ['two levels on one day', level('level-1', { offsetDays: 10 }), level('level-2', { offsetDays: 10 })],
    ['a milder level after', level('level-2', { offsetDays: 10 }), level('level-1', { offsetDays: 20 })],
    ['the same level twice', level('level-1', { offsetDays: 10 }), level('level-1', { offsetDays: 20 })],
    ['letters after the hand-over', level('hand-over'), level('final-notice', { offsetDays: 20 })],
  ])('%s is no order', (_what, first, second) => {
    expect(procedureIsOrdered(withLevels(first, second))).toBe(false);
  });
});

function claimOf(
  procedure: DunningPolicy,
  sequence: number,
  facts: {
    readonly dueDate: string;
    readonly decidedOn: string;
    readonly openAmount: string;
    readonly payments?: readonly PaidSum[];
  },
) {
  const levelPolicy = procedure.levels[sequence];
  if (!levelPolicy) throw new Error(`no level ${sequence}`);
  return dunningClaim({
    step: { level: levelPolicy, sequence },
    policy: procedure,
    payments: [],
    ...facts,
    currency: 'EUR',
  });
}
