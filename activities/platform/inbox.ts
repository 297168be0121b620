import { createHash } from 'node:crypto';
import type { ComplaintRun } from '../../contracts/complaint.js';
import type { ReceivedStatus } from '../../contracts/lifecycle.js';
import { complaintSources, receivedStatusId, workItemIds } from '../../contracts/ids.js';
import type { Company } from '../../contracts/company.js';
import { actionFor, asksForWork, endings, endsWork } from '../../domain/lifecycle.js';
import { pathOf } from '../../domain/paths.js';
import type { Transaction } from '../../prisma/client.js';
import { openRefusal } from '../../prisma/commands/complaints.js';
import { getCompany } from '../../prisma/queries/company.js';
import { complaintFrom } from '../../prisma/queries/complaints.js';
import { lockCustomer } from '../../prisma/repositories/accounts.js';
import { appendAudit } from '../../prisma/repositories/audit.js';
import {
  closeStatusWork,
  insertReceived,
  isToldAfter,
  keepMessage,
  lockMessage,
  markRead,
  ownerOfStatus,
  waitingMessages,
  type Found,
  type StatusOwner,
  type WaitingMessage,
} from '../../prisma/repositories/invoice-statuses.js';
import { openWorkItem } from '../../prisma/repositories/orders.js';
import { systemActor, type ActivityDeps } from '../deps.js';
import { readStatus } from './read-status.js';

/** The buyer refuses the invoice (XP Z12-012). */
const REFUSED = '210';

/** Read in one run of the activity. */
const AT_ONCE = 50;

export function platformActivities(deps: ActivityDeps) {
  return {
    /**
     * Takes what a platform left for us, and reads what waits: a status becomes an event of its invoice, and work for finance
     * where it asks for any, and a refusal a complaint; what says nothing that we know is told, and kept. Each message is one
     * transaction, after that of its complaint.
     * @returns how many were read; none: there is nothing left
     */
    async takePlatformMessages(): Promise<{ readonly read: number }> {
      for (const { name, bytes } of await deps.platform.arrived()) {
        const content = new Uint8Array(bytes);
        const sha256 = createHash('sha256').update(content).digest('hex');
        await keepMessage(deps.prisma, { sha256, name, content, transport: 'file' });
        await deps.platform.putAway(name, content.length > 0);
      }
      const waiting = await waitingMessages(deps.prisma, AT_ONCE);
      for (const message of waiting) {
        const complaint = await complaintOf(deps, message);
        if (complaint !== null) await deps.processes.startComplaint(complaint);
        await deps.prisma.$transaction((tx) => take(tx, message));
      }
      return { read: waiting.length };
    },
  };
}

async function take(tx: Transaction, message: WaitingMessage): Promise<void> {
  const company = await companyIn(tx);
  if (!(await lockMessage(tx, message.sha256))) return;
  const read = readStatus(message.content, company.zone);
  if (read.kind === 'unread') return setAside(tx, message, 'unread', read.why);
  const { status } = read;
  const owner = isOurs(status, company) ? await ownerOfStatus(tx, status) : null;
  if (owner === null) return setAside(tx, message, 'stranger', `invoice ${status.invoice}, status ${status.code}`);
  const isNew = await insertReceived(tx, message.sha256, status);
  await markRead(tx, message.sha256, isNew ? 'status' : 'known');
  if (isNew) await follow(tx, status, owner);
}

/** What the buyer refuses is disputed before the message counts as read, so that its complaint is looked after in any case. */
async function complaintOf({ prisma }: ActivityDeps, message: WaitingMessage): Promise<ComplaintRun | null> {
  const company = await getCompany(prisma);
  const read = readStatus(message.content, company.zone);
  if (read.kind === 'unread' || read.status.code !== REFUSED || !isOurs(read.status, company)) return null;
  const { status } = read;
  return prisma.$transaction(async (tx) => {
    const owner = await ownerOfStatus(tx, status);
    if (owner === null || (owner.kind !== 'invoice' && owner.kind !== 'corrective')) return null;
    await lockCustomer(tx, owner.customer);
    const id = receivedStatusId(status.messageId);
    if (await isToldAfter(tx, status, endings)) return null;
    const actor = systemActor(`platform:${id}`);
    const number = await openRefusal(tx, { status, owner, actor, nowMs: Date.now() });
    if (number !== null) return { number, customerNumber: owner.customer };
    return complaintFrom(tx, complaintSources.refusal(id));
  });
}

async function companyIn(tx: Transaction): Promise<Company> {
  const { body } = await tx.company.findUniqueOrThrow({ where: { id: 1 } });
  return body as Company;
}

/** A message that names no seller is taken for one about us: the invoice has to be ours in any case. */
const isOurs = ({ seller }: ReceivedStatus, { siren }: Company): boolean => seller === null || seller === siren;

async function setAside(
  tx: Transaction,
  { sha256, name }: WaitingMessage,
  found: Extract<Found, 'unread' | 'stranger'>,
  why: string,
): Promise<void> {
  await markRead(tx, sha256, found);
  await openWorkItem(tx, {
    id: workItemIds.platformMessage(sha256),
    kind: 'platform-message',
    role: 'finance',
    facts: { name, found, why },
  });
}

/** On record, with what follows: work for finance, or the end of it; a late word asks for nothing that is over by then. */
async function follow(tx: Transaction, status: ReceivedStatus, owner: StatusOwner): Promise<void> {
  const { invoice, code, at, reasons, messageId } = status;
  const id = receivedStatusId(messageId);
  if (endsWork(code)) await closeStatusWork(tx, invoice, at);
  if (asksForWork(code) && !(await isToldAfter(tx, status, endings)))
    await openWorkItem(tx, {
      id: workItemIds.invoiceStatus(id),
      kind: 'invoice-status',
      role: 'finance',
      facts: { code, at, reasons, action: actionFor(code, reasons) },
      orderNumber: owner.order,
      invoiceNumber: invoice,
      customerNumber: owner.customer,
      amount: owner.gross,
      link: pathOf('/invoices', invoice),
    });
  await appendAudit(tx, [
    {
      actor: systemActor(`platform:${id}`),
      action: 'invoice.status-received',
      entity: 'invoice',
      entityId: invoice,
      orderNumber: owner.order,
      customerNumber: owner.customer,
      after: { code, reasons: [...reasons], message: messageId },
    },
  ]);
}
