import type { AuditFacts } from '../../contracts/audit.js';
import type { Actor } from '../../contracts/vocabulary.js';
import type { PrismaClient } from '../client.js';
import { appendAudit } from '../repositories/audit.js';

/** Keeps that somebody took a list away as a file: which, what of it, and how many rows. */
export const recordExport = (prisma: PrismaClient, after: AuditFacts<'list.exported'>, actor: Actor): Promise<void> =>
  prisma.$transaction((tx) =>
    appendAudit(tx, [{ actor, action: 'list.exported', entity: 'export', entityId: after.list, after }]),
  );
