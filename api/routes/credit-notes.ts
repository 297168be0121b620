import { z } from 'zod';
import { LedgerReceipt } from '../../contracts/account.js';
import { CorrectionInput, CorrectionPreview, CorrectionReceipt } from '../../contracts/correction.js';
import {
  ApplicationInput,
  ApplicationReversalInput,
  CreditAsked,
  CreditDecided,
  CreditDecisionInput,
  CreditNoteInput,
  CreditNoteReceipt,
  CreditPreview,
  type AskedCredit,
} from '../../contracts/credit-note.js';
import { InvoiceNumber, Line } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { companyToday } from '../../prisma/queries/company.js';
import { previewCorrection } from '../../prisma/queries/correcting.js';
import { previewCredit } from '../../prisma/queries/crediting.js';
import {
  applyCredit,
  correctInvoice,
  creditInvoice,
  decideCredit,
  reverseApplication,
} from '../../workflows/account-messages.js';
import { findCreditRequest } from '../../prisma/queries/credit-requests.js';
import type { Reply } from '../context.js';
import { isRefusal, notFound, refusalProblem } from '../problem.js';
import { askAccount } from '../process-command.js';
import { defineRoute } from '../route.js';
import { nowMs, one, ownerOf, scopeOf } from './answers.js';
import { postedOn, receiptOf } from './receipts.js';

const tags = ['invoices'];
const params = z.strictObject({ number: InvoiceNumber });

/** A second person decides: nothing is issued yet. */
const waits = ({ kind: _kind, ...asked }: AskedCredit): Reply => ({ status: 202, body: asked });

const credit = defineRoute({
  method: 'post',
  path: '/v1/invoices/{number}/credit-notes',
  permission: 'invoices.credit',
  summary: 'Credit an invoice, whole or in part',
  description:
    'Issues a credit note of what is left of the invoice (`whole`), of quantities and freight (`lines`), of a part of the ' +
    'price (`price`), or of an allowance given afterwards (`allowance`), never of more than is left. It is deducted from ' +
    'what is open on the invoice, the instalment due first first; the rest is ours to give. Interest claimed for what is ' +
    'credited falls away with it, and the fee with the last of it. What is credited is not invoiced again. A credit of more ' +
    'than the credit policy lets one person give waits for a second one (202).',
  tags,
  idempotent: true,
  params,
  body: CreditNoteInput,
  responses: { 201: CreditNoteReceipt, 202: CreditAsked },
  problems: ['over-credit', 'line-unknown', 'already-exists'],
  async handler(ctx) {
    const { number: invoice } = ctx.params;
    const result = await askAccount(ctx, await ownerOf(ctx, invoice), {
      update: creditInvoice,
      args: { actor: ctx.actor, invoice, wish: ctx.body },
    });
    if (result.kind === 'asked') return waits(result);
    const { on: _on, unallocated: _unallocated, ...moved } = receiptOf(result);
    const { credit: issued } = result;
    return {
      status: 201,
      headers: { Location: pathOf('/v1/invoices', issued.creditNote) },
      body: { ...issued, ...moved },
    };
  },
});

const preview = defineRoute({
  method: 'post',
  asks: true,
  path: '/v1/invoices/{number}/credit-previews',
  permission: 'invoices.preview-credit',
  summary: 'What a credit note of an invoice would come to now',
  description:
    'By the same rule as the credit note itself: its lines, VAT and total, what would be deducted from the invoice and what ' +
    'would be ours to give, and what would fall away of interest and fees. `whole` tells what is left. Nothing is kept.',
  tags,
  params,
  body: CreditNoteInput,
  responses: { 200: CreditPreview },
  problems: ['over-credit', 'line-unknown'],
  async handler(ctx) {
    const found = await previewCredit(ctx.deps.prisma, ctx.params.number, ctx.body, scopeOf(ctx));
    if (isRefusal(found)) throw refusalProblem(found);
    return one(found, 'invoice');
  },
});

const apply = defineRoute({
  method: 'post',
  path: '/v1/invoices/{number}/applications',
  permission: 'invoices.apply-credit',
  summary: 'Set what a credit note has left off against invoices',
  description:
    'All in one transaction: what is named, or what has been due longest (`oldest-first`). Each invoice takes at most what ' +
    'is asked, what is open and what is left; the moves say what each took.',
  tags,
  idempotent: true,
  params,
  body: ApplicationInput,
  responses: { 200: LedgerReceipt },
  problems: ['over-allocation', 'nothing-open'],
  async handler(ctx) {
    const { number: creditNote } = ctx.params;
    return postedOn(ctx, await ownerOf(ctx, creditNote), applyCredit, { actor: ctx.actor, creditNote, wish: ctx.body });
  },
});

