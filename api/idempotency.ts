import { createHash, createHmac } from 'node:crypto';
import { said } from '../contracts/said.js';
import type { Actor } from '../contracts/vocabulary.js';
import { ProblemError } from './problem.js';

/** Up to 100 visible ASCII characters. */
const KEY = /^[\x21-\x7e]{1,100}$/;

/** The request's Idempotency-Key. @throws ProblemError when it is missing or cannot be one */
export function idempotencyKey(header: string | readonly string[] | undefined): string {
  if (header === undefined || header === '')
    throw new ProblemError('idempotency-key-missing', said('key-on-every-write'), {
      field: 'Idempotency-Key',
    });
  if (typeof header !== 'string' || !KEY.test(header))
    throw new ProblemError('invalid-request', said('not-visible-ascii', { most: 100 }), {
      field: 'Idempotency-Key',
    });
  return header;
}

/** A UUID (RFC 9562 version 8) made from texts: the same ones give the same id, in every process. */
export function uuidOf(...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/**
 * Id of a Temporal update. Temporal gives the first result of an id to anybody and for any body, so the id is made of
 * the request's own id (principal, route, key), the attempt, and what the update is for when a request sends several.
 */
export const updateIdOf = (request: { readonly id: string; readonly attempt: number }, target = ''): string =>
  uuidOf('update', request.id, String(request.attempt), target);

/**
 * SHA-256 of a JSON value whose object keys are sorted, hex: the same content in another order is the same.
 * @param secret makes an HMAC of it, by which nobody without the secret can try what the content may have been
 */
export const hashOf = (value: unknown, secret?: string): string =>
  (secret === undefined ? createHash('sha256') : createHmac('sha256', secret))
    .update(canonicalJson(value))
    .digest('hex');

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`).join(',')}}`;
}

/** The role is that of the moment; four eyes compare the persons behind principals. */
export const actorOf = (
  principal: { readonly id: string; readonly role: Actor['role'] },
  requestId: string,
): Actor => ({
  principal: principal.id,
  role: principal.role,
  requestId,
});
