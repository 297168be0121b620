import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchCustomer } from '../../prisma/commands/customers.js';
import { allocatePayment, placeHold, waiveClaim } from '../../workflows/account-messages.js';
import { bookPayment, draftOrder, inTransaction, karim, listProduct, openAccount } from '../support/house.js';
import {
  askAccount,
  enterOrder,
  eventually,
  openProcesses,
  orderRow,
  untilStage,
  type Processes,
} from '../support/workflows.js';
import { openDiary, type Diary } from './diary.js';

/*
 * The procedure in force (demo data): courtesy 3 days before the due date, level 1 after 5 days, level 2 after 15, level 3
 * after 30, final notice after 45, hand-over after 60; letters leave on working days in France, 08:30 to 18:00 in Paris.
 * From level 2 on a letter claims interest at 12.00 % a year and the fixed sum of 40.00.
 *
 * 2032 is a leap year. Easter Sunday falls on 28 March, Ascension Day on 6 May, Whit Monday on 17 May.
 */
let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
  await listProduct(office, 'BOX', '1000000');
});
afterAll(() => office.close());

let accounts = 0;
const newCustomer = () => openAccount(office, `DUNNED-${(accounts += 1)}`);
const openNew = async (options: Omit<Parameters<typeof openDiary>[1], 'customer'>): Promise<Diary> =>
  openDiary(office, { customer: await newCustomer(), ...options });

/** Issued on Monday 1 March 2032 at 30 days net: due on Wednesday 31 March. 100 boxes: 1,200.00 tax included. */
const marchInvoice = () => openNew({ issued: '2032-03-01' });

