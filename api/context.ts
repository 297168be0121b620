import type { Logger } from 'pino';
import type { Config } from '../config/env.js';
import type { Refusal } from '../contracts/problems.js';
import type { Actor, Language, Role, SignInMethod } from '../contracts/vocabulary.js';
import type { PrismaClient, Transaction } from '../prisma/client.js';
import type { DocumentStore } from '../prisma/document-store.js';
import type { Events } from './events.js';
import type { Health } from './health.js';
import type { Patience } from './patience.js';
import type { Share } from './share.js';
import type { SecurityEvent } from './security-log.js';
import type { Throttle } from './sign-in-throttle.js';
import type { Processes } from './temporal.js';
import type { WorkerWatch } from './workers.js';

/** What the routes are given by the composition root. */
export type Deps = {
  readonly prisma: PrismaClient;
  /** In whose rights company, policies, people and keys are written; null: this API does not. */
  readonly registrar: PrismaClient | null;
  /** Where the bytes of documents are kept. */
  readonly documents: Pick<DocumentStore, 'get'>;
  /** The running orders and accounts in Temporal. */
  readonly processes: Processes;
  readonly health: Health;
  /** What others change, for those who listen. */
  readonly events: Events;
  /** Whether anybody works on the task queues. */
  readonly workers: WorkerWatch;
  /** How long a caller waits; left out: as usual. */
  readonly patience?: Patience;
  /** What one principal may have at work at once; left out: as usual. */
  readonly share?: Share;
  readonly config: Pick<Config, 'mode' | 'api' | 'oidc' | 'temporal'> & {
    readonly mail: Pick<Config['mail'], 'inboxUrl'>;
    /** Left out: no platform brings anything. */
    readonly platform?: Partial<Pick<Config['platform'], 'webhookSecret' | 'registration'>>;
  };
  readonly logger: Logger;
  /** The moment a request arrives; tests pass their own. */
  readonly now: () => Date;
};

/** An identified caller. `id` is what the record knows as actor. */
export type Principal = {
  readonly id: string;
  /** The person that it is, perhaps under other names too: what customers know as salesperson, and four eyes compare. */
  readonly person: string;
  readonly name: string;
  readonly role: Role;
  readonly seesAllCustomers: boolean;
  /** Empty: everything the role may; else only these permissions. */
  readonly scopes: readonly string[];
  /** By which a person is signed in; without: the caller came with a key or a token. */
  readonly session?: { readonly id: string; readonly method: SignInMethod; readonly mustChangePassword: boolean };
};

/** What a handler answers: JSON (checked against the route's schema) or the bytes of a document. */
export type Reply<T = unknown> = {
  readonly status: number;
  readonly body: T;
  readonly headers?: Readonly<Record<string, string>>;
  /** What a repeat is answered, where that is less: what is shown once is kept nowhere. */
  readonly kept?: unknown;
};

export type ReadContext<P = unknown, Q = unknown> = {
  readonly deps: Deps;
  readonly params: P;
  readonly query: Q;
  readonly principal: Principal;
  /** Only customers of this salesperson may be seen; null: all. Hand it to every query: foreign means 404. */
  readonly onlySalesperson: string | null;
  /** That the caller prefers for sentences; English unless Accept-Language says otherwise. */
  readonly language: Language;
  /** A header of the request, by its name in small letters. */
  readonly header: (name: string) => string | undefined;
  /** Who the caller is by now, without it being a use of the session; null: nobody any more. */
  readonly still: () => Promise<Principal | null>;
  readonly security: Security;
};

/** What a route needs that looks at passwords, or changes who may act. */
export type Security = {
  readonly throttle: Throttle;
  /** Where the request comes from. */
  readonly address: string;
  /** Tells whoever watches over the installation, with the caller's name. */
  readonly tell: (event: SecurityEvent, reason?: string) => void;
};

/** A question that is too long for an address: it comes as a body, and changes nothing. */
export type QuestionContext<P = unknown, Q = unknown, B = unknown> = ReadContext<P, Q> & { readonly body: B };

/** A write under its Idempotency-Key: the row of `idempotency_key` that stands for this request. */
export type WriteRequest = {
  /** UUID of the key's row; `step.request_id`, `audit_entry.request_id`, and a payment's id. */
  readonly id: string;
  /** Number reserved with the key, when the route asks for one. */
  readonly promised: string | null;
  /** 1, and one more after each refusal. */
  readonly attempt: number;
  /** False when the key was seen before. */
  readonly fresh: boolean;
  /** The answer kept for this key, of commands that end in the API. */
  readonly kept: Reply | null;
  /** Result that a process recorded for this key, with the change itself. */
  readonly recorded: unknown;
};

export type WriteContext<P = unknown, Q = unknown, B = unknown> = ReadContext<P, Q> & {
  readonly body: B;
  readonly actor: Actor;
  readonly request: WriteRequest;
  /**
   * Does the work once per Idempotency-Key: opens a transaction, locks the key's row, runs `work` in it and keeps the
   * answer with it. A repeat gets the kept answer (and the header Idempotency-Replayed) without running `work`, also
   * when two come at once. A refusal, or anything thrown, rolls back and keeps nothing.
   */
  readonly once: <T>(work: (tx: Transaction) => Promise<Reply<T> | Refusal>) => Promise<Reply<T>>;
  /** Says that the answer is the one of an earlier request; sets Idempotency-Replayed. */
  readonly markReplayed: () => void;
};
