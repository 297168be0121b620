import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '../support/faults.js';
import {
  deliver,
  dunAtOnce,
  enterOrder,
  expectLawfulCopies,
  expectSoundness,
  invoicesOf,
  listProduct,
  mailsOf,
  openAccount,
  openSite,
  orderBody,
  settle,
  until,
  untilMailsRest,
  untilStage,
} from '../support/faults.js';
import { resolveStep, stepsOf, untilUnknown } from './scenes.js';

let site: Site;

beforeAll(async () => {
  site = await openSite();
  await listProduct(site, 'TEA', '100000');
  await dunAtOnce(site);
});
afterAll(() => site.close());

const ordersOf = (customer: string): string => `orders@${customer.toLowerCase()}.example`;
const accountsOf = (customer: string): string => `accounts@${customer.toLowerCase()}.example`;

async function acceptedOrder(customer: string): Promise<string> {
  const order = await enterOrder(site, orderBody(site, customer, 'TEA', '10'));
  await untilStage(site, order, 'accepted', 'acknowledged');
  return order;
}

async function settledOrder(customer: string): Promise<string> {
  const order = await acceptedOrder(customer);
  await deliver(site, order);
  await settle(site, order, 1);
  return order;
}

const mailOf = async (id: string) => (await mailsOf(site)).find((mail) => mail.id === id);
const copiesTo = async (recipient: string, of: string) =>
  (await site.copies()).filter((copy) => copy.envelope.to.includes(recipient) && copy.messageId.startsWith(`<${of}.`));
const workItems = (mail: string) =>
  site.rows<{ kind: string; status: string }>('SELECT kind, status FROM work_item WHERE id LIKE $1', `%${mail}`);

describe('a mail server that says "later"', () => {
  /**
   * Ten minutes in the requirement, 75 s here: the pauses between two tries grow from 2 s to 30 s, their longest, within
   * the first minute, and are the same from then on.
   */
  const refusingMs = 75_000;

  it('holds up no delivery and no payment, and gets every mail afterwards, one copy each', async () => {
    await openAccount(site, 'LATER');
    await site.smtp(
      { stage: 'connect', action: { kind: 'refuse', code: 421, message: 'busy' }, times: 5 },
      { stage: 'rcpt', action: { kind: 'refuse', code: 451, message: 'greylisted' } },
    );
    const openAgain = sleep(refusingMs).then(() => site.smtp());
    const orders = await Promise.all(Array.from({ length: 5 }, () => settledOrder('LATER')));
    const waiting = (await mailsOf(site)).filter((mail) => orders.includes(mail.order_number));
    expect(waiting.map(({ status }) => status === 'SENT')).toEqual(Array.from({ length: 10 }, () => false));
    await openAgain;
    await untilMailsRest(site);
    const sent = (await mailsOf(site)).filter((mail) => orders.includes(mail.order_number));
    expect(sent.map(({ status, losses }) => [status, losses])).toEqual(Array.from({ length: 10 }, () => ['SENT', 0]));
    // 75 s hold the tries after 0, 2, 6, 14, 30, 60 and 90 s, the last of which finds the server open.
    expect(Math.max(...sent.map(({ attempts }) => attempts))).toBeLessThanOrEqual(8);
    expect(await copiesTo(ordersOf('LATER'), 'acknowledgement')).toHaveLength(5);
    expect(await copiesTo(accountsOf('LATER'), 'invoice')).toHaveLength(5);
    await expectLawfulCopies(site);
    await expectSoundness(site);
  });
});