describe.concurrent('the procedure', () => {
  it('takes each level on its day, never the day before, and once', async () => {
    const diary = await marchInvoice();
    expect(diary.dueDate).toBe('2032-03-31');

    // 3 days before is Easter Sunday; Monday is a holiday too: the courtesy leaves on Tuesday 30 March.
    await diary.at('2032-03-29', '18:30');
    expect(await diary.levels()).toEqual([]);
    await diary.at('2032-03-30', '08:20');
    expect(await diary.levels()).toEqual([]);
    await diary.at('2032-03-30', '08:31');
    expect(await diary.levels()).toEqual(['courtesy 2032-03-30']);

    // 5 days after: Monday 5 April.
    await diary.at('2032-04-04', '23:59');
    expect(await diary.levels()).toHaveLength(1);
    await diary.at('2032-04-05', '08:31');
    expect(await diary.levels()).toHaveLength(2);
    await diary.at('2032-04-06', '12:00');
    expect(await diary.levels()).toHaveLength(2);

    // 15 days after: Thursday 15 April.
    await diary.at('2032-04-14', '23:59');
    expect(await diary.levels()).toHaveLength(2);
    await diary.at('2032-04-15', '08:31');
    expect(await diary.levels()).toHaveLength(3);

    // 30 days after: Friday 30 April.
    await diary.at('2032-04-29', '23:59');
    expect(await diary.levels()).toHaveLength(3);
    await diary.at('2032-04-30', '08:31');
    expect(await diary.levels()).toHaveLength(4);

    // 45 days after is Saturday 15 May; Monday 17 is Whit Monday: Tuesday 18 May.
    await diary.at('2032-05-17', '23:59');
    expect(await diary.levels()).toHaveLength(4);
    await diary.at('2032-05-18', '08:31');
    expect(await diary.levels()).toHaveLength(5);

    // 60 days after is Sunday 30 May: Monday 31 May.
    await diary.at('2032-05-30', '23:59');
    expect(await diary.levels()).toHaveLength(5);
    await diary.at('2032-12-31', '23:59');
    expect(await diary.steps()).toEqual([
      line('courtesy', '2032-03-30', '0.00', '0.00', 'level-1 2032-04-05'),
      line('level-1', '2032-04-05', '0.00', '0.00', 'level-2 2032-04-15'),
      // 1,200.00 × 12 % × 15 / 365 = 5.917…
      line('level-2', '2032-04-15', '5.92', '40.00', 'level-3 2032-04-30'),
      // 1,200.00 × 12 % × 30 / 365 = 11.835…
      line('level-3', '2032-04-30', '11.84', '40.00', 'final-notice 2032-05-18'),
      // 48 days late: 1,200.00 × 12 % × 48 / 365 = 18.936…
      line('final-notice', '2032-05-18', '18.94', '40.00', 'hand-over 2032-05-31'),
      // 61 days late: 1,200.00 × 12 % × 61 / 365 = 24.065…
      { ...line('hand-over', '2032-05-31', '24.07', '40.00', null), status: 'DONE' },
    ]);
    await expectOneCopyEach(diary, ['courtesy', 'level-1', 'level-2', 'level-3', 'final-notice']);
    expect(await office.post.copiesOf(await diary.letter('hand-over'))).toEqual([]);
  });

  it('counts 45 days end of month in the reading that the terms name', async () => {
    const terms = { kind: 'end-of-month', days: 45 } as const;
    const [first, second] = await Promise.all([newCustomer(), newCustomer()]);
    // 22 October + 45 days is 6 December, end of that month: 31 December.
    const daysFirst = await openDiary(office, {
      customer: first,
      issued: '2032-10-22',
      terms: { ...terms, reading: 'days-then-month-end' },
    });
    // End of October + 45 days: 15 December.
    const monthFirst = await openDiary(office, {
      customer: second,
      issued: '2032-10-22',
      terms: { ...terms, reading: 'month-end-then-days' },
    });
    expect([daysFirst.dueDate, monthFirst.dueDate]).toEqual(['2032-12-31', '2032-12-15']);
    await Promise.all([daysFirst.at('2033-01-10', '12:00'), monthFirst.at('2033-01-10', '12:00')]);
    // 28 December is a Tuesday, 5 January a Wednesday.
    expect(await daysFirst.levels()).toEqual(['courtesy 2032-12-28', 'level-1 2033-01-05']);
    // 12 December is a Sunday, so Monday 13; 20 December is a Monday; 30 December a Thursday.
    expect(await monthFirst.levels()).toEqual(['courtesy 2032-12-13', 'level-1 2032-12-20', 'level-2 2032-12-30']);
  });

  it('knows the leap day', async () => {
    const [leap, common] = await Promise.all([newCustomer(), newCustomer()]);
    // 30 January + 30 days: 29 February 2032, a Sunday; 1 March 2033, a Tuesday.
    const inLeapYear = await openDiary(office, { customer: leap, issued: '2032-01-30' });
    const inCommonYear = await openDiary(office, { customer: common, issued: '2033-01-30' });
    expect([inLeapYear.dueDate, inCommonYear.dueDate]).toEqual(['2032-02-29', '2033-03-01']);
    await Promise.all([inLeapYear.at('2032-03-16', '12:00'), inCommonYear.at('2033-03-17', '12:00')]);
    // Thursday 26 February, Friday 5 March, Monday 15 March (15 days late: 5.92).
    expect(await inLeapYear.levels()).toEqual(['courtesy 2032-02-26', 'level-1 2032-03-05', 'level-2 2032-03-15']);
    // 26 February 2033 is a Saturday, so Monday 28; 6 March a Sunday, so Monday 7; Wednesday 16 March.
    expect(await inCommonYear.levels()).toEqual(['courtesy 2033-02-28', 'level-1 2033-03-07', 'level-2 2033-03-16']);
    expect((await inLeapYear.steps())[2]).toMatchObject({ interest: '5.92' });
    expect((await inCommonYear.steps())[2]).toMatchObject({ interest: '5.92' });
  });
});

