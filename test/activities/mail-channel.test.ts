import { ApplicationFailure } from '@temporalio/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { draftOrder, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { accept } from '../support/paperwork.js';

/** A mail server that takes nothing from us: for a reason of ours, not of a recipient. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'BOX', '100000');
});
afterAll(() => house.close());

let accounts = 0;
async function acknowledgements(count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const customer = await openAccount(house, `CHANNEL-${(accounts += 1)}`);
    const { acknowledgement } = await accept(
      house,
      await draftOrder(house, customer, [{ product: 'BOX', quantity: '1' }]),
    );
    ids.push(acknowledgement);
  }
  return ids;
}

const send = async (id: string): Promise<string> => {
  try {
    return (await house.activities.sendMail(id)).kind;
  } catch (error) {
    if (!(error instanceof ApplicationFailure) || error.type !== 'mail-not-sent' || error.nonRetryable) throw error;
    return `later: ${error.message}`;
  }
};
const alarms = async () =>
  (
    await house.prisma.workItem.findMany({ where: { kind: { startsWith: 'mail-' } }, orderBy: { createdAt: 'asc' } })
  ).map(({ kind, role, status }) => `${kind} ${role} ${status}`);
const statuses = async (ids: readonly string[]) => {
  const rows = await house.prisma.outgoing.findMany({ where: { id: { in: [...ids] } } });
  return rows.map(({ status }) => status);
};
/** The next mail tries whether the server is mended. */
const rested = () =>
  house.prisma
    .$executeRaw`UPDATE work_item SET facts = facts || '{"at": "2026-01-01T00:00:00.000Z"}' WHERE kind = 'mail-channel'`;

describe.each([
  ['authentication required', 'mail', 530],
  ['sender rejected', 'mail', 550],
  ['sender not allowed', 'mail', 553],
  ['authentication required, said of the recipient', 'rcpt', 530],
  ['not welcome', 'connect', 554],
] as const)('%s (%s, %i)', (message, stage, code) => {
  afterEach(() => house.prisma.workItem.deleteMany({ where: { kind: 'mail-channel' } }));

  it('fails no mail: one alarm for all of them, and they go by themselves when it is mended', async () => {
    const ids = await acknowledgements(3);
    house.post.answer({ stage, action: { kind: 'refuse', code, message } });
    const first = await Promise.all(ids.map(send));
    for (const outcome of [...first, ...(await Promise.all(ids.map(send)))])
      expect(outcome).toMatch(new RegExp(`^later: the mail server takes nothing from us: .*${message.split(',')[0]}`));
    expect(await statuses(ids)).toEqual(['QUEUED', 'QUEUED', 'QUEUED']);
    expect(await alarms()).toEqual(['mail-channel ops open']);

    house.post.answer();
    // Nobody asks the server again for a while: it said the same to all.
    expect(await send(ids[0] ?? '')).toContain('later');
    await rested();
    expect(await Promise.all(ids.map(send))).toEqual(['sent', 'sent', 'sent']);
    expect(await alarms()).toEqual(['mail-channel ops done']);
    for (const id of ids) expect(await house.post.copiesOf(id)).toHaveLength(1);
  });
});

/** What the tests before left on the worklist; only what is done may go. */
async function forgetLines(): Promise<void> {
  const where = { kind: { startsWith: 'mail-' } };
  await house.prisma.workItem.updateMany({ where, data: { status: 'done', doneAt: new Date() } });
  await house.prisma.workItem.deleteMany({ where });
}

