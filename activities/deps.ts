import type { ComplaintRun } from '../contracts/complaint.js';
import type { AskedCredit, CreditInvoice, CreditNoteResult } from '../contracts/credit-note.js';
import type { Answer, OrderNews, OrderRun } from '../contracts/process.js';
import type { PrismaClient } from '../prisma/client.js';
import type { DocumentStore } from '../prisma/document-store.js';
import type { Undone } from '../prisma/move-in/undo.js';
import type { PlatformPort } from './platform/port.js';
import type { Envelope, SmtpOutcome } from './smtp.js';

export type Progress = (done: number, all: number) => Promise<void>;

/** What the activities need from outside; the worker composes it. */
export type ActivityDeps = {
  readonly prisma: PrismaClient;
  /** Of the same database: what is moved in has a connection of its own. */
  readonly databaseUrl: string;
  /** Where the bytes of documents are kept. */
  readonly documents: DocumentStore;
  readonly mail: {
    /** Gives one message to the mail server. */
    readonly deliver: (message: Buffer, envelope: Envelope) => Promise<SmtpOutcome>;
    /** Domain of our Message-IDs. */
    readonly domain: string;
    /** Longest time one attempt can take at the mail server; an older claim means that nobody knows. */
    readonly attemptTimeoutMs: number;
  };
  /** Of electronic invoices and their statuses. */
  readonly platform: PlatformPort;
  /** The running processes, told after the transaction that recorded what they are told of, and told again by a retry. */
  readonly processes: {
    /** Starts `account:CUSTOMER`, or wakes it; it reads what is new by itself. */
    readonly wakeAccount: (customerNumber: string) => Promise<void>;
    /** Each order once; one that has ended is passed over. */
    readonly tellOrders: (orderNumbers: readonly string[], news: OrderNews) => Promise<void>;
    /** Runs settled orders again that wait for their payment once more; one that is about to end looks again. */
    readonly reopenOrders: (runs: readonly OrderRun[]) => Promise<void>;
    /** Starts `claim:NUMBER`; one that runs is left alone. */
    readonly startComplaint: (complaint: ComplaintRun) => Promise<void>;
    /** Has a customer's account issue a credit note; asked again, it answers what is on record. */
    readonly creditInvoice: (customer: string, asked: CreditInvoice) => Promise<Answer<CreditNoteResult | AskedCredit>>;
    /** Has orders deliver again, those that had ended too: each looks where it stands. */
    readonly deliverAgain: (runs: readonly OrderRun[]) => Promise<void>;
    /** Starts the process of each order and account that move-ins left open; one that runs is left alone. */
    readonly startMoved: (told: Progress) => Promise<void>;
    /** Ends the processes of what was taken away; one that is gone is passed over. */
    readonly endMoved: (undone: readonly Undone[], told: Progress) => Promise<void>;
  };
  /** Base of the links in mails to our own people. */
  readonly publicUrl: string;
};

/** Actor of what the process does by itself. */
export const systemActor = (key: string) => ({ principal: 'encours', role: 'system' as const, requestId: key });