describe.concurrent('a payment', () => {
  it('of a part lowers what the next letter claims', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-10', '12:00');
    expect(await diary.pay('700.00')).toEqual({ amount: '700.00', open: '500.00' });
    await diary.at('2032-04-15', '08:31');
    // 500.00 × 12 % × 15 / 365 = 2.465…; 500.00 + 2.47 + 40.00 = 542.47
    expect((await diary.steps())[2]).toMatchObject({
      level: 'level-2',
      open: '500.00',
      interest: '2.47',
      fee: '40.00',
    });
    const [letter] = await office.post.copiesOf(await diary.letter('level-2'));
    expect(letter?.text.replaceAll(/\s/g, ' ')).toContain('542,47');
    expect(letter?.text.replaceAll(/\s/g, ' ')).not.toContain('1 242');
  });

  it('of a part, late, owes interest for its own late days', async () => {
    const diary = await marchInvoice();
    // Of value Tuesday 6 April, booked on Saturday 10; due 31 March.
    await diary.at('2032-04-10', '12:00');
    await diary.pay('700.00', '2032-04-06');
    await diary.at('2032-04-15', '08:31');
    // 700.00 × 12 × 6 = 50,400; 500.00 × 12 × 15 = 90,000; 140,400 / 36,500 = 3.846…; 500.00 + 3.85 + 40.00 = 543.85
    expect((await diary.steps())[2]).toMatchObject({ open: '500.00', interest: '3.85', fee: '40.00' });
    const [letter] = await office.post.copiesOf(await diary.letter('level-2'));
    const text = letter?.text.replaceAll(/\s/g, ' ') ?? '';
    for (const said of [
      '543,85 €',
      'Somme réglée le 06/04/2032 : 700,00 €, 6 jours à 12 %, du 01/04/2032 au 06/04/2032',
      'Somme restant due : 500,00 €, 15 jours à 12 %, du 01/04/2032 au 15/04/2032',
    ])
      expect(text).toContain(said);
  });

  it('of the last cent ends it: no further level, on its day in virtual time', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-15', '08:20');
    expect(await diary.pay('1200.00')).toEqual({ amount: '1200.00', open: '0.00' });
    expect(await diary.settled()).toEqual({ settledOn: '2032-04-15', levelReached: 'level-1' });
    expect(await diary.levels()).toEqual(['courtesy 2032-03-30', 'level-1 2032-04-05']);
    const receivable = await office.prisma.receivable.findFirstOrThrow({ where: { invoiceNumber: diary.invoice } });
    expect(receivable.settledOn?.toISOString().slice(0, 10)).toBe('2032-04-15');
    expect(
      await office.prisma.outgoing.count({
        where: { invoiceNumber: diary.invoice, status: 'QUEUED', kind: 'dunning-letter' },
      }),
    ).toBe(0);
  });

  it('beyond what is open leaves the rest with the payment', async () => {
    const diary = await marchInvoice();
    expect(await diary.pay('1500.00')).toEqual({ amount: '1200.00', open: '0.00' });
    const payment = await office.prisma.payment.findFirstOrThrow({ where: { customerNumber: diary.customer } });
    expect(payment.unallocated.toFixed(2)).toBe('300.00');
    await diary.rests();
  });
});

describe.concurrent('the hand-over to a person', () => {
  it('stops the credit, which the last payment lifts: the order that waited goes on', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-05-31', '08:31');
    const draft = await draftOrder(office, diary.customer, [{ product: 'BOX', quantity: '1' }]);
    const order = await enterOrder(office, draft);
    expect(await untilStage(office, order, 'credit-hold')).toMatchObject({ holdReason: 'credit-stop' });
    await diary.pay('1199.99');
    expect(await customerOf(diary.customer)).toMatchObject({ creditStop: true });
    expect((await orderRow(office, order)).stage).toBe('credit-hold');
    await diary.pay('0.01');
    expect(await customerOf(diary.customer)).toMatchObject({ creditStop: false, creditStopReason: null });
    await untilStage(office, order, 'acknowledged');
  });

  it('of two invoices keeps the stop until both are paid', async () => {
    const first = await marchInvoice();
    const second = await openDiary(office, { customer: first.customer, issued: '2032-03-01' });
    await first.at('2032-05-31', '08:31');
    await first.pay('1200.00');
    expect(await customerOf(first.customer)).toMatchObject({ creditStop: true });
    await second.pay('1200.00');
    expect(await customerOf(first.customer)).toMatchObject({ creditStop: false });
  });

  it('leaves a stop that a person has set', async () => {
    const diary = await marchInvoice();
    // A reason that begins like the word for our own procedure is a person's all the same.
    const stop = { creditStop: true, creditStopReason: 'dunning: insolvency proceedings' };
    await inTransaction(office, (tx) => patchCustomer(tx, diary.customer, stop, karim()));
    await diary.at('2032-05-31', '08:31');
    await diary.pay('1200.00');
    expect(await customerOf(diary.customer)).toMatchObject({
      creditStop: true,
      creditStopReason: { kind: 'manual', by: karim().principal, reason: stop.creditStopReason },
    });
  });
});

