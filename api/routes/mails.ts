import { z } from 'zod';
import { MailResolutionInput, MailResolutionsInput, SentMail, type Mail } from '../../contracts/mail.js';
import { Line } from '../../contracts/primitives.js';
import type {
  DunningResolutionRequest,
  DunningResolutionResult,
  MailResolutionRequest,
  MailResolutionResult,
} from '../../contracts/process.js';
import { accountStep, monthEndIn, outgoingSteps, responseVersionIn } from '../../contracts/ids.js';
import { said } from '../../contracts/said.js';
import type { DocumentKind, OutgoingKind } from '../../contracts/vocabulary.js';
import { pathOf } from '../../domain/paths.js';
import { isRecorded, nextAttempt } from '../../prisma/commands/idempotency.js';
import { getMail, mailOwner, type SentMailRecord } from '../../prisma/queries/mails.js';
import { resolveLetter } from '../../workflows/account-messages.js';
import { MAIL_WORKFLOW, mailWorkflowId } from '../../workflows/ids.js';
import { resolveMail } from '../../workflows/mail-messages.js';
import type { Principal, ReadContext, Reply, WriteContext } from '../context.js';
import { uuidOf } from '../idempotency.js';
import { mayUse, type Permission } from '../permissions.js';
import { askAccount, askProcess } from '../process-command.js';
import { notFound, ProblemError, silent, toldIn } from '../problem.js';
import { defineRoute } from '../route.js';
import { scopeOf } from './answers.js';
import { issuedFile, notReady } from './documents.js';

const MailId = Line(200);

/** What lets a caller read a document of each kind, whatever brought it. */
const readsDocument: Readonly<Record<DocumentKind, Permission>> = {
  acknowledgement: 'orders.acknowledgement',
  'order-response': 'orders.response',
  'delivery-note': 'deliveries.note',
  'signed-delivery-note': 'deliveries.note',
  invoice: 'invoices.document',
  'credit-note': 'invoices.document',
  proforma: 'orders.proforma-document',
  'dunning-letter': 'dunning-letters.document',
  'month-end': 'month-ends.document',
  'month-end-workbook': 'month-ends.workbook',
  quote: 'quotes.document',
  statement: 'customers.statement',
};

/** What else than `mails.get` lets a caller read what a mail of a kind says. */
const readsText: Readonly<Partial<Record<OutgoingKind, Permission>>> = { 'month-end': 'month-ends.get' };

type Carried = SentMailRecord['documents'][number];

/** Places begin with 1. */
function documentPath(mail: string, { id, kind, number }: Carried, place: number): string {
  switch (kind) {
    case 'month-end-workbook': {
      const { month, version } = monthEndIn(id);
      return pathOf('/v1/month-ends', month, version, 'workbook.xlsx');
    }
    case 'order-response':
      return `${pathOf('/v1/orders', number, 'order-response.xml')}?version=${responseVersionIn(id)}`;
    default:
      return pathOf('/v1/mails', mail, 'documents', place, 'document.pdf');
  }
}

/** What is no PDF is read where it is, and taken home. */
const isPdf = (kind: DocumentKind): boolean => kind !== 'month-end-workbook' && kind !== 'order-response';

/** With where the caller reads its parts. */
function shownMail({ html, documents, ...mail }: SentMailRecord, principal: Principal): SentMail {
  const may = (permission: Permission | undefined): boolean =>
    permission === undefined || mayUse(principal, permission);
  const isOpen = may(readsText[mail.kind]);
  const opens = ({ kind }: Carried): boolean => may(readsDocument[kind]) && (!isPdf(kind) || may('mails.document'));
  return {
    ...mail,
    text: isOpen ? mail.text : null,
    messagePath: isOpen && may('mails.message') && html !== null ? pathOf('/v1/mails', mail.id, 'message.html') : null,
    documents: documents.map((document, at) => ({
      kind: document.kind,
      number: document.number,
      path: opens(document) ? documentPath(mail.id, document, at + 1) : null,
    })),
  };
}

/** @throws ProblemError 403 to whose role may not */
function requireFor(principal: Principal, permission: Permission | undefined): void {
  if (permission === undefined || mayUse(principal, permission)) return;
  throw new ProblemError('forbidden', said('role-may-not', { role: principal.role, permission }), {
    remedy: said('ask-whose-role-allows'),
  });
}

/** @throws ProblemError 404 when there is none for this caller */
async function mailFor(ctx: ReadContext<{ readonly id: string }>): Promise<SentMailRecord> {
  const mail = await getMail(ctx.deps.prisma, ctx.params.id, scopeOf(ctx));
  if (mail === null) throw notFound('mail');
  return mail;
}

