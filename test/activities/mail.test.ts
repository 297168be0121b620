import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApplicationFailure } from '@temporalio/common';
import { createActivities } from '../../activities/index.js';
import { noPlatform } from '../../activities/platform/port.js';
import type { SmtpOutcome } from '../../activities/smtp.js';
import { addDays } from '../../domain/calendar.js';
import {
  bookPayment,
  done,
  draftOrder,
  karim,
  laura,
  listProduct,
  openAccount,
  openHouse,
  writtenDown,
  type House,
} from '../support/house.js';
import {
  accept,
  allocationInput,
  clearInput,
  dun,
  invoiceAll,
  letterId,
  sendEveryDay,
  stepStatuses,
  type AcceptedPaper,
  type InvoicedPaper,
} from '../support/paperwork.js';
import type { ScriptedAnswer } from '../support/post-office.js';
import { untilSomebodyWaits } from './commands-fixtures.js';

let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await sendEveryDay(house);
  await listProduct(house, 'BOX', '100000');
});
afterAll(() => house.close());

const later: ScriptedAnswer = { stage: 'rcpt', action: { kind: 'refuse', code: 451, message: 'try again later' } };
const never: ScriptedAnswer = { stage: 'rcpt', action: { kind: 'refuse', code: 550, message: 'no such mailbox' } };
const busy: ScriptedAnswer = { stage: 'data', action: { kind: 'refuse', code: 452, message: 'mailbox full' } };
/** Takes the mail and hangs up before its answer. */
const silence: ScriptedAnswer = { stage: 'data', action: { kind: 'drop', keep: true } };

const draft = async () => {
  const customer = await openAccount(house, `POST-${(accounts += 1)}`);
  return draftOrder(house, customer, [{ product: 'BOX', quantity: '10' }]);
};
const addressOf = (paper: AcceptedPaper) => `orders@${paper.draft.customer.toLowerCase()}.example`;
const accountsOf = (paper: AcceptedPaper) => `accounts@${paper.draft.customer.toLowerCase()}.example`;
const send = (mailId: string) => house.activities.sendMail(mailId);

/** The same order once more, as version 2, accepted and to be acknowledged. */
async function amend(paper: AcceptedPaper): Promise<void> {
  const { tolerance } = house.policies;
  const amendment = { actor: laura(), reason: 'asked for', baseVersion: 1, draft: paper.draft, tolerance };
  const amended = { orderNumber: paper.number, today: house.today, ...amendment };
  const { answer, situation } = await house.activities.recordAmendment(amended);
  done(answer);
  await house.activities.clearOrder(clearInput(house, { ...paper, situation }));
}