describe.concurrent('finance', () => {
  it('receives each step by mail and in the worklist: what went out, to whom, for how much, what comes next', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-15', '08:31');
    const [report] = await office.post.copiesOf(await diary.report('level-2'));
    expect(report?.envelope.to).toEqual(['finance@comptoir-encours.example']);
    const text = report?.text.replaceAll(/\s/g, ' ') ?? '';
    // 1,200.00 + 5.92 + 40.00 = 1,245.92; next level 3 on Friday 30 April
    for (const said of [diary.invoice, '1 245,92', '30/04/2032', `/orders/${diary.order}`, mailOf(diary)])
      expect(text).toContain(said);
    expect(await worklist(diary)).toEqual([
      { kind: 'dunning-report', status: 'open', amount: '1200.00', link: `/orders/${diary.order}` },
      { kind: 'dunning-report', status: 'open', amount: '1200.00', link: `/orders/${diary.order}` },
      { kind: 'dunning-report', status: 'open', amount: '1245.92', link: `/orders/${diary.order}` },
    ]);
    const { facts } = await office.prisma.workItem.findFirstOrThrow({
      where: { invoiceNumber: diary.invoice, facts: { path: ['level'], equals: 'level-2' } },
    });
    const next = { level: 'level-3', on: '2032-04-30' };
    expect(facts).toMatchObject({ to: mailOf(diary), claimed: '1245.92', next });
    await diary.at('2032-05-31', '08:31');
    expect((await worklist(diary)).at(-1)).toMatchObject({ kind: 'collections', status: 'open' });
    await diary.pay('1200.00');
    expect((await worklist(diary)).map((item) => item.status)).toEqual(Array<string>(6).fill('done'));
  });
});