const get = defineRoute({
  method: 'get',
  path: '/v1/mails/{id}',
  permission: 'mails.get',
  summary: 'A mail as it was sent: its text, and where its page and its documents are',
  description:
    'Text and page are there from the first attempt on, and go with their time (`reducedAt`). A document is the one that was ' +
    'attached, whatever was issued of the same thing since.',
  tags: ['mails'],
  params: z.strictObject({ id: MailId }),
  responses: { 200: SentMail },
  handler: async (ctx) => ({ status: 200, body: shownMail(await mailFor(ctx), ctx.principal) }),
});

/** A page that was written for a mail reader: it may have its own styles, loads nothing, runs nothing and is nobody. */
const MESSAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

const message = defineRoute({
  method: 'get',
  path: '/v1/mails/{id}/message.html',
  permission: 'mails.message',
  summary: 'The page that a mail showed, as it was sent',
  description: 'To be shown in a frame: it comes with a policy that lets it load and run nothing.',
  tags: ['mails'],
  params: z.strictObject({ id: MailId }),
  responses: { 200: 'text/html' },
  problems: ['document-not-ready'],
  async handler(ctx): Promise<Reply> {
    const { html, kind, reducedAt } = await mailFor(ctx);
    requireFor(ctx.principal, readsText[kind]);
    if (reducedAt !== null) throw new ProblemError('not-found', said('mail-reduced'));
    if (html === null) throw notReady('mail-not-written');
    return {
      status: 200,
      body: html,
      headers: { 'Content-Security-Policy': MESSAGE_POLICY, 'X-Frame-Options': 'SAMEORIGIN' },
    };
  },
});

const Place = z.coerce.number().int().min(1).max(99);

const document = defineRoute({
  method: 'get',
  path: '/v1/mails/{id}/documents/{place}/document.pdf',
  permission: 'mails.document',
  summary: 'A document that a mail carries, as it was attached, as PDF',
  description: '`place`: 1 for the first. Whoever may not read documents of its kind elsewhere may not here.',
  tags: ['mails'],
  params: z.strictObject({ id: MailId, place: Place }),
  responses: { 200: 'application/pdf' },
  problems: ['document-not-ready'],
  async handler(ctx) {
    const { documents } = await mailFor(ctx);
    const carried = documents[ctx.params.place - 1];
    if (carried === undefined || !isPdf(carried.kind)) throw notFound('document');
    requireFor(ctx.principal, readsDocument[carried.kind]);
    return issuedFile(ctx.deps, carried.id);
  },
});

const MailResolutionReceipt = z
  .strictObject({ id: MailId, resolution: MailResolutionInput.shape.resolution })
  .meta({ id: 'MailResolutionReceipt' });

const resolve = defineRoute({
  method: 'post',
  path: '/v1/mails/{id}/resolution',
  permission: 'mails.resolve',
  summary: 'Say what became of a mail that is UNKNOWN or FAILED, or of an invoice that is HANDED to you',
  description:
    '`was-sent`: the customer has it; `send-again`: the same text once more, to the address of now; `skip`: it is not ' +
    'sent. Whether its order is open or closed. A letter of dunning is resolved at its dunning step.',
  tags: ['mails'],
  idempotent: true,
  params: z.strictObject({ id: MailId }),
  body: MailResolutionInput,
  responses: { 200: MailResolutionReceipt },
  problems: ['step-resolved'],
  async handler(ctx) {
    const { id } = ctx.params;
    const { resolution, reason } = ctx.body;
    await resolveOne(ctx, id, { resolution, reason });
    return { status: 200, body: { id, resolution } };
  },
});

const MailResolutionsReceipt = z
  .strictObject({
    resolution: MailResolutionInput.shape.resolution,
    /** Whose resolution is on record, each by itself. */
    resolved: z.array(MailId),
    /** The others, and why. */
    refused: z.array(z.strictObject({ id: MailId, detail: z.string(), remedy: z.string() })),
  })
  .meta({ id: 'MailResolutionsReceipt' });

/** Mails that are asked about at once. */
const AT_ONCE = 8;

const resolveSeveral = defineRoute({
  method: 'post',
  path: '/v1/mails/resolutions',
  permission: 'mails.resolve-several',
  summary: 'Say what became of several mails at once',
  description:
    'With one reason, at most 100 mails, letters of dunning among them, each kept on record by itself. Those that cannot be ' +
    'resolved, or not by this caller, are named in `refused`, and the others are resolved all the same.',
  tags: ['mails'],
  idempotent: true,
  body: MailResolutionsInput,
  responses: { 200: MailResolutionsReceipt },
  async handler(ctx) {
    const { mails, resolution, reason } = ctx.body;
    const resolved: string[] = [];
    const refused: z.infer<typeof MailResolutionsReceipt>['refused'] = [];
    for (let first = 0; first < mails.length; first += AT_ONCE) {
      const some = mails.slice(first, first + AT_ONCE);
      const problems = await Promise.all(some.map((id) => problemOf(resolveAny(ctx, id, { resolution, reason }))));
      for (const [index, id] of some.entries()) {
        const problem = problems[index] ?? null;
        if (problem === null) resolved.push(id);
        else {
          const { detail, remedy } = toldIn(ctx.language, problem);
          refused.push({ id, detail, remedy });
        }
      }
    }
    return { status: 200, body: { resolution, resolved, refused } };
  },
});

