import { z } from 'zod';
import {
  Complaint,
  ComplaintAssignmentInput,
  ComplaintCreditInput,
  ComplaintFileInput,
  ComplaintGoodsInput,
  ComplaintInput,
  ComplaintNoteInput,
  ComplaintQualificationInput,
  ComplaintReceipt,
  ComplaintRefusalInput,
  ComplaintReplacementInput,
  ComplaintSummary,
  ComplaintWithdrawalInput,
  type ComplaintResult,
} from '../../contracts/complaint.js';
import {
  ComplaintNumber,
  CustomerNumber,
  DeliveryNumber,
  InvoiceNumber,
  Line,
  LocalDate,
  OrderNumber,
  pageOf,
  Uuid,
} from '../../contracts/primitives.js';
import type { Answer } from '../../contracts/process.js';
import type { ProblemCode } from '../../contracts/problems.js';
import { complaintKinds, complaintOutcomes, complaintStatuses, type Actor } from '../../contracts/vocabulary.js';
import { refuseSettled } from '../../domain/complaints.js';
import { pathOf } from '../../domain/paths.js';
import { addComplaintFile, openComplaint } from '../../prisma/commands/complaints.js';
import { complaintSorts, getComplaint, getComplaintFile, listComplaints } from '../../prisma/queries/complaints.js';
import * as messages from '../../workflows/complaint-messages.js';
import { COMPLAINT_WORKFLOW, complaintWorkflowId } from '../../workflows/ids.js';
import type { UpdateDefinition } from '@temporalio/common';
import type { WriteContext } from '../context.js';
import type { Permission } from '../permissions.js';
import { askProcess } from '../process-command.js';
import { notFound, refusalProblem, silent } from '../problem.js';
import { ANY_FILE, defineRoute, type Route } from '../route.js';
import { created, flag, isTrue, nowMs, ok, one, paging, scopeOf, search, sortOf } from './answers.js';

const tags = ['complaints'];
const params = z.strictObject({ number: ComplaintNumber });

const list = defineRoute({
  method: 'get',
  path: '/v1/complaints',
  permission: 'complaints.list',
  summary: 'Complaints of customers, what is due first before the rest',
  description:
    '`waiting` tells those that have not ended, `overdue` those whose time to be decided has passed; `owner=nobody` those that ' +
    'nobody answers for. `search` looks into numbers, the name of the customer and what is said.',
  tags,
  query: z.strictObject({
    ...paging,
    sort: sortOf(complaintSorts).optional(),
    search,
    status: z.enum(complaintStatuses).optional(),
    waiting: flag.optional(),
    overdue: flag.optional(),
    kind: z.enum(complaintKinds).optional(),
    outcome: z.enum(complaintOutcomes).optional(),
    customer: CustomerNumber.optional(),
    order: OrderNumber.optional(),
    delivery: DeliveryNumber.optional(),
    invoice: InvoiceNumber.optional(),
    owner: Line(262).optional(),
    openedFrom: LocalDate.optional(),
    openedTo: LocalDate.optional(),
  }),
  responses: { 200: pageOf(ComplaintSummary) },
  async handler(ctx) {
    const { waiting, overdue, ...filter } = ctx.query;
    const asked = { ...filter, waiting: isTrue(waiting), overdue: isTrue(overdue) };
    return ok(await listComplaints(ctx.deps.prisma, asked, scopeOf(ctx), nowMs(ctx)));
  },
});

const read = defineRoute({
  method: 'get',
  path: '/v1/complaints/{number}',
  permission: 'complaints.get',
  summary: 'A complaint with its lines, notes, files and outcome',
  tags,
  params,
  responses: { 200: Complaint },
  async handler(ctx) {
    return one(await getComplaint(ctx.deps.prisma, ctx.params.number, scopeOf(ctx), nowMs(ctx)), 'complaint');
  },
});

