import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi, type ApiUnderTest } from './office.js';

/** What a platform brings: taken when it is signed, now, and once. */
const secret = 'a secret of thirty-two characters!';
let api: ApiUnderTest;
let started = 0;

beforeAll(async () => {
  api = await openApi({
    deps: ({ processes, config }) => ({
      config: { ...config, platform: { webhookSecret: secret } },
      processes: {
        ...processes,
        readPlatform: () => {
          started += 1;
          return started === 1 ? Promise.resolve() : Promise.reject(new Error('Temporal is away'));
        },
      },
    }),
  });
});
afterAll(() => api.close());

const now = (): number => Math.floor(Date.now() / 1_000);
const sign = (stamp: number | string, body: string, by = secret): string =>
  `v1=${createHmac('sha256', by).update(`${stamp}.${body}`).digest('hex')}`;

async function bring(body: string, stamp: number | string = now(), signature = sign(stamp, body)) {
  const answer = await fetch(`${api.url}/platform/messages`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/xml',
      'X-Platform-Timestamp': String(stamp),
      'X-Platform-Signature': signature,
      'X-Message-Id': 'm-1',
    },
    body,
  });
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}
const kept = (body: string) =>
  api.prisma.platformMessage.findMany({ where: { sha256: createHash('sha256').update(body).digest('hex') } });

describe('a message of the platform', () => {
  it('is kept as it came and read; brought again it is known, and kept though Temporal is away', async () => {
    const body = '<CrossDomainAcknowledgementAndResponse/>';
    expect((await bring(body)).status).toBe(202);
    expect(started).toBe(1);
    expect(await bring(body)).toMatchObject({ status: 200, json: { kept: false } });
    expect((await kept(body)).map(({ name, transport, readAt }) => [name, transport, readAt])).toEqual([
      ['m-1', 'http', null],
    ]);
  });

  it.each([
    ['of another secret', now(), (body: string) => sign(now(), body, 'another')],
    ['of another body', now(), () => sign(now(), '<other/>')],
    ['of another moment', now(), (body: string) => sign(now() - 1_000, body)],
    ['of an hour ago, signed then', now() - 3_600, (body: string) => sign(now() - 3_600, body)],
    ['of an hour from now', now() + 3_600, (body: string) => sign(now() + 3_600, body)],
    ['without a moment', '', (body: string) => sign('', body)],
    ['without a signature', now(), () => ''],
  ] as const)('%s is taken from nobody', async (what, stamp, signed) => {
    const body = `<x>${what}</x>`;
    const { status, json } = await bring(body, stamp, signed(body));
    expect([status, json['code']]).toEqual([401, 'unauthenticated']);
    expect(await kept(body)).toEqual([]);
  });

  it('of more than a megabyte is too large', async () => {
    expect((await bring('x'.repeat(1_100_000))).status).toBe(413);
  });
});
