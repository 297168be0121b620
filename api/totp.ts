import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { said } from '../contracts/said.js';
import { findTotp, useRecoveryCode, useStep } from '../prisma/commands/totp.js';
import type { Deps } from './context.js';
import { ProblemError } from './problem.js';

/** Codes of six digits for 30 seconds each (RFC 6238 with SHA-1, which every authenticator knows). */
const SHAPE = { issuer: 'Encours', algorithm: 'SHA1', digits: 6, period: 30 } as const;
const SECRET_BYTES = 20;
/** A code of the 30 seconds before and after is taken too: clocks differ. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
const RECOVERY_BYTES = 10;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const derived = (sessionSecret: string, salt: string, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', sessionSecret, salt, `encours ${purpose}`, bytes));

const sealingKey = (sessionSecret: string): Buffer => derived(sessionSecret, '', 'sealing of totp secrets', 32);

/**
 * The secret of a new authenticator. It follows from the request, so that a repeat shows the same one and no answer
 * has to be kept that holds it.
 */
export const newSecret = (sessionSecret: string, requestId: string): Secret =>
  new Secret({ buffer: Uint8Array.from(derived(sessionSecret, requestId, 'totp secret', SECRET_BYTES)).buffer });

/** Ten codes for who has lost the authenticator, 80 bits each: `XXXX-XXXX-XXXX-XXXX`. They follow from the request too. */
export function newRecoveryCodes(sessionSecret: string, requestId: string): readonly string[] {
  const bytes = derived(sessionSecret, requestId, 'recovery codes', RECOVERY_CODES * RECOVERY_BYTES);
  return Array.from({ length: RECOVERY_CODES }, (_, no) => {
    const part = Uint8Array.from(bytes.subarray(no * RECOVERY_BYTES, (no + 1) * RECOVERY_BYTES));
    return new Secret({ buffer: part.buffer }).base32.replaceAll(/(.{4})(?=.)/g, '$1-');
  });
}

export const hashRecoveryCode = (code: string): string =>
  createHash('sha256')
    .update(code.toUpperCase().replaceAll(/[^A-Z2-7]/g, ''))
    .digest('hex');

/** What an authenticator reads from a QR code. */
export const enrolmentUri = (secret: Secret, principal: string): string =>
  new TOTP({ ...SHAPE, secret, label: principal }).toString();

/** Seals a secret for its principal alone: AES-256-GCM under a key that follows from SESSION_SECRET (HKDF). */
export function seal(secret: Secret, principal: string, sessionSecret: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(sessionSecret), iv).setAAD(Buffer.from(principal));
  const sealed = Buffer.concat([cipher.update(Buffer.from(secret.bytes)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** @returns null when it was sealed for somebody else, or under another SESSION_SECRET */
function unseal(kept: string, principal: string, sessionSecret: string): Secret | null {
  const bytes = Buffer.from(kept, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(sessionSecret), bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(principal))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const opened = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return new Secret({ buffer: Uint8Array.from(opened).buffer });
  } catch {
    return null;
  }
}

/** The 30 seconds, counted from 1970, whose code this is; null: of none near this moment. */
export function stepOf(
  code: string,
  kept: string,
  principal: string,
  about: Pick<Deps, 'config' | 'now'>,
): number | null {
  const secret = unseal(kept, principal, about.config.api.sessionSecret);
  if (secret === null) return null;
  const timestamp = about.now().getTime();
  const delta = TOTP.validate({ ...SHAPE, token: code, secret, timestamp, window: WINDOW });
  return delta === null ? null : TOTP.counter({ period: SHAPE.period, timestamp }) + delta;
}

/** Takes a code of the authenticator, or a recovery code; each is good once. */
export async function takeCode(deps: Deps, principal: string, code: string): Promise<boolean> {
  const digits = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(digits))
    return useRecoveryCode(deps.prisma, { principal, hash: hashRecoveryCode(code), at: deps.now() });
  const kept = await findTotp(deps.prisma, principal);
  const step = kept === null ? null : stepOf(digits, kept.secret, principal, deps);
  return step !== null && useStep(deps.prisma, principal, step);
}

export const wrongCode = (code: 'code-needed' | 'invalid-request'): ProblemError =>
  new ProblemError(code, said('code-wrong-or-used'), { field: 'code' });
