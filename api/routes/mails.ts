import { z } from 'zod';
import { MailResolutionInput } from '../../contracts/mail.js';
import { Line } from '../../contracts/primitives.js';
import type { Mail } from '../../contracts/mail.js';
import type { MailResolutionRequest, MailResolutionResult } from '../../contracts/process.js';
import { getMail } from '../../prisma/queries/mails.js';
import { orderWorkflowId } from '../../workflows/ids.js';
import { resolveMail } from '../../workflows/order-messages.js';
import { askProcess, orderGone } from '../process-command.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';

const MailId = Line(200);

const MailResolutionReceipt = z
  .strictObject({ id: MailId, resolution: MailResolutionInput.shape.resolution })
  .meta({ id: 'MailResolutionReceipt' });

const resolve = defineRoute({
  method: 'post',
  path: '/v1/mails/{id}/resolution',
  permission: 'mails.resolve',
  summary: 'Say what became of a mail that is UNKNOWN or FAILED',
  description:
    '`was-sent`: the customer has it; `send-again`: the same text once more, to the address of now; `skip`: it is not ' +
    'sent. As long as its order is open: of a closed one the answer is `order-closed`. A letter of dunning is resolved ' +
    'at its dunning step.',
  tags: ['mails'],
  idempotent: true,
  params: z.strictObject({ id: MailId }),
  body: MailResolutionInput,
  responses: { 200: MailResolutionReceipt },
  problems: ['step-resolved', 'order-closed'],
  async handler(ctx) {
    const { id } = ctx.params;
    const mail = await getMail(ctx.deps.prisma, id, { salesperson: ctx.onlySalesperson });
    if (!mail?.order) throw notFound('mail');
    refuseDunning(mail);
    const { order } = mail;
    await askProcess<MailResolutionResult, MailResolutionRequest>(ctx, {
      workflowId: orderWorkflowId(order),
      update: resolveMail,
      args: () => ({ actor: ctx.actor, mailId: id, ...ctx.body }),
      whenGone: () => orderGone(ctx, order),
    });
    return { status: 200, body: { id, resolution: ctx.body.resolution } };
  },
});

/** @throws ProblemError 409 for a mail of the collection, which is not the order's to decide on */
function refuseDunning({ id, kind }: Mail): void {
  if (kind === 'dunning')
    throw new ProblemError('step-resolved', `${id} is a letter of dunning.`, {
      remedy: `Resolve its step: POST /v1/dunning-steps/${id.slice('dunning:'.length)}/resolution.`,
    });
  if (kind === 'dunning-report')
    throw new ProblemError('step-resolved', `${id} tells our own finance of a step.`, {
      remedy: 'Nothing is to be done: the same is a line of the worklist of finance.',
    });
}

export const mailRoutes = [resolve];