describe.concurrent('a letter whose fate is not known', () => {
  const lost = (diary: Diary) =>
    office.post.answerTo(mailOf(diary), { stage: 'data', action: { kind: 'drop', keep: true } });

  it('blocks later levels; once a person says that it arrived, they follow at their intervals', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-05', '08:20');
    lost(diary);
    await diary.at('2032-04-30', '12:00');
    expect(await diary.levels()).toEqual(['courtesy 2032-03-30', 'level-1 2032-04-05']);
    expect((await diary.steps())[1]).toMatchObject({ status: 'UNKNOWN' });
    expect(await worklist(diary)).toContainEqual(expect.objectContaining({ kind: 'mail-unknown', status: 'open' }));
    expect(await office.post.copiesOf(await diary.report('level-1'))).toEqual([]);

    await diary.at('2032-05-03', '10:00');
    expect(await diary.resolve('level-1', 'was-sent')).toEqual({ kind: 'resolved' });
    expect(await worklist(diary)).toContainEqual(expect.objectContaining({ kind: 'mail-unknown', status: 'done' }));
    await diary.at('2032-08-31', '12:00');
    expect(await diary.levels()).toEqual([
      'courtesy 2032-03-30',
      'level-1 2032-04-05',
      // Its day was 15 April: at once, Monday 3 May.
      'level-2 2032-05-03',
      // At least 10 days later: Thursday 13 May. 30 April is past.
      'level-3 2032-05-13',
      // At least 10 days later: Sunday 23 May, so Monday 24.
      'final-notice 2032-05-24',
      // At least 10 days later: Thursday 3 June.
      'hand-over 2032-06-03',
    ]);
    await expectOneCopyEach(diary, ['courtesy', 'level-1', 'level-2', 'level-3', 'final-notice']);
  });

  it('leaves again when a person says so, inside the sending window, under the same Message-ID', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-05', '08:20');
    lost(diary);
    // Friday evening, after 18:00.
    await diary.at('2032-04-09', '19:00');
    expect(await diary.resolve('level-1', 'send-again')).toEqual({ kind: 'resolved' });
    await diary.at('2032-04-12', '08:20');
    expect(await office.post.copiesOf(await diary.letter('level-1'))).toHaveLength(1);
    await diary.at('2032-04-12', '08:31');
    expect(await office.post.copiesOf(await diary.letter('level-1'))).toHaveLength(2);
    expect((await diary.steps())[1]).toMatchObject({ status: 'SENT', on: '2032-04-05' });
    expect(await office.post.copiesOf(await diary.report('level-1'))).toHaveLength(1);
  });

  it('that waits for Monday never leaves when the last cent comes on Saturday', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-05', '08:20');
    lost(diary);
    await diary.at('2032-04-09', '19:00');
    await diary.resolve('level-1', 'send-again');
    const letter = await diary.letter('level-1');
    await diary.at('2032-04-10', '11:00');
    await diary.pay('1200.00');
    // It was to leave again as if it never had: the level is not reached.
    expect(await diary.settled()).toEqual({ settledOn: '2032-04-10', levelReached: 'courtesy' });
    expect(await office.post.copiesOf(letter)).toHaveLength(1);
    expect(await diary.levels()).toEqual(['courtesy 2032-03-30']);
  });

  it('that waits for Monday is issued anew, claiming less, when a part is paid on Saturday', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-15', '08:20');
    lost(diary);
    await diary.at('2032-04-16', '19:00'); // Friday
    await diary.resolve('level-2', 'send-again');
    const lostLetter = await diary.letter('level-2');
    await diary.at('2032-04-17', '11:00');
    await diary.pay('700.00', '2032-03-31');
    await diary.at('2032-04-19', '08:31');
    const [lostCopy] = await office.post.copiesOf(lostLetter);
    const [sentCopy, ...more] = await office.post.copiesOf(await diary.letter('level-2'));
    // 1,200.00 + 5.92 + 40.00; on Monday 500.00 × 12 % × 19 / 365 = 3.123…: 500.00 + 3.12 + 40.00
    expect(lostCopy?.text.replaceAll(/\s/g, ' ')).toContain('1 245,92');
    expect(sentCopy?.text.replaceAll(/\s/g, ' ')).toContain('543,12');
    expect(more).toEqual([]);
    expect((await diary.steps())[2]).toMatchObject({
      on: '2032-04-19',
      status: 'SENT',
      open: '500.00',
      interest: '3.12',
      fee: '40.00',
    });
  });

  it('is left out when a person says so, and the next level takes its day', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-05', '08:20');
    lost(diary);
    await diary.at('2032-04-07', '10:00');
    expect(await diary.resolve('level-2', 'skip')).toMatchObject({ kind: 'refused', code: 'step-resolved' });
    expect(await diary.resolve('level-1', 'skip')).toEqual({ kind: 'resolved' });
    expect(await diary.resolve('level-1', 'skip')).toMatchObject({ kind: 'refused', code: 'step-resolved' });
    await diary.at('2032-04-15', '08:31');
    expect((await diary.steps()).map(({ level, status }) => `${level} ${status}`)).toEqual([
      'courtesy SENT',
      'level-1 SKIPPED',
      'level-2 SENT',
    ]);
    // The customer has had no reminder yet: this one says so.
    const [letter] = await office.post.copiesOf(await diary.letter('level-2'));
    expect(letter?.text).toContain('Sauf erreur de notre part');
    expect(letter?.text).not.toContain('premier rappel');
  });

  it('asks nobody any more once the last cent is there', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-05', '08:20');
    lost(diary);
    await diary.at('2032-04-06', '12:00');
    await diary.pay('1200.00');
    await diary.rests();
    expect((await worklist(diary)).filter((item) => item.status === 'open')).toEqual([]);
  });

  it('lost twice is a question each time, and each answer closes its own', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-05', '08:20');
    lost(diary);
    await diary.at('2032-04-06', '10:00');
    lost(diary);
    await diary.resolve('level-1', 'send-again');
    await diary.at('2032-04-06', '12:00');
    expect((await diary.steps())[1]).toMatchObject({ status: 'UNKNOWN' });
    expect((await worklist(diary)).map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      'dunning-report open',
      'mail-unknown done',
      'mail-unknown open',
    ]);
    await diary.resolve('level-1', 'was-sent');
    // The courtesy's report, the two questions, and the report of the letter that is now known to have arrived.
    expect((await worklist(diary)).map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      'dunning-report open',
      'mail-unknown done',
      'mail-unknown done',
      'dunning-report open',
    ]);
  });

  it('refused for good by the mail server waits for a person too', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-05', '08:20');
    office.post.answerTo(mailOf(diary), {
      stage: 'rcpt',
      action: { kind: 'refuse', code: 550, message: 'no such user' },
    });
    await diary.at('2032-04-30', '12:00');
    expect((await diary.steps()).map(({ level, status }) => `${level} ${status}`)).toEqual([
      'courtesy SENT',
      'level-1 FAILED',
    ]);
    expect(await worklist(diary)).toContainEqual(expect.objectContaining({ kind: 'mail-failed', status: 'open' }));
    await diary.resolve('level-1', 'send-again');
    await diary.at('2032-04-30', '14:00');
    expect((await diary.steps())[1]).toMatchObject({ level: 'level-1', status: 'SENT' });
    await expectOneCopyEach(diary, ['level-1']);
  });
});

/*
 * Three invoices of one customer: 1,200.00 due on Wednesday 31 March, 120.00 on Saturday 10 April, 12.00 on Sunday 18 April
 * 2032. Thursday 15 April is 15 days after the first, 5 days after the second, 3 days before the third.
 */