describe('an acknowledgement', () => {
  it('sent by two workers at once goes out once', async () => {
    const { acknowledgement } = await accept(house, await draft());
    const outcomes = await Promise.allSettled([send(acknowledgement), send(acknowledgement)]);
    const later = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    for (const error of later) expectLater(error);
    expect(await send(acknowledgement)).toEqual({ kind: 'sent' });
    expect(await house.post.copiesOf(acknowledgement)).toHaveLength(1);
    expect(await mailOf(acknowledgement)).toMatchObject({ status: 'SENT', attempts: 1 });
  });

  it('refused for now goes back to the queue, says why, and is sent later', async () => {
    const paper = await accept(house, await draft());
    house.post.answerTo(addressOf(paper), later, busy);
    await expectToFailForNow(send(paper.acknowledgement));
    expect(await mailOf(paper.acknowledgement)).toMatchObject({ status: 'QUEUED', attempts: 1 });
    expect((await mailOf(paper.acknowledgement)).lastError).toContain('try again later');
    await expectToFailForNow(send(paper.acknowledgement));
    expect(await send(paper.acknowledgement)).toEqual({ kind: 'sent' });
    expect(await house.post.copiesOf(paper.acknowledgement)).toHaveLength(1);
    expect(await questions(paper)).toEqual([]);
    expect(await orderOf(paper)).toMatchObject({ stage: 'acknowledged' });
  });

  it('refused for good is a question for sales, and is not tried again', async () => {
    const paper = await accept(house, await draft());
    house.post.answerTo(addressOf(paper), never);
    expect(await send(paper.acknowledgement)).toEqual({ kind: 'failed' });
    expect(await send(paper.acknowledgement)).toEqual({ kind: 'failed' });
    expect(await mailOf(paper.acknowledgement)).toMatchObject({ status: 'FAILED', attempts: 1 });
    expect(await questions(paper)).toEqual(['mail-failed sales open']);
    expect(await house.post.copiesOf(paper.acknowledgement)).toEqual([]);
    expect(await orderOf(paper)).toMatchObject({ stage: 'accepted', acknowledgedAt: null });
  });

  it('taken without an answer goes out once more, the same letter under the same Message-ID', async () => {
    const paper = await accept(house, await draft());
    house.post.answerTo(addressOf(paper), silence);
    await expectToFailForNow(send(paper.acknowledgement));
    expect(await send(paper.acknowledgement)).toEqual({ kind: 'sent' });
    const copies = await house.post.copiesOf(paper.acknowledgement);
    expect(copies).toHaveLength(2);
    const [first, second] = copies.map(({ subject, text, attachments }) => ({ subject, text, attachments }));
    expect(second).toEqual(first);
    expect(second?.attachments).toMatchObject([{ type: 'application/pdf' }]);
    expect(await questions(paper)).toEqual([]);
  });

  it('taken twice without an answer is a question for sales, not a third letter', async () => {
    const paper = await accept(house, await draft());
    house.post.answerTo(addressOf(paper), silence, silence);
    await expectToFailForNow(send(paper.acknowledgement));
    expect(await send(paper.acknowledgement)).toEqual({ kind: 'unknown' });
    expect(await send(paper.acknowledgement)).toEqual({ kind: 'unknown' });
    expect(await house.post.copiesOf(paper.acknowledgement)).toHaveLength(2);
    expect(await mailOf(paper.acknowledgement)).toMatchObject({ status: 'UNKNOWN' });
    expect(await questions(paper)).toEqual(['mail-unknown sales open']);
  });

  it('waits while nobody answers the telephone', async () => {
    const { acknowledgement } = await accept(house, await draft());
    const offline = createActivities({
      platform: noPlatform,
      prisma: house.prisma,
      databaseUrl: house.database.url,
      processes: writtenDown([]),
      documents: house.documents,
      mail: { ...house.post.mail, deliver: () => Promise.resolve({ kind: 'unreachable', error: 'ECONNREFUSED' }) },
      publicUrl: 'http://127.0.0.1',
    });
    await expectToFailForNow(offline.sendMail(acknowledgement));
    expect(await mailOf(acknowledgement)).toMatchObject({ status: 'QUEUED', lastError: 'ECONNREFUSED' });
    expect(await send(acknowledgement)).toEqual({ kind: 'sent' });
  });

  it('in the hands of a worker that died is left alone as long as that worker could live, then sent', async () => {
    const { acknowledgement } = await accept(house, await draft());
    const { claimTimes } = await diedWhileSending(acknowledgement);
    await claimTimes(0);
    await expectToFailForNow(send(acknowledgement));
    expect(await house.post.copiesOf(acknowledgement)).toEqual([]);
    await claimTimes(house.post.mail.attemptTimeoutMs + 6_000);
    await expectToFailForNow(send(acknowledgement));
    expect(await send(acknowledgement)).toEqual({ kind: 'sent' });
    expect(await house.post.copiesOf(acknowledgement)).toHaveLength(1);
  });

  it('given back by one worker while another finds it taken is not lost', async () => {
    const { acknowledgement } = await accept(house, await draft());
    await diedWhileSending(acknowledgement);
    const second = await house.prisma.$transaction(async (tx) => {
      await tx.outgoing.update({ where: { id: acknowledgement }, data: { status: 'QUEUED' } });
      const attempt = send(acknowledgement);
      await untilSomebodyWaits(house.prisma);
      return { attempt };
    });
    expect(await second.attempt).toEqual({ kind: 'sent' });
    expect(await house.post.copiesOf(acknowledgement)).toHaveLength(1);
  });

  it('of a version amended while it was being sent acknowledges nothing: the next one does', async () => {
    const paper = await accept(house, await draft());
    const amendedMeanwhile = createActivities({
      platform: noPlatform,
      prisma: house.prisma,
      databaseUrl: house.database.url,
      processes: writtenDown([]),
      documents: house.documents,
      mail: {
        ...house.post.mail,
        deliver: async (...mail) => {
          await amend(paper);
          return house.post.mail.deliver(...mail);
        },
      },
      publicUrl: 'http://127.0.0.1',
    });
    expect(await amendedMeanwhile.sendMail(paper.acknowledgement)).toEqual({ kind: 'sent' });
    expect(await mailOf(paper.acknowledgement)).toMatchObject({ status: 'SENT' });
    expect(await orderOf(paper)).toMatchObject({ version: 2, stage: 'accepted', acknowledgedAt: null });
    expect(await send(`acknowledgement:${paper.number}:2`)).toEqual({ kind: 'sent' });
    const after = await orderOf(paper);
    expect([after.stage, after.acknowledgedAt === null]).toEqual(['acknowledged', false]);
  });

  it('keeps its document from the first attempt on, with the bytes that were sent', async () => {
    const paper = await accept(house, await draft());
    house.post.answerTo(addressOf(paper), later);
    await expectToFailForNow(send(paper.acknowledgement));
    const kept = await house.prisma.documentFile.findUniqueOrThrow({ where: { documentId: paper.acknowledgement } });
    await send(paper.acknowledgement);
    const [copy] = await house.post.copiesOf(paper.acknowledgement);
    expect(copy?.attachments).toEqual([
      { name: `${paper.number}.pdf`, type: 'application/pdf', sizeBytes: kept.bytes.byteLength },
    ]);
  });
});

