import type { FoundDiscrepancy } from '../contracts/discrepancy.js';
import type { OrderResult } from '../contracts/process.js';
import type { Actor, Disposition, OrderStage } from '../contracts/vocabulary.js';
import { heldAfter } from '../domain/reconciliation.js';
import { queueMail } from '../prisma/repositories/mails.js';
import { closeWorkItems, openWorkItem, updateOrder } from '../prisma/repositories/orders.js';
import { once } from '../prisma/repositories/step.js';
import type { Transaction } from '../prisma/client.js';
import { systemActor, type ActivityDeps } from './deps.js';

export type RecordDiscrepancies = {
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly version: number;
  readonly discrepancies: readonly FoundDiscrepancy[];
  /** At least one is beyond its tolerance: sales has to decide. */
  readonly held: boolean;
  readonly today: string;
};

export type RecordDisposition = {
  readonly orderNumber: string;
  readonly customerNumber: string;
  readonly version: number;
  readonly discrepancyId: string;
  readonly disposition: Disposition;
  readonly reason: string;
  readonly actor: Actor;
  /** Discrepancies still to decide after this one. */
  readonly left: number;
  readonly stage: OrderStage;
  readonly today: string;
};

export function reconciliationActivities(deps: ActivityDeps) {
  return {
    recordDiscrepancies: (input: RecordDiscrepancies) => recordDiscrepancies(deps, input),
    recordDisposition: (input: RecordDisposition) => recordDisposition(deps, input),
  };
}

/** Writes the differences found; those beyond tolerance become a line of the sales worklist. */
function recordDiscrepancies({ prisma }: ActivityDeps, input: RecordDiscrepancies): Promise<null> {
  const { orderNumber } = input;
  const key = `order:${orderNumber}:reconciliation:${input.version}`;
  return once(prisma, key, null, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO discrepancy (order_number, id, version, type, line_no, together, expected, actual, source, within_tolerance, disposition)
      SELECT ${orderNumber}, d.id, ${input.version}::int, d.type, d."lineNo", d.together, d.expected, d.actual, d.source, d."withinTolerance",
        CASE WHEN d."withinTolerance" THEN 'tolerated' ELSE 'open' END
      FROM jsonb_to_recordset(${JSON.stringify(input.discrepancies)}::jsonb) AS d(id text, type text, "lineNo" int, together int[],
        expected jsonb, actual jsonb, source text, "withinTolerance" boolean)`;
    const open = input.discrepancies.filter((discrepancy) => !discrepancy.withinTolerance);
    if (input.held) {
      await updateOrder(tx, orderNumber, {
        stage: 'discrepancy-hold',
        holdReason: 'discrepancy',
        waitsFor: { kind: 'discrepancies', open: open.length },
      });
      await openWorkItem(tx, {
        id: `discrepancy:${orderNumber}:${input.version}`,
        kind: 'discrepancy',
        role: 'sales',
        title: `Discrepancies: order ${orderNumber}`,
        detail: open.map(describe).join('; '),
        orderNumber,
        customerNumber: input.customerNumber,
        dueOn: input.today,
        link: `/orders/${orderNumber}`,
      });
    }
    return {
      result: null,
      audit: [
        {
          actor: systemActor(key),
          action: input.held ? 'reconciliation.held' : 'reconciliation.tolerated',
          summary: `${input.discrepancies.length} differences found${input.held ? `, ${open.length} beyond tolerance` : ', all within tolerance'}: ${input.discrepancies.map(describe).join('; ')}`,
          entity: 'order',
          entityId: orderNumber,
          orderNumber,
          customerNumber: input.customerNumber,
          on: input.today,
          after: input.discrepancies,
        },
      ],
    };
  });
}

/** A person's decision on one difference. `ask` queues a mail with the open questions. */
function recordDisposition(
  { prisma }: ActivityDeps,
  input: RecordDisposition,
): Promise<OrderResult & { readonly mailId: string | null }> {
  const { orderNumber, actor } = input;
  const key = `order:${orderNumber}:disposition:${input.discrepancyId}:${actor.requestId}`;
  return once(prisma, key, actor.requestId, async (tx) => {
    await tx.$executeRaw`
      UPDATE discrepancy SET disposition = ${input.disposition}, reason = ${input.reason}, decided_by = ${actor.principal}
      WHERE order_number = ${orderNumber} AND id = ${input.discrepancyId}`;
    await updateOrder(tx, orderNumber, { stage: input.stage, ...heldAfter(input) });
    if (input.left === 0) await closeWorkItems(tx, orderNumber, 'discrepancy');
    const mailId = input.disposition === 'ask' ? await nextQuestionId(tx, orderNumber, input.discrepancyId) : null;
    if (mailId !== null)
      await queueMail(tx, {
        id: mailId,
        kind: 'question',
        customerNumber: input.customerNumber,
        orderNumber,
        data: { discrepancyId: input.discrepancyId, message: input.reason },
      });
    return {
      result: { kind: 'done', number: orderNumber, stage: input.stage, mailId },
      audit: [
        {
          actor,
          action: `discrepancy.${input.disposition}`,
          summary: `Discrepancy ${input.discrepancyId}: ${input.disposition} by ${actor.principal}: ${input.reason}`,
          entity: 'discrepancy',
          entityId: `${orderNumber}:${input.discrepancyId}`,
          orderNumber,
          customerNumber: input.customerNumber,
          on: input.today,
          before: { disposition: 'open' },
          after: { disposition: input.disposition, reason: input.reason },
        },
      ],
    };
  });
}

/** The same difference may be asked about again, in other words: each question is a mail of its own. */
async function nextQuestionId(tx: Transaction, orderNumber: string, discrepancyId: string): Promise<string> {
  const id = `question:${orderNumber}:${discrepancyId}`;
  const asked = await tx.mail.count({ where: { OR: [{ id }, { id: { startsWith: `${id}:` } }] } });
  return asked === 0 ? id : `${id}:${asked + 1}`;
}

const describe = (discrepancy: FoundDiscrepancy): string =>
  `${discrepancy.type}${discrepancy.lineNo === null ? '' : ` on line ${discrepancy.lineNo}`}`;
