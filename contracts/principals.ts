import { z } from 'zod';
import { mistake } from './said.js';
import { systemPrincipals } from './vocabulary.js';

/** Who holds an API key, such as `lucie.marchand`: of our own making, so that no `@` is in it. */
export const KeyPrincipal = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, mistake('wrong-principal'))
  .refine((id) => !systemPrincipals.some((name) => name === id), mistake('system-principal'));

/** Subjects become actors in the dossier: visible characters. */
const SUBJECT = /^[\x21-\x7e]{1,60}$/;

/**
 * Who holds an access token: its subject at its issuer, such as `f3a1@id.example/realms/adv`. An issuer has no `@`, so that
 * no two subjects have one name, and none has that of a key's holder or of Encours.
 * @param issuer URL without `@`
 * @returns null when the subject cannot be named
 */
export const tokenPrincipal = (subject: string, issuer: string): string | null =>
  SUBJECT.test(subject) ? `${subject}@${issuer.replace(/^https:\/\//, '')}` : null;

/** Anybody who may act: the holder of a key or of a token. */
export const AnyPrincipal = z.union(
  [KeyPrincipal, z.string().regex(/^[\x21-\x7e]{1,60}@[\x21-\x3f\x41-\x7e]{1,200}$/)],
  "must be the id of a key's holder, such as lucie.marchand, or of a token's, such as f3a1@id.example",
);