const open = defineRoute({
  method: 'post',
  path: '/v1/complaints',
  permission: 'complaints.open',
  summary: 'Open a complaint on a delivery, an invoice or an order',
  description:
    'What is disputed of the invoice is not dunned while nobody has decided: as it is stated, or what the lines come to, or all ' +
    'of it; of goods that are late, nothing. A proof of receipt with reserves opens one by itself.',
  tags,
  idempotent: true,
  body: ComplaintInput,
  responses: { 201: ComplaintReceipt },
  problems: ['line-unknown', 'order-closed'],
  async handler(ctx) {
    const answer = await ctx.once(async (tx) => {
      const opening = { actor: ctx.actor, scope: scopeOf(ctx), nowMs: nowMs(ctx) };
      return created(await openComplaint(tx, ctx.body, opening), ({ number }) => pathOf('/v1/complaints', number));
    });
    const { customer, ...receipt } = answer.body;
    await ctx.deps.processes.startComplaint({ number: receipt.number, customerNumber: customer });
    return { ...answer, body: receipt };
  },
});

const attach = defineRoute({
  method: 'post',
  path: '/v1/complaints/{number}/files',
  permission: 'complaints.attach',
  summary: 'Keep a photo or a PDF with a complaint',
  description:
    'Whole or not at all: at most 5 MB each and 20 of them, JPEG, PNG, WebP or PDF by their bytes. What is kept stays as it came.',
  tags,
  idempotent: true,
  bodyBytes: 7_000_000,
  params,
  body: ComplaintFileInput,
  responses: { 201: z.strictObject({ id: Uuid }).meta({ id: 'ComplaintFileReceipt' }) },
  problems: ['complaint-settled', 'already-exists'],
  handler: (ctx) =>
    ctx.once(async (tx) => {
      const opening = { actor: ctx.actor, scope: scopeOf(ctx), nowMs: nowMs(ctx) };
      const { number } = ctx.params;
      return created(await addComplaintFile(tx, number, ctx.body, opening), ({ id }) =>
        pathOf('/v1/complaints', number, 'files', id, 'content'),
      );
    }),
});

const content = defineRoute({
  method: 'get',
  path: '/v1/complaints/{number}/files/{id}/content',
  permission: 'complaints.file',
  summary: 'A photo or a PDF of a complaint, byte by byte',
  tags,
  params: params.extend({ id: Uuid }),
  responses: { 200: ANY_FILE },
  async handler({ deps, params: { number, id }, onlySalesperson }) {
    const found = await getComplaintFile(deps.prisma, number, id, { salesperson: onlySalesperson });
    if (found === null) throw notFound('document');
    // Never shown in place: it is somebody else's.
    const fileName = found.name.replace(/[^\w.-]/g, '_');
    return {
      status: 200,
      body: found.content,
      headers: { 'Content-Disposition': `attachment; filename="${fileName}"` },
    };
  },
});

type Act<B extends z.ZodType> = {
  readonly path: `/v1/complaints/{number}/${string}`;
  readonly permission: Permission;
  readonly summary: string;
  readonly description?: string;
  readonly body: B;
  readonly problems: readonly ProblemCode[];
  readonly update: UpdateDefinition<Answer<ComplaintResult>, [z.infer<B> & { readonly actor: Actor }]>;
};

/** What a person does about a complaint is asked of its process, which is started where it does not run. */
const act = <B extends z.ZodType>({ path, permission, summary, description, body, problems, update }: Act<B>): Route =>
  defineRoute({
    method: 'post',
    path,
    permission,
    summary,
    ...(description !== undefined && { description }),
    tags,
    idempotent: true,
    params,
    body,
    responses: { 200: ComplaintReceipt },
    problems,
    async handler(ctx) {
      const { number, status, outcome, creditNote } = await ask(ctx, ctx.params.number, update);
      return { status: 200, body: { number, status, outcome, creditNote } };
    },
  });