async function threeInvoices(): Promise<readonly [Diary, Diary, Diary]> {
  const customer = await newCustomer();
  return [
    await openDiary(office, { customer, issued: '2032-03-01' }),
    await openDiary(office, { customer, issued: '2032-03-11', boxes: '10' }),
    await openDiary(office, { customer, issued: '2032-03-19', boxes: '1' }),
  ];
}

const lettersTo = async (customer: string, day: string) =>
  office.prisma.document.findMany({
    where: { kind: 'dunning-letter', customerNumber: customer, issuedOn: new Date(`${day}T00:00:00Z`) },
    orderBy: { number: 'asc' },
  });

const textOf = async (letter: string) => {
  const [copy, ...more] = await office.post.copiesOf(letter);
  expect(more).toEqual([]);
  return copy?.text.replaceAll(/\s/g, ' ') ?? '';
};

describe.concurrent('several invoices of one customer', () => {
  it('due to be reminded on one day are in one letter, in the tone of the highest, told to finance once', async () => {
    const [first, second, third] = await threeInvoices();
    expect([first.dueDate, second.dueDate, third.dueDate]).toEqual(['2032-03-31', '2032-04-10', '2032-04-18']);
    await first.at('2032-04-15', '08:31');
    const [letter, ...others] = await lettersTo(first.customer, '2032-04-15');
    expect(others).toEqual([]);
    expect([await first.letter('level-2'), await second.letter('level-1'), await third.letter('courtesy')]).toEqual(
      Array<unknown>(3).fill(letter?.id),
    );
    // Interest and fee are asked of the first alone: 1,200.00 × 12 % × 15 / 365 = 5.917…
    // 1,200.00 + 120.00 + 12.00 = 1,332.00; 1,332.00 + 5.92 + 40.00 = 1,377.92
    expect(letter?.snapshot).toMatchObject({
      level: 'level-2',
      openAmount: '1332.00',
      interest: '5.92',
      recoveryFee: '40.00',
      claimed: '1377.92',
      unallocated: '0.00',
      invoices: [
        { invoice: first.invoice, level: 'level-2', overdueDays: 15, claimed: '1245.92' },
        { invoice: second.invoice, level: 'level-1', overdueDays: 5, claimed: '120.00' },
        { invoice: third.invoice, level: 'courtesy', overdueDays: 0, claimed: '12.00' },
      ],
    });
    const text = await textOf(letter?.id ?? '');
    for (const said of [
      'Malgré notre premier rappel, les 3 factures',
      `${first.invoice} · 31/03/2032 · 15 jours de retard · Deuxième rappel · 1 200,00 · 5,92 · 40,00 · 1 245,92`,
      `${second.invoice} · 10/04/2032 · 5 jours de retard · Premier rappel · 120,00 · 0,00 · 0,00 · 120,00`,
      'Total à régler : 1 377,92 €',
    ])
      expect(text).toContain(said);
    const report = await textOf(await first.report('level-2'));
    for (const said of [first.invoice, second.invoice, third.invoice, '1 377,92', `/orders/${third.order}`])
      expect(report).toContain(said);
    const work = await office.prisma.workItem.findMany({ where: { mailId: letter?.id ?? '' } });
    expect(work.map(({ kind, status, amount }) => [kind, status, amount?.toFixed(2)])).toEqual([
      ['dunning-report', 'open', '1377.92'],
    ]);
    await first.pay('1200.00');
    await second.pay('120.00');
    const openStill = () => office.prisma.workItem.count({ where: { mailId: letter?.id ?? '', status: 'open' } });
    expect(await openStill()).toBe(1);
    await third.pay('12.00');
    expect(await openStill()).toBe(0);
  });

  it('and why each is in the letter is answered from the record of its run', async () => {
    const [first, second, third] = await threeInvoices();
    await first.at('2032-04-15', '08:31');
    const [letter] = await lettersTo(first.customer, '2032-04-15');
    const runs = await office.prisma.dunningRun.findMany({
      where: { customerNumber: first.customer },
      orderBy: { number: 'asc' },
    });
    expect(runs.at(-1)).toMatchObject({
      facts: {
        unallocated: '0.00',
        taken: [
          { invoice: first.invoice, level: 'level-2', open: '1200.00', letter: letter?.number },
          { invoice: second.invoice, level: 'level-1', open: '120.00', letter: letter?.number },
          { invoice: third.invoice, level: 'courtesy', open: '12.00', letter: letter?.number },
        ],
        leftOut: [],
      },
    });
  });

  it('a payment of one while their letter waits for Monday leaves the others in a letter of their own', async () => {
    const [first, second, third] = await threeInvoices();
    await first.at('2032-04-15', '08:20');
    office.post.answerTo(mailOf(first), { stage: 'data', action: { kind: 'drop', keep: true } });
    await first.at('2032-04-16', '19:00'); // Friday
    const lost = await first.letter('level-2');
    await first.resolve('level-2', 'send-again');
    await first.at('2032-04-17', '11:00');
    await first.pay('1200.00');
    expect((await office.prisma.outgoing.findUniqueOrThrow({ where: { id: lost } })).status).toBe('SKIPPED');
    await first.at('2032-04-19', '08:31');
    const letter = await second.letter('level-1');
    expect(letter).not.toBe(lost);
    // The third was to be reminded before its due date, which is past: it has no courtesy any more.
    expect([await first.letter('level-2'), await third.letter('courtesy')]).toEqual(['', '']);
    expect(await textOf(letter)).toContain('120,00');
    expect(await textOf(letter)).not.toContain(first.invoice);
  });
});