const reverse = defineRoute({
  method: 'post',
  path: '/v1/invoices/{number}/applications/{place}/reversal',
  permission: 'invoices.reverse-application',
  summary: 'Take back what of a credit note was set off against an invoice',
  description:
    'What it had settled is open again, with its dunning and its order, and the credit note has it to give again. What a ' +
    'credit note takes back of the invoice that it corrects stays deducted from that.',
  tags,
  idempotent: true,
  params: params.extend({ place: z.coerce.number().int().min(1).max(1_000_000) }),
  body: ApplicationReversalInput,
  responses: { 200: LedgerReceipt },
  problems: ['allocation-reversed', 'over-credit'],
  async handler(ctx) {
    const { number: creditNote, place: application } = ctx.params;
    const args = { actor: ctx.actor, creditNote, application, ...ctx.body };
    return postedOn(ctx, await ownerOf(ctx, creditNote), reverseApplication, args);
  },
});

const correct = defineRoute({
  method: 'post',
  path: '/v1/invoices/{number}/corrections',
  permission: 'invoices.correct',
  summary: 'Put an invoice right in one step',
  description:
    'Takes back all that is left of the invoice and issues the right one: with other quantities, prices, freight, terms, ' +
    'addresses or tax, to its customer or to another. `credit-and-invoice` issues a credit note and a new invoice; ' +
    '`corrective` one corrective invoice (EN 16931 type 384) that names the invoice whose place it takes, where nothing of ' +
    'that was credited and its customer is in France. Money that was paid is deducted from the right invoice of the same ' +
    'customer; the rest is ours to give.',
  tags,
  idempotent: true,
  params,
  body: CorrectionInput,
  responses: { 201: CorrectionReceipt, 202: CreditAsked },
  problems: ['over-credit', 'line-unknown', 'customer-unknown', 'currency-mismatch', 'already-exists'],
  async handler(ctx) {
    const { number: invoice } = ctx.params;
    const result = await askAccount(ctx, await ownerOf(ctx, invoice), {
      update: correctInvoice,
      args: { actor: ctx.actor, invoice, wish: ctx.body },
    });
    if (result.kind === 'asked') return waits(result);
    const { on: _on, unallocated: _unallocated, ...moved } = receiptOf(result);
    return {
      status: 201,
      headers: { Location: pathOf('/v1/invoices', result.correction.invoice) },
      body: { credit: result.credit, ...result.correction, ...moved },
    };
  },
});

const previewOfCorrection = defineRoute({
  method: 'post',
  asks: true,
  path: '/v1/invoices/{number}/correction-previews',
  permission: 'invoices.preview-correction',
  summary: 'What putting an invoice right would come to now',
  description: 'By the same rule as the correction itself. Nothing is kept.',
  tags,
  params,
  body: CorrectionInput,
  responses: { 200: CorrectionPreview },
  problems: ['over-credit', 'line-unknown', 'customer-unknown', 'currency-mismatch'],
  async handler(ctx) {
    const { prisma } = ctx.deps;
    const today = await companyToday(prisma, nowMs(ctx));
    const found = await previewCorrection(prisma, ctx.params.number, ctx.body, { scope: scopeOf(ctx), today });
    if (isRefusal(found)) throw refusalProblem(found);
    return one(found, 'invoice');
  },
});

const decideRequest = defineRoute({
  method: 'post',
  path: '/v1/credit-requests/{id}/decision',
  permission: 'credit-requests.decide',
  summary: 'Grant or refuse a credit that waits for a second person',
  description:
    'Another person than asked for it. What is granted is issued by the same act, as it was asked for, if the invoice has so ' +
    'much left by then.',
  tags,
  idempotent: true,
  params: z.strictObject({ id: Line(200) }),
  body: CreditDecisionInput,
  responses: { 200: CreditDecided },
  problems: ['four-eyes', 'line-closed', 'over-credit', 'line-unknown', 'customer-unknown', 'currency-mismatch'],
  async handler(ctx) {
    const { id: request } = ctx.params;
    const asked = await findCreditRequest(ctx.deps.prisma, request, ctx.actor.principal);
    if (asked === null) throw notFound('line');
    const result = await askAccount(ctx, await ownerOf(ctx, asked.invoice), {
      update: decideCredit,
      args: { actor: ctx.actor, request, ...ctx.body },
    });
    const { kind: _kind, ...decided } = result;
    return { status: 200, body: decided };
  },
});

export const creditNoteRoutes = [credit, preview, apply, reverse, correct, previewOfCorrection, decideRequest];
