import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orderWorkflowId } from '../../workflows/ids.js';
import type { InvoiceRow, MailRow, Site } from '../support/faults.js';
import {
  deliver,
  dunAtOnce,
  enterOrder,
  expectGaplessInvoices,
  expectLawfulCopies,
  expectSoundness,
  inParallel,
  invoicesOf,
  listProduct,
  mailsOf,
  openAccount,
  openSite,
  orderBody,
  pay,
  settle,
  until,
  untilMailsRest,
  untilStage,
} from '../support/faults.js';
import { stepsOf } from '../fault/scenes.js';

/** Ten minutes on the wall clock: virtual time would skip the pauses between two tries. */
const REFUSING_MS = 600_000;
const ROUNDS = 20;
const ROUND_MS = REFUSING_MS / ROUNDS;
/** The pauses between two tries of a mail are 2, 4, 8 and 16 s, then 30 s each. */
const LONGEST_PAUSE_MS = 30_000;
const PATIENCE_MS = 1_800_000;

let site: Site;

/** Patient with SMTP: on a slow machine no answer of the server may count as lost, since a lost one earns a second copy. */
beforeAll(async () => {
  site = await openSite({ env: { SMTP_TIMEOUT_MS: '20000' } });
  await listProduct(site, 'TEA', '100000');
  await dunAtOnce(site);
  await openAccount(site, 'BEFORE');
  await openAccount(site, 'MEANWHILE');
  for (const customer of ['PAYS', 'OWES']) await openAccount(site, customer, { terms: { kind: 'net', days: 0 } });
});
afterAll(() => site.close());

const many = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

async function acceptedOrder(customer: string): Promise<string> {
  const order = await enterOrder(site, orderBody(site, customer, 'TEA', '10'));
  await untilStage(site, order, 'accepted', 'acknowledged');
  return order;
}

async function deliveredOrder(order: string): Promise<InvoiceRow> {
  await deliver(site, order);
  const [invoice] = await invoicesOf(site, order, 1);
  if (invoice === undefined) throw new Error(`${order} has no invoice`);
  return invoice;
}

/** How long the people of the house waited for an answer each, in ms. */
const waitsMs: number[] = [];

async function timed<T>(work: () => Promise<T>): Promise<T> {
  const begunMs = performance.now();
  const result = await work();
  waitsMs.push(performance.now() - begunMs);
  return result;
}

const processOf = (order: string) => site.temporal.workflow.getHandle(orderWorkflowId(order));

/** Events of an order that has nothing left to do but its mails. */
async function restingEvents(order: string): Promise<number> {
  const { historyLength } = await until(
    `${order} to have no work but its mails`,
    () => processOf(order).describe(),
    ({ raw }) =>
      !raw.pendingWorkflowTask &&
      (raw.pendingActivities ?? []).every(({ activityType }) => activityType?.name === 'sendMail'),
  );
  return historyLength;
}

/** Delivers and pays an order from before, and leads a new one from its entry to its last cent. */
async function round(before: string): Promise<readonly string[]> {
  await timed(() => deliver(site, before));
  const meanwhile = await timed(() => enterOrder(site, orderBody(site, 'MEANWHILE', 'TEA', '10')));
  await untilStage(site, meanwhile, 'accepted');
  await timed(() => deliver(site, meanwhile));
  for (const order of [before, meanwhile]) {
    const [invoice] = await invoicesOf(site, order, 1);
    if (invoice === undefined) throw new Error(`${order} has no invoice`);
    await timed(() => pay(site, invoice));
    await untilStage(site, order, 'settled');
  }
  return [before, meanwhile];
}

const unsent = ({ status }: MailRow): boolean => status === 'QUEUED' || status === 'SENDING';
const copiesTo = async (recipient: string, kind: string) =>
  (await site.copies()).filter(
    (copy) => copy.envelope.to.includes(recipient) && copy.messageId.startsWith(`<${kind}.`),
  );