describe('an invoice', () => {
  it('carries itself and its delivery note', async () => {
    const paper = await invoiceAll(house, await draft());
    const mailId = `invoice:${paper.invoice.number}`;
    expect(await send(mailId)).toEqual({ kind: 'sent' });
    const [copy] = await house.post.copiesOf(mailId);
    expect(copy?.envelope.to).toEqual([accountsOf(paper)]);
    expect(copy?.attachments.map((attachment) => attachment.name)).toEqual([
      `${paper.invoice.number}.pdf`,
      `${paper.delivery.number}.pdf`,
    ]);
  });
});

describe('a letter of dunning', () => {
  it('is reported to finance only once it is sent', async () => {
    const { paper, letter, report } = await dunned();
    house.post.answerTo(accountsOf(paper), later);
    await expectToFailForNow(send(letter));
    expect(await house.prisma.outgoing.count({ where: { id: report } })).toBe(0);
    expect(await reports(paper)).toBe(0);
    expect(await send(letter)).toEqual({ kind: 'sent' });
    expect(await send(letter)).toEqual({ kind: 'sent' });
    expect(await reports(paper)).toBe(1);
    expect(await send(report)).toEqual({ kind: 'sent' });
    expect(await stepOf(paper)).toBe('SENT');
    expect(await house.post.copiesOf(letter)).toHaveLength(1);
  });

  it('taken without an answer is never sent twice: a person decides', async () => {
    const { paper, letter, report } = await dunned();
    house.post.answerTo(accountsOf(paper), silence);
    expect(await send(letter)).toEqual({ kind: 'unknown' });
    expect(await send(letter)).toEqual({ kind: 'unknown' });
    expect(await house.post.copiesOf(letter)).toHaveLength(1);
    expect(await stepOf(paper)).toBe('UNKNOWN');
    expect(await questions(paper)).toEqual(['mail-unknown finance open']);
    expect(await house.prisma.outgoing.count({ where: { id: report } })).toBe(0);
  });

  it('in the hands of a worker that died is not sent again either', async () => {
    const { paper, letter } = await dunned();
    const { claimTimes } = await diedWhileSending(letter);
    await claimTimes(house.post.mail.attemptTimeoutMs + 6_000);
    expect(await send(letter)).toEqual({ kind: 'unknown' });
    expect(await stepOf(paper)).toBe('UNKNOWN');
    expect(await house.post.copiesOf(letter)).toEqual([]);
  });

  it('refused for good is a question for finance', async () => {
    const { paper, letter } = await dunned();
    house.post.answerTo(accountsOf(paper), never);
    expect(await send(letter)).toEqual({ kind: 'failed' });
    expect(await stepOf(paper)).toBe('FAILED');
    expect(await questions(paper)).toEqual(['mail-failed finance open']);
  });

  it('does not leave when the last cent came first', async () => {
    const { paper, letter } = await dunned();
    await payAll(paper);
    expect(await send(letter)).toEqual({ kind: 'skipped' });
    expect(await house.post.copiesOf(letter)).toEqual([]);
    expect((await mailOf(letter)).status).toBe('SKIPPED');
    // The level is not reached by a letter that stayed at home.
    expect(await stepStatuses(house, paper.invoice.number)).toEqual([]);
  });

  it.each(['unknown', 'refused'] as const)('%s while the last cent comes asks nobody', async (kind) => {
    const { paper, letter } = await dunned();
    const outcome: SmtpOutcome =
      kind === 'unknown'
        ? { kind, error: 'connection lost' }
        : { kind, permanent: true, response: '550 no such mailbox' };
    const paidMeanwhile = createActivities({
      platform: noPlatform,
      prisma: house.prisma,
      databaseUrl: house.database.url,
      processes: writtenDown([]),
      documents: house.documents,
      mail: { ...house.post.mail, deliver: () => payAll(paper).then(() => outcome) },
      publicUrl: 'http://127.0.0.1',
    });
    expect((await paidMeanwhile.sendMail(letter)).kind).toBe(kind === 'unknown' ? 'unknown' : 'failed');
    expect(await questions(paper)).toEqual([]);
  });

  it('that waits while a hold is placed stays at home, and the level waits for the end of the hold', async () => {
    const { paper, letter } = await dunned();
    const { customer } = paper.draft;
    const held = { customer, on: house.today, actor: karim(), reason: 'disputed', invoice: paper.invoice.number };
    done(await house.activities.recordHold(held));
    expect(await send(letter)).toEqual({ kind: 'skipped' });
    expect(await stepStatuses(house, paper.invoice.number)).toEqual([]);
    expect(await dun(house, customer, addDays(paper.invoice.dueDate, 6))).toEqual([]);
  });

  it('that waits while money comes which nobody has allocated is issued anew, and says so', async () => {
    const { paper, letter } = await dunned();
    const { customer } = paper.draft;
    await bookPayment(house, customer, '50.00');
    expect(await send(letter)).toEqual({ kind: 'skipped' });
    const [again = ''] = await dun(house, customer, addDays(paper.invoice.dueDate, 5));
    expect(await send(again)).toEqual({ kind: 'sent' });
    const [copy] = await house.post.copiesOf(again);
    expect(copy?.text.replaceAll(/\s/g, ' ')).toContain('Nous avons par ailleurs reçu de vous 50,00 €');
  });

  it('that was put back into the queue while the last cent came leaves it at once', async () => {
    const { paper, letter } = await dunned();
    const paidMeanwhile = createActivities({
      platform: noPlatform,
      prisma: house.prisma,
      databaseUrl: house.database.url,
      processes: writtenDown([]),
      documents: house.documents,
      mail: {
        ...house.post.mail,
        deliver: () => payAll(paper).then(() => ({ kind: 'refused', permanent: false, response: '451 later' })),
      },
      publicUrl: 'http://127.0.0.1',
    });
    await expectToFailForNow(paidMeanwhile.sendMail(letter));
    expect((await mailOf(letter)).status).toBe('SKIPPED');
  });

  // 20.00 × 12 % × 16 / 365 = 0.105…; 20.00 + 0.11 + 40.00 = 60.11
  // Of value 5 days late: 100.00 × 12 × 5 = 6,000; 20.00 × 12 × 16 = 3,840; 9,840 / 36,500 = 0.269…; 60.27
  it.each([
    ['in time', (dueDate: string) => dueDate, '0.11', '60.11', [16]],
    ['five days late', (dueDate: string) => addDays(dueDate, 5), '0.27', '60.27', [5, 16]],
  ])(
    'decided before a part was paid %s is withdrawn, and issued anew for what is owed then',
    async (_when, paidOn, interest, claimed, days) => {
      const paper = await invoiceAll(house, await draft());
      const { customer } = paper.draft;
      const { number, dueDate } = paper.invoice;
      const before = await letterOfLevel2(paper);
      const payment = await bookPayment(house, customer, '100.00', paidOn(dueDate));
      await house.activities.recordAllocations(allocationInput(paper, payment, '100.00', house.today));
      expect(await send(before)).toEqual({ kind: 'skipped' });
      expect(await stepStatuses(house, number)).toEqual(['SENT']);
      await dun(house, customer, addDays(dueDate, 16));
      const mailId = await letterId(house, number, 'level-2');
      expect(mailId).not.toBe(before);
      expect(await send(mailId)).toEqual({ kind: 'sent' });
      const [letter] = await house.post.copiesOf(mailId);
      expect(letter?.text).toContain(claimed.replace('.', ','));
      expect(letter?.text).not.toContain('160,59');
      const step = await house.prisma.dunningStep.findFirstOrThrow({
        where: { invoiceNumber: number, level: 'level-2' },
      });
      expect([step.openAmount, step.interest, step.recoveryFee].map((amount) => amount.toFixed(2))).toEqual([
        '20.00',
        interest,
        '40.00',
      ]);
      expect(step.interestParts).toMatchObject(days.map((count) => ({ days: count })));
      const report = await house.prisma.workItem.findFirstOrThrow({
        where: { id: mailId.replace('dunning-letter:', 'dunning-report:') },
      });
      expect(report.amount?.toFixed(2)).toBe(claimed);
    },
  );
});

