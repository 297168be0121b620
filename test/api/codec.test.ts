import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPayloadCodec } from '../../config/codec.js';
import { openApi, principalOf, signIn } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

const codec = createPayloadCodec(`k1:${randomBytes(32).toString('base64')}`);
let api: ApiUnderTest;
beforeAll(async () => {
  api = await openApi({ app: { codec } });
});
afterAll(async () => {
  await api.close();
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const clear = { payloads: [{ metadata: { encoding: base64('json/plain') }, data: base64('{"customer":"BONAP"}') }] };
const convert = (direction: string, body: unknown, key: string | undefined, headers = {}): Promise<Answered> =>
  api.call({ method: 'POST', path: `/codec/${direction}`, key, body, headers });

describe('the codec endpoint of the Temporal UI', () => {
  it('decodes for operators what the worker encrypted', async () => {
    const encoded = await convert('encode', clear, api.keys.ops);
    expect(encoded.status).toBe(200);
    expect(encoded.text).not.toContain(clear.payloads[0]?.data ?? '');
    const decoded = await convert('decode', encoded.json, api.keys.ops);
    expect(decoded.json).toEqual(clear);
  });

  it.each(['sales', 'logistics', 'finance', 'manager'] as const)('is closed to %s', async (role) => {
    expect((await convert('decode', clear, api.keys[role])).status).toBe(403);
  });

  it('is closed to nobody in particular', async () => {
    expect((await convert('decode', clear, undefined)).status).toBe(401);
  });

  it('lets only the page of the Temporal UI read its answers', async () => {
    const ui = await convert('decode', clear, api.keys.admin, { Origin: 'http://127.0.0.1:8233' });
    expect(ui.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:8233');
    const other = await convert('decode', clear, api.keys.admin, { Origin: 'http://evil.example' });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await api.call({
      method: 'OPTIONS',
      path: '/codec/decode',
      headers: { Origin: 'http://127.0.0.1:8233', 'Access-Control-Request-Method': 'POST' },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
  });

  it('takes the session that the browser holds, since the UI sends cookies along', async () => {
    const cookie = await signIn(api, principalOf('ops'));
    expect((await convert('decode', clear, undefined, { Cookie: cookie })).status).toBe(200);
  });

  it('says so when a payload cannot be decoded', async () => {
    const broken = { payloads: [{ metadata: { encoding: base64('binary/encrypted') }, data: base64('noise') }] };
    expect((await convert('decode', broken, api.keys.ops)).json).toMatchObject({ status: 422 });
    expect((await convert('decode', { payloads: [{ data: '%%' }] }, api.keys.ops)).json).toMatchObject({ status: 422 });
  });

  it('is not there when nothing is encrypted', async () => {
    const plain = await openApi();
    try {
      const answered = await plain.call({ method: 'POST', path: '/codec/decode', key: plain.keys.ops, body: clear });
      expect(answered.status).toBe(404);
    } finally {
      await plain.close();
    }
  });
});