describe('a mail server that refuses for ten minutes', () => {
  it(
    'holds up no entry, no delivery and no payment, and gets every mail afterwards, one copy each',
    async () => {
      const before = await inParallel(many(ROUNDS), 5, () => acceptedOrder('BEFORE'));
      const [paysOrder, owesOrder] = [await acceptedOrder('PAYS'), await acceptedOrder('OWES')];
      await untilMailsRest(site);
      const known = new Set((await mailsOf(site)).map(({ id }) => id));
      const copiesBefore = (await site.copies()).length;

      // First it takes no connection, later no recipient; both times it says "later" (RFC 5321 §4.2.1).
      await site.smtp(
        { stage: 'connect', action: { kind: 'refuse', code: 421, message: 'busy' }, times: 100 },
        { stage: 'rcpt', action: { kind: 'refuse', code: 451, message: 'greylisted' } },
      );
      const begunMs = performance.now();
      const invoicePaid = await deliveredOrder(paysOrder);
      await deliveredOrder(owesOrder);
      const settled: string[] = [];
      const events: number[] = [];
      for (const [index, order] of before.entries()) {
        await sleep(Math.max(0, begunMs + index * ROUND_MS - performance.now()));
        const orders = await round(order);
        settled.push(...orders);
        for (const each of orders) events.push(await restingEvents(each));
        if (index === ROUNDS / 2) await timed(() => pay(site, invoicePaid));
      }
      await untilStage(site, paysOrder, 'settled');
      await sleep(Math.max(0, begunMs + REFUSING_MS - performance.now()));

      // No answer waited for a mail, no mail has left, and a mail that waits writes no history.
      expect(waitsMs).toHaveLength(5 * ROUNDS + 1);
      // Whoever waited for a mail would have waited to the end: a quarter of the time is for a slow machine alone.
      expect(Math.max(...waitsMs)).toBeLessThan(REFUSING_MS / 4);
      const waiting = (await mailsOf(site)).filter(({ id }) => !known.has(id));
      const letterPaid = await letterTo('PAYS');
      // Each round: two invoices and an acknowledgement; then the invoices and the letters of the two who are dunned.
      expect(waiting).toHaveLength(3 * ROUNDS + 4);
      expect(waiting.filter((mail) => mail.id !== letterPaid && !unsent(mail))).toEqual([]);
      expect(waiting.filter(({ id, status }) => id === letterPaid && status !== 'SKIPPED')).toEqual([]);
      expect(await stepsOf(site, owesOrder)).toMatchObject([{ level: 'level-1', status: 'DUE' }]);
      expect(await site.copies()).toHaveLength(copiesBefore);
      expect(await Promise.all(settled.map(restingEvents))).toEqual(events);

      await site.smtp();
      const refusedMs = performance.now() - begunMs;
      await untilMailsRest(site);
      await until(
        'the letter of the invoice that nobody paid',
        () => stepsOf(site, owesOrder),
        (steps) => steps.map(({ status }) => status).join() === 'SENT',
      );
      await settle(site, owesOrder, 1);
      await untilMailsRest(site);
      const sent = (await mailsOf(site)).filter(({ id }) => !known.has(id) && id !== letterPaid);
      // What waited, and what finance is told of the letter.
      expect(sent).toHaveLength(3 * ROUNDS + 3 + 1);
      expect(sent.filter(({ status, losses }) => status !== 'SENT' || losses > 0)).toEqual([]);
      // Tries after 0, 2, 6, 14 and 30 s, then every 30 s, the last when the server is open again; two to spare. A letter
      // begins its pauses anew where its sending window closes.
      const steady = sent.filter(({ kind }) => kind !== 'dunning-letter').map(({ attempts }) => attempts);
      expect(Math.max(...steady)).toBeLessThanOrEqual(5 + refusedMs / LONGEST_PAUSE_MS + 1 + 2);
      expect(await copiesTo('orders@meanwhile.example', 'acknowledgement')).toHaveLength(ROUNDS);
      expect(await copiesTo('accounts@meanwhile.example', 'invoice')).toHaveLength(ROUNDS);
      expect(await copiesTo('accounts@before.example', 'invoice')).toHaveLength(ROUNDS);
      expect(await copiesTo('accounts@pays.example', 'dunning-letter')).toEqual([]);
      expect(await copiesTo('accounts@owes.example', 'dunning-letter')).toHaveLength(1);
      expect(await site.copies()).toHaveLength(copiesBefore + sent.length);

      await Promise.all([...settled, paysOrder, owesOrder].map((order) => processOf(order).result()));
      expect(await expectGaplessInvoices(site)).toBe(2 * ROUNDS + 2);
      await expectLawfulCopies(site);
      await expectSoundness(site);
    },
    PATIENCE_MS,
  );
});

/** Id of the one letter of dunning to a customer. */
async function letterTo(customer: string): Promise<string> {
  const rows = await site.rows<{ id: string }>(
    "SELECT id FROM outgoing WHERE customer_number = $1 AND kind = 'dunning-letter'",
    customer,
  );
  return rows[0]?.id ?? '';
}