describe('a letter to a customer whose account is in Swiss francs', () => {
  it('claims francs and, beside them, 40 euros; finance reads both', async () => {
    const customer = await openAccount(house, `POST-${(accounts += 1)}`, { currency: 'CHF' });
    const product = await listProduct(house, 'BOX-CHF', '10', { currency: 'CHF' });
    await house.prisma.exchangeRate.create({
      data: { currency: 'CHF', validFrom: new Date(house.today), rate: '1.05' },
    });
    const boxes = [{ product, quantity: '10' }];
    const paper = await invoiceAll(house, await draftOrder(house, customer, boxes, { currency: 'CHF' }));
    const mailId = await letterOfLevel2(paper);
    expect(await send(mailId)).toMatchObject({ kind: 'sent' });
    // 120.00 × 12 % × 15 / 365 = 0.591…; 120.00 + 0.59 = 120.59
    const [letter] = await house.post.copiesOf(mailId);
    expect(letter?.text.replaceAll(/\s/g, ' ')).toContain('120,59 CHF et 40,00 €');
    const work = await house.prisma.workItem.findFirstOrThrow({
      where: { id: mailId.replace('dunning-letter:', 'dunning-report:') },
    });
    expect(work.facts).toMatchObject({ claimed: '120.59', recoveryFee: '40.00' });
    expect(work.amount?.toFixed(2)).toBe('120.59');
    const entry = await house.prisma.auditEntry.findFirstOrThrow({
      where: { action: 'dunning.level-2', customerNumber: customer },
    });
    expect(entry.after).toMatchObject({ invoice: paper.invoice.number, claimed: '120.59', recoveryFee: '40.00' });
  });
});

