import { outgoingIds } from '../contracts/ids.js';
import type { OutgoingRecord } from '../prisma/repositories/outgoing.js';
import type { Owner } from './outgoing-owner.js';

/** A month end goes to a manager: sent again, to the address that they have now. */
export const monthEndOwner: Owner = {
  async addressNow(tx, item) {
    const { month, version } = snapshotOf(item);
    const managers = await tx.principal.findMany({ where: { role: 'manager', deactivatedAt: null } });
    const reader = managers.find(({ code }) => outgoingIds.monthEnd(month, version, code) === item.id);
    return reader?.email ?? item.recipient;
  },
};

function snapshotOf({ id, documents: [document] }: OutgoingRecord) {
  if (document?.kind !== 'month-end') throw new Error(`${id} is no month end`);
  return document.snapshot;
}
