import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../contracts/vocabulary.js';
import type { PrismaClient } from '../../prisma/client.js';
import { openTestStack, type TestStack } from '../support/stack.js';
import { oneOfEverything, type Things } from './fixtures.js';
import { serveApi, type ApiUnderTest } from './office.js';

/** Mails and letters of dunning that wait for a person, with the worker that keeps what a person says. */
let stack: TestStack;
let api: Omit<ApiUnderTest, 'keys'>;
let prisma: PrismaClient;
beforeAll(async () => {
  stack = await openTestStack({ processes: ['inbox', 'worker'] });
  api = await serveApi(stack);
  prisma = api.prisma;
});
afterAll(async () => {
  await api.close();
  await stack.close();
});

const resolveAll = (role: Role, body: object, key: string = randomUUID()) =>
  api.call({
    method: 'POST',
    path: '/v1/mails/resolutions',
    key: stack.apiKeys?.[role] ?? '',
    headers: { 'Idempotency-Key': key },
    body,
  });

async function letters(of: Things, first: number): Promise<readonly string[]> {
  const one = await prisma.dunningStep.findUniqueOrThrow({ where: { id: of.dunningStep } });
  const { turn: _turn, ...copied } = one;
  const second = { ...copied, id: `${of.invoice}:1:level-2`, level: 'level-2', sequence: one.sequence + 1 };
  const steps = [of.dunningStep, second.id];
  await prisma.dunningStep.create({ data: { ...second, interestParts: second.interestParts ?? [] } });
  const ids: string[] = [];
  for (const [index, step] of steps.entries()) {
    const id = `dunning-letter:RL-2026-${first + index}`;
    const status = index === 0 ? 'FAILED' : 'UNKNOWN';
    const about = { kind: 'dunning-letter', documents: [id], letterId: id, messageId: id, customerNumber: of.customer };
    await prisma.outgoing.create({ data: { id, ...about, status, recipient: 'compta@lefort.example', subject: 'x' } });
    await prisma.dunningStep.update({ where: { id: step }, data: { letterId: id } });
    ids.push(id);
  }
  return ids;
}

describe('one resolution of many', () => {
  it('takes letters of one customer and mails, each on record by itself; what is refused is said of each', async () => {
    const mine = await oneOfEverything(prisma, 1, null);
    const ids = await letters(mine, 900_101);
    await prisma.outgoing.update({ where: { id: mine.mail }, data: { status: 'FAILED', sentAt: null } });
    const unknown = 'dunning-letter:RL-2026-999999';
    const word = { mails: [...ids, mine.mail, unknown], resolution: 'skip', reason: 'all told by telephone' };

    const bySales = await resolveAll('sales', { ...word, mails: ids });
    expect(bySales.json).toMatchObject({ resolved: [], refused: ids.map((id) => ({ id })) });

    const key = randomUUID();
    const answers = await Promise.all([resolveAll('finance', word, key), resolveAll('finance', word, key)]);
    for (const { status, json } of answers) {
      expect([status, json]).toMatchObject([200, { resolved: [...ids, mine.mail], refused: [{ id: unknown }] }]);
    }
    expect(await prisma.outgoing.count({ where: { id: { in: [...ids, mine.mail] }, status: 'SKIPPED' } })).toBe(3);
    const told = await prisma.auditEntry.findMany({ where: { action: { in: ['dunning.skip', 'mail.skip'] } } });
    expect(told.map(({ entityId }) => entityId).toSorted()).toEqual(
      [mine.dunningStep, `${mine.invoice}:1:level-2`, mine.mail].toSorted(),
    );
    for (const { after } of told) expect(after).toMatchObject({ reason: 'all told by telephone' });

    expect((await resolveAll('finance', word, key)).json).toEqual(answers[0].json);
    const late = await resolveAll('finance', word);
    expect(late.json).toMatchObject({ resolved: [], refused: word.mails.map((id) => ({ id })) });
  });
});