describe.concurrent('money that nobody has allocated', () => {
  it('and covers everything keeps the letter at home: finance allocates it, and all is paid', async () => {
    const [first, second, third] = await threeInvoices();
    await first.at('2032-04-15', '08:20');
    const payment = await bookPayment(office, first.customer, '1332.00');
    await first.at('2032-04-15', '12:00');
    expect(await lettersTo(first.customer, '2032-04-15')).toEqual([]);
    const asked = () =>
      office.prisma.workItem.findMany({ where: { kind: 'allocation', customerNumber: first.customer } });
    expect((await asked()).map(({ status, amount }) => [status, amount?.toFixed(2)])).toEqual([['open', '1332.00']]);
    const wish = { order: 'oldest-first' } as const;
    await askAccount(office, first.customer, allocatePayment, { actor: karim(), paymentId: payment, wish });
    expect((await asked()).map(({ status }) => status)).toEqual(['done']);
    expect([await second.levels(), await third.levels()]).toEqual([['courtesy 2032-04-07'], []]);
    await first.rests();
  });

  it('and covers a part is spoken of in the letter', async () => {
    const [first] = await threeInvoices();
    await first.at('2032-04-15', '08:20');
    await bookPayment(office, first.customer, '1331.99');
    await first.at('2032-04-15', '08:31');
    const text = await textOf(await first.letter('level-2'));
    expect(text).toContain('Nous avons par ailleurs reçu de vous 1 331,99 €');
    expect(text).toContain('Total à régler : 1 377,92 €');
  });
});

describe.concurrent('a hold', () => {
  it('that ends between two levels lets the next one leave the day after, and the one after that no sooner than its interval', async () => {
    const diary = await marchInvoice();
    await diary.at('2032-04-06', '12:00');
    const until = { invoice: diary.invoice, until: '2032-04-20', reason: 'A delivery is looked into' };
    await askAccount(office, diary.customer, placeHold, { actor: karim(), ...until });
    // Level 2 was due on Thursday 15 April; the hold is still in force on Tuesday 20.
    await diary.at('2032-04-20', '23:00');
    expect(await diary.levels()).toEqual(['courtesy 2032-03-30', 'level-1 2032-04-05']);
    await diary.at('2032-04-21', '08:31');
    // 1,200.00 × 12 % × 21 / 365 = 8.284…
    expect((await diary.steps())[2]).toMatchObject({
      level: 'level-2',
      on: '2032-04-21',
      interest: '8.28',
      fee: '40.00',
    });
    // Level 3: 30 days after the due date, Friday 30 April, but 10 days after level 2 at least, Saturday 1 May: on Monday.
    await diary.at('2032-05-02', '23:00');
    expect(await diary.levels()).toHaveLength(3);
    await diary.at('2032-05-03', '08:31');
    expect((await diary.levels())[3]).toBe('level-3 2032-05-03');
  });
});

/** Open of each claim of the customer, by its kind. */
const claimsOf = async (customer: string) =>
  Object.fromEntries(
    (await office.prisma.claim.findMany({ where: { customerNumber: customer } })).map(({ kind, open }) => [
      kind,
      open.toFixed(2),
    ]),
  );

