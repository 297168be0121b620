import { z } from 'zod';
import { LedgerReceipt } from '../../contracts/account.js';
import { ApplicationInput, CreditNoteInput, CreditNoteReceipt, CreditPreview } from '../../contracts/credit-note.js';
import { InvoiceNumber } from '../../contracts/primitives.js';
import { pathOf } from '../../domain/paths.js';
import { invoiceOwner } from '../../prisma/queries/account.js';
import { previewCredit } from '../../prisma/queries/crediting.js';
import { applyCredit, creditInvoice } from '../../workflows/account-messages.js';
import { isRefusal, notFound, refusalProblem } from '../problem.js';
import { askAccount } from '../process-command.js';
import { defineRoute } from '../route.js';
import { one, scopeOf } from './answers.js';
import { postedOn, receiptOf } from './receipts.js';

const tags = ['invoices'];
const params = z.strictObject({ number: InvoiceNumber });

const credit = defineRoute({
  method: 'post',
  path: '/v1/invoices/{number}/credit-notes',
  permission: 'invoices.credit',
  summary: 'Credit an invoice, whole or in part',
  description:
    'Issues a credit note of what is left of the invoice (`whole`), of quantities and freight (`lines`), of a part of the ' +
    'price (`price`), or of an allowance given afterwards (`allowance`), never of more than is left. It is deducted from ' +
    'what is open on the invoice, the instalment due first first; the rest is ours to give. Interest claimed for what is ' +
    'credited falls away with it, and the fee with the last of it. What is credited is not invoiced again.',
  tags,
  idempotent: true,
  params,
  body: CreditNoteInput,
  responses: { 201: CreditNoteReceipt },
  problems: ['over-credit', 'line-unknown'],
  async handler(ctx) {
    const { number: invoice } = ctx.params;
    const customer = await invoiceOwner(ctx.deps.prisma, invoice, scopeOf(ctx));
    if (customer === null) throw notFound('invoice');
    const result = await askAccount(ctx, customer, {
      update: creditInvoice,
      args: { actor: ctx.actor, invoice, wish: ctx.body },
    });
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
    const customer = await invoiceOwner(ctx.deps.prisma, creditNote, scopeOf(ctx));
    if (customer === null) throw notFound('invoice');
    return postedOn(ctx, customer, applyCredit, { actor: ctx.actor, creditNote, wish: ctx.body });
  },
});

export const creditNoteRoutes = [credit, preview, apply];