describe('the alarm', () => {
  afterEach(() => forgetLines());

  it('is raised anew when the server refuses again later', async () => {
    const [first = '', second = ''] = await acknowledgements(2);
    house.post.answer({ stage: 'mail', action: { kind: 'refuse', code: 550, message: 'sender rejected' }, times: 1 });
    await send(first);
    await rested();
    expect(await send(first)).toBe('sent');
    house.post.answer({
      stage: 'mail',
      action: { kind: 'refuse', code: 550, message: 'sender rejected again' },
      times: 1,
    });
    await send(second);
    expect(await alarms()).toEqual(['mail-channel ops done', 'mail-channel ops open']);
    await rested();
    expect(await send(second)).toBe('sent');
    expect(await alarms()).toEqual(['mail-channel ops done', 'mail-channel ops done']);
  });

  it('is not raised by the fault of a recipient, which fails that mail alone, nor by a server that says "later"', async () => {
    const [wrong = '', right = '', busy = ''] = await acknowledgements(3);
    const to = (await house.prisma.outgoing.findUniqueOrThrow({ where: { id: wrong } })).recipient;
    house.post.answer({ stage: 'rcpt', to, action: { kind: 'refuse', code: 550, message: 'no such mailbox' } });
    expect([await send(wrong), await send(right)]).toEqual(['failed', 'sent']);
    house.post.answer({ stage: 'mail', action: { kind: 'refuse', code: 451, message: 'try again' }, times: 1 });
    expect(await send(busy)).toContain('later');
    expect(await alarms()).toEqual(['mail-failed sales open']);
  });
});

describe('a mail server that is not to be reached', () => {
  afterEach(() => forgetLines());
  /** The attempts before now were so many minutes ago. */
  const minutesPass = (minutes: number) =>
    house.prisma.$executeRaw`UPDATE outgoing SET away_since = away_since - make_interval(mins => ${minutes})`;
  const alarmFacts = async () =>
    (await house.prisma.workItem.findFirstOrThrow({ where: { kind: 'mail-channel' } })).facts as Record<
      string,
      unknown
    >;

  it('is an alarm after ten minutes, once; it says since when and what waits, and mails go by themselves', async () => {
    await house.prisma.outgoing.updateMany({ where: { status: 'QUEUED' }, data: { status: 'SKIPPED' } });
    const ids = await acknowledgements(3);
    const [first = '', second = '', third = ''] = ids;
    await house.post.shut();
    for (const id of ids) expect(await send(id)).toMatch(/^later: .*ECONNREFUSED/);
    await minutesPass(9);
    expect(await send(first)).toContain('ECONNREFUSED');
    expect(await alarms()).toEqual([]);

    const begun = (await house.prisma.outgoing.findUniqueOrThrow({ where: { id: first } })).awaySince?.getTime() ?? 0;
    await minutesPass(1);
    expect(await send(first)).toContain('ECONNREFUSED');
    expect(await alarms()).toEqual(['mail-channel ops open']);
    const facts = await alarmFacts();
    expect(facts).toMatchObject({ isAway: true, waiting: 3 });
    expect(facts['response']).toContain('ECONNREFUSED');
    expect(Math.abs(Date.parse(String(facts['since'])) - (begun - 60_000))).toBeLessThan(30_000);
    // Nobody knocks for a while; then one does, and it is the same alarm since the same moment.
    expect(await send(second)).toContain('takes nothing from us');
    await rested();
    expect(await send(third)).toContain('ECONNREFUSED');
    expect(await alarms()).toEqual(['mail-channel ops open']);
    expect((await alarmFacts())['since']).toBe(facts['since']);
    expect(await statuses(ids)).toEqual(['QUEUED', 'QUEUED', 'QUEUED']);

    await house.post.reopen();
    await rested();
    expect(await Promise.all(ids.map(send))).toEqual(['sent', 'sent', 'sent']);
    expect(await alarms()).toEqual(['mail-channel ops done']);
    for (const id of ids) expect(await house.post.copiesOf(id)).toHaveLength(1);
    expect(await house.prisma.outgoing.count({ where: { awaySince: { not: null } } })).toBe(0);
  });

  it('counts from the first attempt after its last answer: one that was away, answered and is away again is no alarm', async () => {
    const [id = ''] = await acknowledgements(1);
    await house.post.shut();
    await send(id);
    await minutesPass(60);
    await house.post.reopen();
    house.post.answer({ stage: 'mail', action: { kind: 'refuse', code: 451, message: 'try again' }, times: 1 });
    expect(await send(id)).toContain('try again');
    await house.post.shut();
    expect(await send(id)).toContain('ECONNREFUSED');
    expect(await alarms()).toEqual([]);
    await house.post.reopen();
    expect(await send(id)).toBe('sent');
    expect(await alarms()).toEqual([]);
  });
});