async function dunned() {
  const paper = await invoiceAll(house, await draft());
  const [letter = ''] = await dun(house, paper.draft.customer, addDays(paper.invoice.dueDate, 5));
  return { paper, letter, report: letter.replace('dunning-letter:', 'dunning-report:') };
}

/** Level 1 has reached the customer, and ten days later level 2 waits to be sent. */
async function letterOfLevel2({ draft: { customer }, invoice }: InvoicedPaper): Promise<string> {
  const [first = ''] = await dun(house, customer, addDays(invoice.dueDate, 5));
  expect(await send(first)).toMatchObject({ kind: 'sent' });
  await dun(house, customer, addDays(invoice.dueDate, 15));
  return letterId(house, invoice.number, 'level-2');
}

async function payAll(paper: InvoicedPaper): Promise<void> {
  const payment = await bookPayment(house, paper.draft.customer, '120.00');
  await house.activities.recordAllocations(allocationInput(paper, payment, '120.00', house.today));
}

/** A claim whose worker never came back: it hangs at the mail server, and the row says SENDING. */
async function diedWhileSending(mailId: string) {
  const hanging = createActivities({
    platform: noPlatform,
    prisma: house.prisma,
    databaseUrl: house.database.url,
    processes: writtenDown([]),
    documents: house.documents,
    mail: { ...house.post.mail, deliver: () => Promise.reject(new Error('the worker is gone')) },
    publicUrl: 'http://127.0.0.1',
  });
  await expect(hanging.sendMail(mailId)).rejects.toThrow('the worker is gone');
  expect(await mailOf(mailId)).toMatchObject({ status: 'SENDING' });
  return {
    claimTimes: (agoMs: number) =>
      house.prisma.outgoing.update({ where: { id: mailId }, data: { claimedAt: new Date(Date.now() - agoMs) } }),
  };
}

const expectToFailForNow = (attempt: Promise<unknown>): Promise<void> =>
  attempt.then(
    (outcome) => expect.fail(`it ended: ${JSON.stringify(outcome)}`),
    (error: unknown) => expectLater(error),
  );

function expectLater(error: unknown): void {
  expect(error).toBeInstanceOf(ApplicationFailure);
  expect(error).toMatchObject({ type: 'mail-not-sent', nonRetryable: false });
}

const mailOf = (id: string) => house.prisma.outgoing.findUniqueOrThrow({ where: { id } });

const orderOf = (paper: AcceptedPaper) =>
  house.prisma.salesOrder.findUniqueOrThrow({ where: { number: paper.number } });

async function questions(paper: AcceptedPaper): Promise<string[]> {
  const rows = await house.prisma.workItem.findMany({
    where: { orderNumber: paper.number, kind: { startsWith: 'mail-' } },
  });
  return rows.map((row) => `${row.kind} ${row.role} ${row.status}`);
}

const reports = (paper: InvoicedPaper) =>
  house.prisma.workItem.count({ where: { invoiceNumber: paper.invoice.number, kind: 'dunning-report' } });

const stepOf = async (paper: InvoicedPaper) => (await stepStatuses(house, paper.invoice.number))[0];
