import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { METADATA_ENCODING_KEY, type DataConverter, type Payload, type PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { ConfigError } from './config-error.js';

const ENCODING = 'binary/encrypted';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const text = new TextEncoder();
const decoded = (bytes: Uint8Array | null | undefined): string =>
  bytes === null || bytes === undefined ? '' : new TextDecoder().decode(bytes);

/**
 * Encrypts what Temporal keeps of an order with AES-256-GCM. Each payload names its key, so that keys rotate: the first
 * key of the list encrypts, every key decrypts. Ids and search attributes are never encrypted; summaries are.
 * @param keys `keyId:base64key[,keyId:base64key]`, each key 32 bytes
 * @throws ConfigError that names the key at fault
 */
export function createPayloadCodec(keys: string): PayloadCodec {
  const ring = readKeys(keys);
  const [current] = ring.keys();
  if (current === undefined) throw new ConfigError('CODEC_KEYS: set id:key with a base64 key of 32 bytes.');
  const key = keyOf(ring, current);
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, current, key)),
    decode: async (payloads) => payloads.map((payload) => (isEncrypted(payload) ? decrypt(payload, ring) : payload)),
  };
}

function readKeys(keys: string): Map<string, Buffer> {
  const ring = new Map<string, Buffer>();
  for (const entry of keys.split(',').filter((part) => part.trim() !== '')) {
    const at = entry.indexOf(':');
    // What has no id may be a key by itself: the message must not print it.
    if (at < 1) throw new ConfigError('CODEC_KEYS: every key is written id:key.');
    const id = entry.slice(0, at).trim();
    const key = Buffer.from(entry.slice(at + 1).trim(), 'base64');
    if (key.length !== 32) throw new ConfigError(`CODEC_KEYS: key "${id}" must be 32 bytes in base64, written id:key.`);
    ring.set(id, key);
  }
  return ring;
}

function keyOf(ring: ReadonlyMap<string, Buffer>, id: string): Buffer {
  const key = ring.get(id);
  if (key === undefined) throw new Error(`payload is encrypted with key "${id}", which this process does not have`);
  return key;
}

const isEncrypted = (payload: Payload): boolean => decoded(payload.metadata?.[METADATA_ENCODING_KEY]) === ENCODING;

function encrypt(payload: Payload, keyId: string, key: Buffer): Payload {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(text.encode(keyId));
  const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
  const data = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return {
    metadata: { [METADATA_ENCODING_KEY]: text.encode(ENCODING), 'encryption-key-id': text.encode(keyId) },
    data,
  };
}

function decrypt(payload: Payload, ring: ReadonlyMap<string, Buffer>): Payload {
  const keyId = decoded(payload.metadata?.['encryption-key-id']);
  const data = Buffer.from(payload.data ?? new Uint8Array());
  const decipher = createDecipheriv('aes-256-gcm', keyOf(ring, keyId), data.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(text.encode(keyId));
  decipher.setAuthTag(data.subarray(data.length - TAG_BYTES));
  const plain = Buffer.concat([decipher.update(data.subarray(NONCE_BYTES, data.length - TAG_BYTES)), decipher.final()]);
  return proto.temporal.api.common.v1.Payload.decode(plain);
}

/** Puts messages and stack traces of failures among what the codec encrypts. */
export const failureConverterPath = fileURLToPath(
  new URL(`../workflows/failure-converter${path.extname(import.meta.url)}`, import.meta.url),
);

/** The data converter of a client or a worker: with keys, payloads and failures are encrypted. */
export function payloadConverterOptions(keys: string | undefined): { readonly dataConverter?: DataConverter } {
  if (keys === undefined) return {};
  return { dataConverter: { payloadCodecs: [createPayloadCodec(keys)], failureConverterPath } };
}