/** @throws ProblemError 404 where the complaint is not for this caller */
async function ask<B, A extends B & { readonly actor: Actor }>(
  ctx: WriteContext<unknown, unknown, B>,
  number: string,
  update: UpdateDefinition<Answer<ComplaintResult>, [A]>,
): Promise<ComplaintResult> {
  const found = await getComplaint(ctx.deps.prisma, number, scopeOf(ctx), nowMs(ctx));
  if (found === null) throw notFound('complaint');
  const gone = ctx.request.fresh ? refuseSettled(found, ['open', 'awaiting-goods']) : null;
  if (gone !== null) throw refusalProblem(gone);
  return askProcess<ComplaintResult, A>(ctx, {
    workflowId: null,
    update,
    errand: {
      workflowId: complaintWorkflowId(number),
      type: COMPLAINT_WORKFLOW,
      about: number,
      input: { schemaVersion: 1, number, customerNumber: found.customer },
    },
    args: () => ({ ...ctx.body, actor: ctx.actor }) as unknown as A,
    whenGone: () => Promise.resolve(silent('complaint')),
  });
}

const settled = ['complaint-settled'] as const;

const acts = [
  act({
    path: '/v1/complaints/{number}/assignment',
    permission: 'complaints.assign',
    summary: 'Say who answers for a complaint, and by when it is to be decided',
    body: ComplaintAssignmentInput,
    problems: settled,
    update: messages.assignComplaint,
  }),
  act({
    path: '/v1/complaints/{number}/qualification',
    permission: 'complaints.qualify',
    summary: 'Say what a complaint is: its kind, lines and disputed amount',
    body: ComplaintQualificationInput,
    problems: [...settled, 'complaint-not-ready', 'line-unknown'],
    update: messages.qualifyComplaint,
  }),
  act({
    path: '/v1/complaints/{number}/notes',
    permission: 'complaints.note',
    summary: 'Keep what was said about a complaint',
    body: ComplaintNoteInput,
    problems: settled,
    update: messages.noteComplaint,
  }),
  act({
    path: '/v1/complaints/{number}/credit-note',
    permission: 'complaints.credit',
    summary: 'Decide a complaint by a credit note of its invoice',
    description:
      'Issued as any credit note is, by the account of the customer; see POST /v1/invoices/{number}/credit-previews for what it ' +
      'would come to. Dunning goes on with what is left open.',
    body: ComplaintCreditInput,
    problems: [...settled, 'complaint-not-ready', 'over-credit', 'line-unknown'],
    update: messages.creditComplaint,
  }),
  act({
    path: '/v1/complaints/{number}/replacement',
    permission: 'complaints.replace',
    summary: 'Decide a complaint by delivering again, free of charge',
    description:
      'The order gets lines at a price of zero for what is complained of; they take what stock is free, the rest is backorder.',
    body: ComplaintReplacementInput,
    problems: [...settled, 'complaint-not-ready', 'line-unknown', 'order-closed'],
    update: messages.replaceComplaint,
  }),
  act({
    path: '/v1/complaints/{number}/refusal',
    permission: 'complaints.refuse',
    summary: 'Refuse a complaint',
    body: ComplaintRefusalInput,
    problems: settled,
    update: messages.refuseComplaint,
  }),
  act({
    path: '/v1/complaints/{number}/goods',
    permission: 'complaints.receive',
    summary: 'Take back the goods of a complaint, into stock or written off',
    description: 'What goes into stock serves backorders at once. `last` says that nothing more is to come.',
    body: ComplaintGoodsInput,
    problems: [...settled, 'complaint-not-ready', 'line-unknown'],
    update: messages.receiveComplaintGoods,
  }),
  act({
    path: '/v1/complaints/{number}/withdrawal',
    permission: 'complaints.withdraw',
    summary: 'The customer takes a complaint back',
    body: ComplaintWithdrawalInput,
    problems: settled,
    update: messages.withdrawComplaint,
  }),
];

export const complaintRoutes = [list, read, open, attach, content, ...acts];
