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

/** Longest silence of the mail server here: what a busy machine may take for an answer is far shorter. */
const SILENCE_MS = 8_000;

let site: Site;

beforeAll(async () => {
  site = await openSite({ env: { SMTP_TIMEOUT_MS: String(SILENCE_MS) } });
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
    const slow = { kind: 'delay', delayMs: 2 * SILENCE_MS } as const;
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
      expect(await workItems(`mail-unknown:${unknown.letter_id ?? ''}`)).toEqual([
        { kind: 'mail-unknown', status: 'open' },
      ]);
      expect(await copiesTo(accountsOf('DEAF'), 'dunning-letter')).toHaveLength(1);
    });
    await resolveStep(site, await untilUnknown(site, order), 'was-sent');
    await untilMailsRest(site);
    expect(await stepsOf(site, order)).toMatchObject([{ level: 'level-1', status: 'SENT', mail_status: 'SENT' }]);
    expect(await copiesTo(accountsOf('DEAF'), 'dunning-letter')).toHaveLength(1);
    await settle(site, order, 1);
    await untilMailsRest(site);
    await expectLawfulCopies(site);
    await expectSoundness(site);
  });
});
