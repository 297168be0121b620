import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import {
  bookPayment,
  done,
  draftOrder,
  karim,
  laura,
  listProduct,
  openAccount,
  openHouse,
  type DraftLineInput,
  type House,
} from '../support/house.js';
import { accept, enter, invoiceAll } from '../support/paperwork.js';
import { toldOf } from '../support/told.js';

/** What once went wrong, so that it does not again. */
let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'BOX', '100000');
});
afterAll(() => house.close());

const draft = async (line: Partial<DraftLineInput> = {}) => {
  const customer = await openAccount(house, `REPAIR-${(accounts += 1)}`);
  return draftOrder(house, customer, [{ product: 'BOX', quantity: '10', ...line }]);
};

describe('an allocation', () => {
  it('finer than the currency is refused, and moves nothing', async () => {
    const paper = await invoiceAll(house, await draft());
    const payment = await bookPayment(house, paper.draft.customer, '100.00');
    const { customer } = paper.draft;
    const allocate = (amount: string) => {
      const wish = { allocations: [{ invoice: paper.invoice.number, amount }] };
      return house.activities.recordAllocations({
        customer,
        on: house.today,
        actor: karim(),
        paymentId: payment,
        wish,
      });
    };
    expect(await allocate('70.005')).toMatchObject({
      kind: 'refused',
      code: 'invalid-request',
      field: 'allocations.0.amount',
    });
    expect(await moneyOf(paper.invoice.number, payment)).toEqual({ open: '120.000', unallocated: '100.000', taken: 0 });
    // The dot may have stood for thousands.
    expect(toldOf(await allocate('70.000'))).toMatchObject({
      kind: 'refused',
      field: 'allocations.0.amount',
      remedy: 'Write 70000 if that is what was meant. Write the amount in its coins.',
    });
    expect(await allocate('70.00')).toMatchObject({ kind: 'posted', moves: [{ amount: '70.00', open: '50.00' }] });
    expect(await moneyOf(paper.invoice.number, payment)).toEqual({ open: '50.000', unallocated: '30.000', taken: 1 });
  });
});

describe('an acknowledgement', () => {
  it('that comes back from the mail server after an amendment never leaves', async () => {
    const paper = await accept(house, await draft());
    const [line] = paper.draft.lines;
    if (line === undefined) throw new Error('no line');
    const amended = { ...paper.draft, lines: [{ ...line, quantity: '4' }] };
    const { answer } = await house.activities.recordAmendment({
      orderNumber: paper.number,
      actor: laura(),
      reason: 'fewer',
      baseVersion: 1,
      draft: amended,
      tolerance: house.policies.tolerance,
      today: house.today,
    });
    done(answer);
    // The attempt that had it during the amendment was told "later" and gives it back.
    await house.prisma.outgoing.update({ where: { id: paper.acknowledgement }, data: { status: 'QUEUED' } });
    expect(await house.activities.sendMail(paper.acknowledgement)).toEqual({ kind: 'skipped' });
    expect(await house.post.copiesOf(paper.acknowledgement)).toEqual([]);
    expect(await house.prisma.outgoing.findUniqueOrThrow({ where: { id: paper.acknowledgement } })).toMatchObject({
      status: 'SKIPPED',
      attempts: 0,
    });
    expect(await house.prisma.salesOrder.findUniqueOrThrow({ where: { number: paper.number } })).toMatchObject({
      acknowledgedAt: null,
      stage: 'received',
    });
  });
});

describe('a question to the customer', () => {
  /** A price that sales asks about: the questions of one discrepancy, each refused by the mail server. */
  async function askedTwice() {
    const paper = await enter(house, await draft({ unitPrice: '11.00' }));
    const facts = { orderNumber: paper.number, today: house.today };
    const ask = async (reason: string) => {
      const decision = { discrepancyId: '1-1', disposition: 'ask' } as const;
      const asked = await house.activities.recordDisposition({ ...facts, ...decision, reason, actor: laura() });
      done(asked.answer);
      return asked.situation.toSend.at(-1) ?? '';
    };
    return { paper, first: await ask('Which price?'), second: await ask('Which price did you see?') };
  }

  it('asked again, and one sent again, are two lines of the worklist: neither is forgotten', async () => {
    const { paper, first, second } = await askedTwice();
    const orderNumber = paper.number;
    const never = { stage: 'rcpt', action: { kind: 'refuse', code: 550, message: 'no such mailbox' } } as const;
    house.post.answerTo(`orders@${paper.draft.customer.toLowerCase()}.example`, never, never, never);
    const resolve = (mailId: string, resolution: 'send-again' | 'skip') =>
      house.activities.recordMailResolution({
        customerNumber: paper.draft.customer,
        mailId,
        resolution,
        reason: 'asked',
        actor: laura(),
      });
    const openLines = async () =>
      (await house.prisma.workItem.findMany({ where: { orderNumber, kind: 'mail-failed', status: 'open' } }))
        .map(({ mailId }) => String(mailId))
        .toSorted();
    expect(await house.activities.sendMail(first)).toEqual({ kind: 'failed' });
    expect(await resolve(first, 'send-again')).toEqual({ kind: 'resolved' });
    // The second round of the first question, and the first round of the second one.
    expect(await house.activities.sendMail(first)).toEqual({ kind: 'failed' });
    expect(await house.activities.sendMail(second)).toEqual({ kind: 'failed' });
    expect(await openLines()).toEqual([first, second]);
    const { violations } = await verifyDatabase(house.database.url);
    expect(violations.map(({ invariant }) => invariant.name)).not.toContain('outgoing-asked-about');
    expect(await resolve(first, 'skip')).toEqual({ kind: 'resolved' });
    expect(await openLines()).toEqual([second]);
    expect(await resolve(second, 'skip')).toEqual({ kind: 'resolved' });
    expect(await openLines()).toEqual([]);
  });
});

async function moneyOf(invoiceNumber: string, paymentId: string) {
  const [row] = await house.prisma.$queryRaw<unknown[]>`
    SELECT (SELECT open::text FROM receivable WHERE invoice_number = ${invoiceNumber}) AS open,
      (SELECT unallocated::text FROM payment WHERE id = ${paymentId}::uuid) AS unallocated,
      (SELECT count(*)::int FROM ledger_entry WHERE payment_id = ${paymentId}::uuid AND kind = 'allocation' AND item_kind = 'payment') AS taken`;
  return row;
}
