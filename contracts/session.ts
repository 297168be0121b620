import { z } from 'zod';
import { Instant, LocalDate } from './primitives.js';
import { roles, signInMethods } from './vocabulary.js';

const Line = (longest: number) => z.string().min(1).max(longest);
/** As it is shown when somebody signs in: how long a new one has to be is said where it is set. */
const PasswordShown = z.string().min(1).max(200);

/** Six digits of the authenticator, or a recovery code. */
const Code = z.string().min(6).max(40);

/** The code is sent once `code-needed` has asked for it. */
export const SignIn = z.strictObject({ name: Line(64), password: PasswordShown, code: Code.optional() });
export type SignIn = z.infer<typeof SignIn>;

export const DemoSignIn = z.strictObject({ account: Line(64) });
export type DemoSignIn = z.infer<typeof DemoSignIn>;

export const PasswordChange = z.strictObject({ currentPassword: PasswordShown, newPassword: PasswordShown });
export type PasswordChange = z.infer<typeof PasswordChange>;
export const TotpBegun = z.strictObject({
  /** Base32, for who types it in. */
  secret: z.string(),
  /** `otpauth://…`, to be drawn as a QR code. */
  uri: z.string(),
});
export const TotpCode = z.strictObject({ code: Code });
export const TotpConfirmed = z.strictObject({
  confirmedAt: Instant,
  /** Each stands for a code once. They are shown here alone. */
  recoveryCodes: z.array(z.string()).readonly(),
});
export const TotpRemoved = z.strictObject({ removedAt: Instant });
export const PasswordChanged = z.strictObject({ changedAt: Instant });

const DemoAccount = z.strictObject({ account: z.string(), role: z.enum(roles), name: z.string() });
export type DemoAccount = z.infer<typeof DemoAccount>;

/** How a session came to its end: by its owner, by somebody else, with its hours, after nobody used it, with the account. */
export const sessionEnds = ['signed-out', 'by-somebody', 'over', 'idle', 'inactive'] as const;
export type SessionEnd = (typeof sessionEnds)[number];

/** Nobody is signed in: how one can. */
const Nobody = z.strictObject({
  kind: z.literal('nobody'),
  password: z.literal(true),
  oidc: z.strictObject({ name: z.string() }).nullable(),
  /** One of each role, in the embedded stack alone. */
  demo: z.array(DemoAccount).readonly(),
  /** How the session of this browser ended; null: it had none. */
  ended: z.enum(sessionEnds).nullable(),
});

const SignedIn = z.strictObject({
  kind: z.literal('signed-in'),
  principal: z.string(),
  person: z.string(),
  name: z.string(),
  role: z.enum(roles),
  seesAllCustomers: z.boolean(),
  /** Names of what this role may do. */
  permissions: z.array(z.string()).readonly(),
  method: z.enum(signInMethods),
  openedAt: Instant,
  endsAt: Instant,
  idleMinutes: z.number().int(),
  zone: z.string(),
  today: LocalDate,
  temporalUiUrl: z.string(),
  inboxUrl: z.string(),
  isDemo: z.boolean(),
  /** Set by somebody else: until it is changed nothing else is done. */
  mustChangePassword: z.boolean(),
  /** Whether a code is asked for beside the password. */
  totp: z.boolean(),
});

/** What `GET /session` answers. */
export const SessionAnswer = z.discriminatedUnion('kind', [Nobody, SignedIn]);
export type SessionAnswer = z.infer<typeof SessionAnswer>;
export type SignedIn = z.infer<typeof SignedIn>;

/** An open session, as its owner and an admin see it. */
export const Session = z
  .strictObject({
    id: z.uuid(),
    principal: z.string(),
    person: z.string(),
    name: z.string(),
    role: z.enum(roles),
    method: z.enum(signInMethods),
    openedAt: Instant,
    lastSeenAt: Instant,
    endsAt: Instant,
    address: z.string(),
    agent: z.string(),
    /** It is that of the request. */
    isThis: z.boolean(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof Session>;
export const EndedSession = z.strictObject({ id: z.uuid(), endedAt: Instant });