describe('a mail server that says "never"', () => {
  it('is asked once; the mail becomes work for sales, and the order goes on', async () => {
    await openAccount(site, 'NEVER');
    const refusing = { kind: 'refuse', code: 550, message: 'no such mailbox' } as const;
    await site.smtpDuring({ stage: 'rcpt', to: ordersOf('NEVER'), action: refusing }, async () => {
      const order = await settledOrder('NEVER');
      const mail = `acknowledgement:${order}:1`;
      await until(
        'the refusal',
        () => mailOf(mail),
        (found) => found?.status === 'FAILED',
      );
      expect(await mailOf(mail)).toMatchObject({ status: 'FAILED', attempts: 1 });
      expect(await workItems(mail)).toEqual([{ kind: 'mail-failed', status: 'open' }]);
    });
    await untilMailsRest(site);
    expect(await copiesTo(ordersOf('NEVER'), 'acknowledgement')).toHaveLength(0);
    await expectSoundness(site);
  });
});

describe('a mail server that takes the mail and hangs up before it says so', () => {
  const hangUp = { kind: 'drop', keep: true } as const;

  it('gets an acknowledgement once more, with the same Message-ID', async () => {
    await openAccount(site, 'TWICE');
    await site.smtpDuring({ stage: 'data', to: ordersOf('TWICE'), action: hangUp, times: 1 }, async () => {
      const order = await acceptedOrder('TWICE');
      await until(
        'the mail',
        () => mailOf(`acknowledgement:${order}:1`),
        (mail) => mail?.status === 'SENT',
      );
    });
    const copies = await copiesTo(ordersOf('TWICE'), 'acknowledgement');
    expect(copies).toHaveLength(2);
    expect(new Set(copies.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('gets an acknowledgement once more when it only answers too late', async () => {
    await openAccount(site, 'SLOW');
    const slow = { kind: 'delay', delayMs: 4_000 } as const;
    await site.smtpDuring({ stage: 'data', to: ordersOf('SLOW'), action: slow, times: 1 }, async () => {
      const order = await acceptedOrder('SLOW');
      await until(
        'the mail',
        () => mailOf(`acknowledgement:${order}:1`),
        (mail) => mail?.status === 'SENT',
      );
      await until(
        'the late copy',
        () => copiesTo(ordersOf('SLOW'), 'acknowledgement'),
        (all) => all.length === 2,
      );
    });
  });

  it('gets an invoice twice at the most, and a letter of dunning once: then a person is asked', async () => {
    await openAccount(site, 'DEAF', { terms: { kind: 'net', days: 0 } });
    const order = await acceptedOrder('DEAF');
    await site.smtpDuring({ stage: 'data', to: accountsOf('DEAF'), action: hangUp }, async () => {
      await deliver(site, order);
      const unknown = await untilUnknown(site, order);
      await untilMailsRest(site);
      const [invoice] = await invoicesOf(site, order, 1);
      expect(await mailOf(`invoice:${invoice?.number ?? ''}`)).toMatchObject({ status: 'UNKNOWN', attempts: 2 });
      expect(await workItems(`mail-unknown:invoice:${invoice?.number ?? ''}`)).toHaveLength(1);
      expect(await copiesTo(accountsOf('DEAF'), 'invoice')).toHaveLength(2);
      expect(unknown).toMatchObject({ level: 'level-1', status: 'UNKNOWN', mail_status: 'UNKNOWN' });
      expect(await workItems(`mail-unknown:dunning:${unknown.id}`)).toEqual([{ kind: 'mail-unknown', status: 'open' }]);
      expect(await copiesTo(accountsOf('DEAF'), 'dunning')).toHaveLength(1);
      // Level 2 is due today as well: it waits for the fate of level 1.
      expect(await stepsOf(site, order)).toHaveLength(1);
    });
    await resolveStep(site, await untilUnknown(site, order), 'was-sent');
    await until(
      'level 2',
      () => stepsOf(site, order),
      (steps) => steps.every((step) => step.status === 'SENT') && steps.length === 2,
    );
    expect(await copiesTo(accountsOf('DEAF'), 'dunning')).toHaveLength(2);
    await settle(site, order, 1);
    await untilMailsRest(site);
    await expectLawfulCopies(site);
    await expectSoundness(site);
  });
});
