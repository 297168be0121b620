import { z } from 'zod';
import { Instant, Line, Reason } from './primitives.js';
import { KeyPrincipal } from './principals.js';
import { keyStates, roles } from './vocabulary.js';

/** Somebody, or a program, that may act. */
export const Person = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    role: z.enum(roles),
    /** Sales: sees every customer, not only their own. */
    seesAllCustomers: z.boolean(),
    /** False: put out of use; no sign-in and no key is good any more. */
    active: z.boolean(),
    /** The person that it is, perhaps under another name: four eyes count it once. */
    person: z.string(),
    /** Other names of the same person: keys, and subjects of issuers. */
    links: z.array(z.string()).readonly(),
    hasPassword: z.boolean(),
    /** The password was set by somebody else and is not changed yet. */
    mustChangePassword: z.boolean(),
    totp: z.boolean(),
    /** Of the sessions that are kept, for 30 days after their end; null: none is. */
    lastSeenAt: Instant.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

export const NewPerson = z.strictObject({
  id: KeyPrincipal,
  name: Line(120),
  role: z.enum(roles),
  seesAllCustomers: z.boolean().optional(),
});
export type NewPerson = z.infer<typeof NewPerson>;

export const PersonChange = z.strictObject({
  name: Line(120).optional(),
  role: z.enum(roles).optional(),
  seesAllCustomers: z.boolean().optional(),
  active: z.boolean().optional(),
});
export type PersonChange = z.infer<typeof PersonChange>;

export const FirstPassword = z.strictObject({ password: z.string().min(1).max(200) });

const MOST_DAYS = 3_650;

/** A key without the key itself, which is kept nowhere. */
export const ApiKey = z
  .strictObject({
    id: z.uuid(),
    /** Its first characters, to recognise it by. */
    prefix: z.string(),
    principal: z.string(),
    name: z.string(),
    role: z.enum(roles),
    /** Empty: everything the role may; else only these permissions. */
    scopes: z.array(z.string()).readonly(),
    createdAt: Instant,
    expiresAt: Instant,
    revokedAt: Instant.nullable(),
    state: z.enum(keyStates),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof ApiKey>;

export const NewApiKey = z.strictObject({
  principal: KeyPrincipal,
  scopes: z.array(z.string().max(60)).max(200).optional(),
  days: z.number().int().min(1).max(MOST_DAYS).optional(),
});

/** Why a key is ended. */
export const Revocation = z.strictObject({ reason: Reason.optional() });

/** What a role may do: a line of the permission table. */
export const Right = z
  .strictObject({
    permission: z.string(),
    roles: z.array(z.enum(roles)).readonly(),
    /** Sales: of their own customers only, unless they see all of them. */
    ownCustomers: z.boolean(),
  })
  .meta({ id: 'Right' });
export type Right = z.infer<typeof Right>;
export const Rights = z.strictObject({ items: z.array(Right).readonly() });

/** Shown once: a repeat of the request gets null. */
export const MadeApiKey = ApiKey.extend({ key: z.string().nullable() }).meta({ id: 'MadeApiKey' });