describe.concurrent('interest and fee that a letter claimed', () => {
  // Level 2 leaves on 15 April: 1,200.00 × 12 % × 15 / 365 = 5.917…, and 40.00.
  const claimed = async (): Promise<Diary> => {
    const diary = await marchInvoice();
    await diary.at('2032-04-15', '12:00');
    expect(await claimsOf(diary.customer)).toEqual({ interest: '5.92', 'recovery-fee': '40.00' });
    return diary;
  };
  const transfer = async ({ customer }: Diary, amount: string): Promise<string> => {
    const paymentId = await bookPayment(office, customer, amount);
    const wish = { order: 'oldest-first' } as const;
    await askAccount(office, customer, allocatePayment, { actor: karim(), paymentId, wish });
    return (await office.prisma.payment.findUniqueOrThrow({ where: { id: paymentId } })).unallocated.toFixed(2);
  };

  it('are paid with the invoice by one transfer: nothing is open, and nothing is in credit', async () => {
    const diary = await claimed();
    expect(await transfer(diary, '1245.92')).toBe('0.00');
    expect(await claimsOf(diary.customer)).toEqual({ interest: '0.00', 'recovery-fee': '0.00' });
    expect((await customerOf(diary.customer)).exposure.toFixed(2)).toBe('0.00');
    await diary.rests();
  });

  it('are waived after the invoice was paid: nothing more is asked', async () => {
    const diary = await claimed();
    await diary.pay('1200.00');
    for (const kind of ['interest', 'recovery-fee']) {
      const claim = `${diary.invoice}:1:${kind}`;
      await askAccount(office, diary.customer, waiveClaim, { actor: karim(), claim, reason: 'Goodwill' });
    }
    expect(await claimsOf(diary.customer)).toEqual({ interest: '0.00', 'recovery-fee': '0.00' });
    await diary.rests();
    expect(await diary.levels()).toHaveLength(3);
  });

  it('are paid weeks after the invoice: no letter asks for them alone, and what is over stays with the payer', async () => {
    const diary = await claimed();
    await diary.at('2032-04-20', '12:00');
    expect(await transfer(diary, '1200.00')).toBe('0.00');
    expect(await claimsOf(diary.customer)).toEqual({ interest: '5.92', 'recovery-fee': '40.00' });
    expect(await transfer(diary, '50.00')).toBe('4.08');
    expect(await claimsOf(diary.customer)).toEqual({ interest: '0.00', 'recovery-fee': '0.00' });
    expect(await diary.levels()).toHaveLength(3);
  });
});

/* By itself: the policy is one for all customers. */
describe('one letter for each invoice, where the policy says so', () => {
  it('is a letter, a mail and a report each, on the same day', async () => {
    const { dunning } = office.policies;
    const policy = (letters: 'per-customer' | 'per-invoice') =>
      office.prisma.policy.update({ where: { kind: 'dunning' }, data: { body: { ...dunning, letters } } });
    const [first, second, third] = await threeInvoices();
    await first.at('2032-04-15', '08:20');
    await policy('per-invoice');
    try {
      await first.at('2032-04-15', '08:31');
      const letters = await lettersTo(first.customer, '2032-04-15');
      expect(letters.map(({ id }) => id)).toEqual([
        await first.letter('level-2'),
        await second.letter('level-1'),
        await third.letter('courtesy'),
      ]);
      for (const { id } of letters) expect(await office.post.copiesOf(id)).toHaveLength(1);
      expect(await textOf(await second.letter('level-1'))).not.toContain(first.invoice);
      expect(await office.post.copiesOf(await second.report('level-1'))).toHaveLength(1);
    } finally {
      await policy('per-customer');
    }
  });
});

const line = (level: string, on: string, interest: string, fee: string, next: string | null) => ({
  level,
  on,
  status: 'SENT',
  open: '1200.00',
  interest,
  fee,
  next,
});

const mailOf = (diary: Diary) => `accounts@${diary.customer.toLowerCase()}.example`;

const customerOf = (number: string) =>
  eventually(() => office.prisma.customer.findUniqueOrThrow({ where: { number } }));

const worklist = (diary: Diary) =>
  office.prisma.$queryRaw<{ kind: string; status: string; amount: string; link: string }[]>`
    SELECT kind, status, round(amount, 2)::text AS amount, link FROM work_item WHERE invoice_number = ${diary.invoice} ORDER BY created_at`;

async function expectOneCopyEach(diary: Diary, levels: readonly string[]): Promise<void> {
  for (const level of levels) expect(await office.post.copiesOf(await diary.letter(level))).toHaveLength(1);
}
