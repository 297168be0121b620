import { z } from 'zod';
import { MailResolutionInput } from '../../contracts/mail.js';
import { Line } from '../../contracts/primitives.js';
import type { Mail } from '../../contracts/mail.js';
import type { MailResolutionRequest, MailResolutionResult } from '../../contracts/process.js';
import { getMail, mailOwner } from '../../prisma/queries/mails.js';
import { MAIL_WORKFLOW, mailWorkflowId } from '../../workflows/ids.js';
import { resolveMail } from '../../workflows/mail-messages.js';
import type { WriteContext } from '../context.js';
import { askProcess, recordedBefore } from '../process-command.js';
import { notFound, ProblemError, unavailable } from '../problem.js';
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
    'sent. Whether its order is open or closed. A letter of dunning is resolved at its dunning step.',
  tags: ['mails'],
  idempotent: true,
  params: z.strictObject({ id: MailId }),
  body: MailResolutionInput,
  responses: { 200: MailResolutionReceipt },
  problems: ['step-resolved'],
  async handler(ctx) {
    const { id } = ctx.params;
    const mail = await getMail(ctx.deps.prisma, id, { salesperson: ctx.onlySalesperson });
    const owner = mail && (await mailOwner(ctx.deps.prisma, id));
    if (!owner) throw notFound('mail');
    refuseLetter(mail, owner.step);
    const { orderNumber, customerNumber } = owner;
    if (!waitsForPerson(mail)) await requireRecorded(ctx, mail);
    else
      await askProcess<MailResolutionResult, MailResolutionRequest>(ctx, {
        workflowId: null,
        update: resolveMail,
        errand: {
          workflowId: mailWorkflowId(id),
          type: MAIL_WORKFLOW,
          about: id,
          input: { schemaVersion: 1, mailId: id, orderNumber, customerNumber },
        },
        args: () => ({ actor: ctx.actor, mailId: id, ...ctx.body }),
        whenGone: () => Promise.resolve(unavailable('The errand of the mail')),
      });
    return { status: 200, body: { id, resolution: ctx.body.resolution } };
  },
});

/** @throws ProblemError 409 for a letter of dunning, which the customer's account decides on */
function refuseLetter({ id, kind }: Mail, step: string | null): void {
  if (kind !== 'dunning-letter') return;
  throw new ProblemError('step-resolved', `${id} is a letter of dunning.`, {
    remedy: `Resolve a step of it: POST /v1/dunning-steps/${step ?? '{id}'}/resolution.`,
  });
}

const waitsForPerson = ({ status }: Mail): boolean => status === 'FAILED' || status === 'UNKNOWN';

/** @throws ProblemError 409 when it was not this request that resolved the mail */
async function requireRecorded(ctx: WriteContext, { id, status }: Mail): Promise<void> {
  if ((await recordedBefore<MailResolutionResult>(ctx)) !== null) return;
  throw new ProblemError('step-resolved', `Mail ${id} is ${status} and does not wait for a decision.`, {
    remedy: 'Read the mail; only UNKNOWN and FAILED ones are resolved by hand.',
  });
}

export const mailRoutes = [resolve];
