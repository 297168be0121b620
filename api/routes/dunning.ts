import { z } from 'zod';
import { DunningResolutionInput } from '../../contracts/dunning.js';
import type { DunningResolutionRequest, DunningResolutionResult } from '../../contracts/process.js';
import { dunningLevels } from '../../contracts/vocabulary.js';
import { getDunningStep } from '../../prisma/queries/dunning.js';
import { resolveDunningStep } from '../../workflows/collection-messages.js';
import { collectionWorkflowId } from '../../workflows/ids.js';
import { askProcess } from '../process-command.js';
import { notFound, ProblemError } from '../problem.js';
import { defineRoute } from '../route.js';

const StepId = z
  .string()
  .regex(
    new RegExp(`^FA-\\d{4}-\\d{6}:\\d{1,2}:(${dunningLevels.join('|')})$`),
    'must be a dunning step such as "FA-2026-000017:1:level-2"',
  );

const DunningResolutionReceipt = z
  .strictObject({ id: StepId, resolution: DunningResolutionInput.shape.resolution })
  .meta({ id: 'DunningResolutionReceipt' });

const resolve = defineRoute({
  method: 'post',
  path: '/v1/dunning-steps/{id}/resolution',
  permission: 'dunning-steps.resolve',
  summary: 'Say what became of a dunning letter whose mail is UNKNOWN or FAILED',
  tags: ['dunning'],
  idempotent: true,
  params: z.strictObject({ id: StepId }),
  body: DunningResolutionInput,
  responses: { 200: DunningResolutionReceipt },
  problems: ['step-resolved'],
  async handler(ctx) {
    const { id } = ctx.params;
    const step = await getDunningStep(ctx.deps.prisma, id, { salesperson: ctx.onlySalesperson });
    if (!step) throw notFound('dunning step');
    await askProcess<DunningResolutionResult, DunningResolutionRequest>(ctx, {
      workflowId: collectionWorkflowId(step.invoice),
      update: resolveDunningStep,
      args: () => ({ actor: ctx.actor, level: step.level, ...ctx.body }),
      whenGone: () =>
        Promise.resolve(new ProblemError('step-resolved', `The collection of ${step.invoice} is closed.`)),
    });
    return { status: 200, body: { id, resolution: ctx.body.resolution } };
  },
});

export const dunningRoutes = [resolve];
