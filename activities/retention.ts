import type { RetentionTerms } from '../contracts/process.js';
import type { Transaction } from '../prisma/client.js';
import { forgetSessions, forgetWork, reduceMails } from '../prisma/commands/retention.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import { once, undo } from '../prisma/repositories/step.js';
import { systemActor, type ActivityDeps } from './deps.js';

export type Retain = {
  /** LocalDate: what ended before this day has served its time. */
  readonly before: string;
  /** The term of its class, from which the day was counted. */
  readonly lifeDays: number;
  /** 1 for the first batch of that day, and so on. */
  readonly batch: number;
  /** Rows of one batch, which is one transaction. */
  readonly limit: number;
};

export type Retained = { readonly kind: 'retained'; readonly rows: number };

type Row = Pick<AuditInput, 'actor' | 'entity' | 'entityId'>;
/** What a batch took: `rows` says whether there may be more, `trace` what the audit is told. */
type Taken = { readonly rows: number; readonly trace: (row: Row) => AuditInput };

export function retentionActivities({ prisma }: ActivityDeps) {
  /** One batch of a class, once, with an audit row. Where there is nothing to take it leaves no trace. */
  const retain = (
    what: keyof RetentionTerms,
    { before, batch }: Retain,
    take: (tx: Transaction) => Promise<Taken>,
  ): Promise<Retained> => {
    const key = `retention:${what}-before-${before}:batch:${batch}`;
    return once<Retained, Retained>(prisma, key, null, async (tx) => {
      const { rows, trace } = await take(tx);
      if (rows === 0) return undo({ kind: 'retained', rows: 0 } satisfies Retained);
      const row = { actor: systemActor(key), entity: 'retention' as const, entityId: `${what}:${before}:${batch}` };
      return { result: { kind: 'retained', rows }, audit: [trace(row)] };
    });
  };
  return {
    /** Takes text, subject and recipient from mails whose orders are closed for so long. */
    reduceMails: (asked: Retain) =>
      retain('mails', asked, async (tx) => {
        const { before, lifeDays, limit } = asked;
        const rows = await reduceMails(tx, before, limit);
        return { rows, trace: (row) => ({ ...row, action: 'mails.reduced', after: { before, lifeDays, rows } }) };
      }),

    /** Deletes what was done on the worklist so long ago. */
    forgetWork: (asked: Retain) =>
      retain('worklist', asked, async (tx) => {
        const { before, lifeDays, limit } = asked;
        const { taken, ...told } = await forgetWork(tx, before, limit);
        const after = { before, lifeDays, ...told };
        return { rows: taken, trace: (row) => ({ ...row, action: 'worklist.forgotten', after }) };
      }),

    /** Deletes sign-ins that ended so long ago. */
    forgetSessions: (asked: Retain) =>
      retain('sessions', asked, async (tx) => {
        const { before, lifeDays, limit } = asked;
        const rows = await forgetSessions(tx, before, limit);
        return { rows, trace: (row) => ({ ...row, action: 'sessions.forgotten', after: { before, lifeDays, rows } }) };
      }),
  };
}