/** What refuses it, where trying again would not help. @throws what else went wrong */
async function problemOf(work: Promise<void>): Promise<ProblemError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof ProblemError && error.status < 500) return error;
    throw error;
  }
}

type Word = z.infer<typeof MailResolutionInput>;
type Owned = { readonly mail: Mail; readonly owner: NonNullable<Awaited<ReturnType<typeof mailOwner>>> };

/** @throws ProblemError when there is no such mail, it does not wait for a person, or is a letter of dunning */
async function resolveOne(ctx: WriteContext, id: string, word: Word): Promise<void> {
  const found = await ownedMail(ctx, id);
  refuseLetter(found.mail, found.owner.step);
  await resolveMailOf(ctx, found, word);
}

/** A letter of dunning too. @throws ProblemError when there is no such mail, or it waits for somebody else or nobody */
async function resolveAny(ctx: WriteContext, id: string, word: Word): Promise<void> {
  const found = await ownedMail(ctx, id);
  return found.mail.kind === 'dunning-letter' ? resolveLetterOf(ctx, found, word) : resolveMailOf(ctx, found, word);
}

/** @throws ProblemError 404 when there is none for this caller */
async function ownedMail(ctx: WriteContext, id: string): Promise<Owned> {
  const mail = await getMail(ctx.deps.prisma, id, { salesperson: ctx.onlySalesperson });
  const owner = mail && (await mailOwner(ctx.deps.prisma, id));
  if (!owner) throw notFound('mail');
  return { mail, owner };
}

/**
 * Asks the account of the customer, as for each of its letters by itself: it knows a request by its id, and one resolution
 * of several letters is several requests to it.
 * @throws ProblemError 403 to whose role resolves no dunning; 409 when it does not wait for a person
 */
async function resolveLetterOf(ctx: WriteContext, { mail, owner }: Owned, word: Word): Promise<void> {
  if (!mayUse(ctx.principal, 'dunning-steps.resolve'))
    throw new ProblemError('forbidden', said('letter-not-for-role', { mail: mail.id, role: ctx.principal.role }));
  const { customerNumber: customer, step } = owner;
  if (step === null || customer === null) throw notFound('dunning-step');
  const id = uuidOf('letter', ctx.request.id, mail.id);
  if (!waitsForPerson(mail)) return requireRecorded(ctx, mail, accountStep(customer, 'letter-resolution', id));
  const actor = { ...ctx.actor, requestId: id };
  const request = { ...ctx.request, id: uuidOf(id, String(ctx.request.attempt)), recorded: null };
  try {
    const args = { actor, step, ...word };
    const update = resolveLetter;
    await askAccount<DunningResolutionResult, DunningResolutionRequest>({ ...ctx, request }, customer, {
      update,
      args,
    });
  } catch (error) {
    if (error instanceof ProblemError && error.status < 500)
      await nextAttempt(ctx.deps.prisma, ctx.request.id, ctx.request.attempt);
    throw error;
  }
}

async function resolveMailOf(ctx: WriteContext, { mail, owner }: Owned, word: Word): Promise<void> {
  const { id } = mail;
  const { orderNumber, customerNumber } = owner;
  if (!waitsForPerson(mail)) return requireRecorded(ctx, mail, outgoingSteps.resolution(id, ctx.request.id));
  await askProcess<MailResolutionResult, MailResolutionRequest>(ctx, {
    workflowId: null,
    update: resolveMail,
    errand: {
      workflowId: mailWorkflowId(id),
      type: MAIL_WORKFLOW,
      about: id,
      input: { schemaVersion: 1, mailId: id, orderNumber, customerNumber },
    },
    args: () => ({ actor: ctx.actor, mailId: id, ...word }),
    whenGone: () => Promise.resolve(silent('mail-errand')),
  });
}

/** @throws ProblemError 409 for a letter of dunning, which the customer's account decides on */
function refuseLetter({ id, kind }: Mail, step: string | null): void {
  if (kind !== 'dunning-letter') return;
  throw new ProblemError('step-resolved', said('mail-is-letter', { mail: id }), {
    remedy: said('resolve-a-step', { id: step ?? '{id}' }),
  });
}

const waitsForPerson = ({ status }: Mail): boolean =>
  status === 'FAILED' || status === 'UNKNOWN' || status === 'HANDED';

/** @throws ProblemError 409 when it was not this request that resolved the mail */
async function requireRecorded(ctx: WriteContext, { id, status }: Mail, key: string): Promise<void> {
  if (await isRecorded(ctx.deps.prisma, key)) return ctx.markReplayed();
  throw new ProblemError('step-resolved', said('mail-decided', { mail: id, status }), {
    remedy: said('read-mail-to-resolve'),
  });
}

export const mailRoutes = [get, message, document, resolve, resolveSeveral];
