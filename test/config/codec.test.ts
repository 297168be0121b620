import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import {
  decodeOptionalFailureToOptionalError,
  encodeErrorToFailure,
  loadDataConverter,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPayloadCodec, payloadConverterOptions } from '../../config/codec.js';

const newKey = (id: string): string => `${id}:${randomBytes(32).toString('base64')}`;
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const textOf = (payload: Payload): string => Buffer.from(payload.data ?? []).toString('latin1');
const metadata = (payload: Payload, name: string): string => Buffer.from(payload.metadata?.[name] ?? []).toString();

const order = { customer: 'ALFKI', contact: 'Maria Anders', street: 'Obere Str. 57', amount: '1234.50' };

async function encryptOne(keys: string, value: unknown = order): Promise<Payload> {
  const [encrypted] = await createPayloadCodec(keys).encode([payloadOf(value)]);
  if (encrypted === undefined) throw new Error('one payload in, one payload out');
  return encrypted;
}

async function decryptOne(keys: string, payload: Payload): Promise<unknown> {
  const [plain] = await createPayloadCodec(keys).decode([payload]);
  return defaultPayloadConverter.fromPayload(plain ?? {});
}

describe('what Temporal keeps of an order', () => {
  it('comes back as it was, whatever it is', async () => {
    const keys = newKey('a');
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        expect(await decryptOne(keys, await encryptOne(keys, value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 200 },
    );
  });

  it('shows nobody a name, a street or an amount, only which key it needs', async () => {
    const encrypted = await encryptOne(newKey('2026-11'));
    expect(metadata(encrypted, 'encoding')).toBe('binary/encrypted');
    expect(metadata(encrypted, 'encryption-key-id')).toBe('2026-11');
    expect(Object.keys(encrypted.metadata ?? {}).toSorted()).toEqual(['encoding', 'encryption-key-id']);
    for (const secret of Object.values(order)) expect(textOf(encrypted)).not.toContain(secret);
  });

  it('does not show that two orders are the same', async () => {
    const keys = newKey('a');
    expect(textOf(await encryptOne(keys))).not.toBe(textOf(await encryptOne(keys)));
  });

  it('is read as it is where it was written before encryption was turned on', async () => {
    expect(await decryptOne(newKey('a'), payloadOf(order))).toEqual(order);
  });
});

describe('a key', () => {
  it('that this process lacks is named, and nothing is guessed', async () => {
    const encrypted = await encryptOne(newKey('old'));
    await expect(decryptOne(newKey('new'), encrypted)).rejects.toThrow('encrypted with key "old"');
  });

  it('of the right name but the wrong bytes gives a failure, not garbage', async () => {
    const encrypted = await encryptOne(newKey('a'));
    await expect(decryptOne(newKey('a'), encrypted)).rejects.toThrow(/unable to authenticate/);
  });

  it('put in front encrypts what is new, while the one behind it still decrypts what is old', async () => {
    const [first, second] = [newKey('first'), newKey('second')];
    const old = await encryptOne(first);
    const rotated = `${second},${first}`;
    expect(await decryptOne(rotated, old)).toEqual(order);
    const fresh = await encryptOne(rotated);
    expect(metadata(fresh, 'encryption-key-id')).toBe('second');
    expect(await decryptOne(second, fresh)).toEqual(order);
    await expect(decryptOne(first, fresh)).rejects.toThrow('key "second"');
    await expect(decryptOne(second, old)).rejects.toThrow('key "first"');
  });

  it.each([
    ['', /set id:key/],
    ['a:c2hvcnQ=', /key "a" must be 32 bytes in base64/],
    [`a:${randomBytes(31).toString('base64')}`, /key "a" must be 32 bytes/],
    [`a:${randomBytes(32).toString('base64')},b:`, /key "b" must be 32 bytes/],
  ])('written wrongly is refused at the start: %s', (keys, message) => {
    expect(() => createPayloadCodec(keys)).toThrow(message);
  });

  it('without its id is refused without being printed', () => {
    const bare = randomBytes(32).toString('base64');
    const refused = (): unknown => createPayloadCodec(bare);
    expect(refused).toThrow('every key is written id:key');
    expect(refused).not.toThrow(bare.slice(0, 20));
  });
});

describe('a payload that somebody changed on its way', () => {
  const keys = `${newKey('a')},${newKey('b')}`;
  const changed = (payload: Payload, change: (data: Buffer) => Buffer): Payload => ({
    ...payload,
    data: change(Buffer.from(payload.data ?? [])),
  });
  const flip =
    (at: number) =>
    (data: Buffer): Buffer => {
      const byte = (at + data.length) % data.length;
      data.writeUInt8(data.readUInt8(byte) ^ 1, byte);
      return data;
    };

  it.each([
    ['its nonce', flip(0)],
    ['its text', flip(20)],
    ['its seal', flip(-1)],
    ['its end, cut off', (data: Buffer) => data.subarray(0, -1)],
    ['all but a few bytes', (data: Buffer) => data.subarray(0, 9)],
    ['everything', () => Buffer.alloc(0)],
  ])('is refused: %s', async (_what, change) => {
    await expect(decryptOne(keys, changed(await encryptOne(keys), change))).rejects.toThrow(
      /authenticat|initialization vector/i,
    );
  });

  it('is refused when it claims another key of ours', async () => {
    const encrypted = await encryptOne(keys);
    const claimed = { ...encrypted, metadata: { ...encrypted.metadata, 'encryption-key-id': Buffer.from('b') } };
    await expect(decryptOne(keys, claimed)).rejects.toThrow(/unable to authenticate/);
  });
});

describe('the message of a failure', () => {
  const failing = (): Error => new Error('550 no such mailbox: maria.anders@alfki.example');

  it('is encrypted with the rest, stack trace included, and read again with the key', async () => {
    const converter = loadDataConverter(payloadConverterOptions(newKey('a')).dataConverter);
    const failure = await encodeErrorToFailure(converter, failing());
    expect(failure.message).toBe('Encoded failure');
    expect(failure.stackTrace).toBe('');
    expect(JSON.stringify(failure)).not.toContain('maria.anders');
    const error = await decodeOptionalFailureToOptionalError(converter, failure);
    expect(error?.message).toBe(failing().message);
  });

  it('is readable without encryption: the test above sees a difference', async () => {
    const failure = await encodeErrorToFailure(
      loadDataConverter(payloadConverterOptions(undefined).dataConverter),
      failing(),
    );
    expect(failure.message).toContain('maria.anders');
  });
});
