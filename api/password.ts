import { hash, verify, type Options } from '@node-rs/argon2';
import { said } from '../contracts/said.js';
import { ProblemError } from './problem.js';

/** argon2id with 19 MiB, two passes and one lane (OWASP, Password Storage Cheat Sheet). */
const OWASP: Options = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const LEAST_CHARACTERS = 12;

/**
 * A new password, hashed. Long is what it has to be, of any characters (NIST SP 800-63B, section 3.1.1).
 * @param names those of its owner, which it may not be. @throws ProblemError 422 with what is wrong with `field`
 */
export async function hashPassword(password: string, names: readonly string[], field: string): Promise<string> {
  if (Array.from(password).length < LEAST_CHARACTERS)
    throw new ProblemError('invalid-request', said('too-few-characters', { least: LEAST_CHARACTERS }), { field });
  const plain = plainOf(password);
  if (names.some((name) => plainOf(name) === plain))
    throw new ProblemError('invalid-request', said('password-is-owner'), { field });
  if (new Set(password).size === 1) throw new ProblemError('invalid-request', said('password-repeats'), { field });
  return hash(password, OWASP);
}

const plainOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

let ofNobody: Promise<string> | undefined;

/** Is it the password? For who has none it takes the same time to say no. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  ofNobody ??= hash('of nobody', OWASP);
  const isRight = await verify(kept ?? (await ofNobody), password);
  return kept !== null && isRight;
}
