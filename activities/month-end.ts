import { documentIds, monthEndStep, outgoingIds, workItemIds } from '../contracts/ids.js';
import type { MonthEndDocument } from '../contracts/month-end.js';
import type { MonthEndMade } from '../contracts/process.js';
import type { Refusal } from '../contracts/problems.js';
import { said } from '../contracts/said.js';
import type { Actor } from '../contracts/vocabulary.js';
import { localDateOf, epochMsOf } from '../domain/calendar.js';
import { markedBy } from '../domain/document-template.js';
import { daysOfMonth, hasMonthEnded, isToldOfMonthEnd, monthsDue, nextVersion } from '../domain/month-end.js';
import { pathOf } from '../domain/paths.js';
import type { Transaction } from '../prisma/client.js';
import { getCompany } from '../prisma/queries/company.js';
import { readTemplates } from '../prisma/queries/document-templates.js';
import { readMonthFigures } from '../prisma/queries/month-ends.js';
import type { NewDocument } from '../prisma/repositories/documents.js';
import { insertMonthEnd, lastMonthKept, monthLocked, versionsOf } from '../prisma/repositories/month-ends.js';
import { openWorkItem } from '../prisma/repositories/orders.js';
import type { NewOutgoing } from '../prisma/repositories/outgoing.js';
import { once, undo, type StepRecord } from '../prisma/repositories/step.js';
import { systemActor, type ActivityDeps } from './deps.js';
import { withHeartbeat } from './heartbeat.js';

export type ReadMonthsDue = {
  /** Instant, of workflow time. */
  readonly now: string;
};
export type MonthsDue = { readonly today: string; readonly months: readonly string[] };

export type RecordMonthEnd = {
  readonly month: string;
  /** Instant, of workflow time. */
  readonly now: string;
  /** Who asks for it; null: the schedule. */
  readonly actor: Actor | null;
  /** Why; null: the schedule. */
  readonly reason: string | null;
};

/** `kept`: a version was there before the schedule came, and stands. */
export type RecordedMonthEnd = MonthEndMade | { readonly kind: 'kept' } | Refusal;

export function monthEndActivities({ prisma }: ActivityDeps) {
  return {
    /** The months that have ended in the company's zone and of which nothing is kept, the oldest first. */
    async readMonthsDue({ now }: ReadMonthsDue): Promise<MonthsDue> {
      const { zone } = await getCompany(prisma);
      const today = localDateOf(epochMsOf(now), zone);
      return { today, months: monthsDue(today, await lastMonthKept(prisma)) };
    },

    /**
     * Freezes the figures of a month as its next version, with its documents and the mails to the managers; the schedule
     * makes the first one only. What was read once for the same request is what stands.
     * @returns a refusal for a month that has not ended
     */
    recordMonthEnd: (input: RecordMonthEnd): Promise<RecordedMonthEnd> => withHeartbeat(() => record(prisma, input)),
  };
}

async function record(prisma: ActivityDeps['prisma'], input: RecordMonthEnd): Promise<RecordedMonthEnd> {
  const { month, actor, now } = input;
  const company = await getCompany(prisma);
  const madeOn = localDateOf(epochMsOf(now), company.zone);
  if (!hasMonthEnded(month, madeOn)) return notEnded(month);
  const key = monthEndStep(month, actor?.requestId ?? null);
  const told = (await isRecorded(prisma, key)) ? null : await readMonthFigures(prisma, company, daysOfMonth(month));
  return once<MonthEndMade, RecordedMonthEnd>(
    prisma,
    key,
    actor?.requestId ?? null,
    async (tx) => {
      const versions = await versionsOf(tx, month);
      if (actor === null && versions > 0) return undo({ kind: 'kept' } satisfies RecordedMonthEnd);
      const { language } = company;
      const { from, to } = daysOfMonth(month);
      const version = nextVersion(versions);
      const figures = told ?? (await readMonthFigures(prisma, company, { from, to }));
      const look = markedBy(await readTemplates(tx), madeOn);
      const document = { language, company, ...look, month, version, from, to, madeOn, reason: input.reason, figures };
      return issue(tx, document, actor ?? systemActor(key), actor === null ? null : actor.principal);
    },
    monthLocked(month),
  );
}

async function isRecorded(prisma: ActivityDeps['prisma'], key: string): Promise<boolean> {
  return (await prisma.step.count({ where: { key } })) > 0;
}

/** Writes the version down, with its two documents and a mail of both to each manager who can be written to. */
async function issue(
  tx: Transaction,
  document: MonthEndDocument,
  actor: Actor,
  madeBy: string | null,
): Promise<StepRecord<MonthEndMade>> {
  const { month, version, madeOn, reason } = document;
  const readers = await readersOf(tx);
  await insertMonthEnd(tx, { month, version, madeOn, madeBy, reason, toldCodes: readers.map(({ code }) => code) });
  if (readers.length === 0) await askForReader(tx, month, version);
  const documents = documentsOf(document);
  const ids = documents.map(({ id }) => id) as [string, string];
  const outgoing = readers.map(({ code, email }): NewOutgoing => ({
    id: outgoingIds.monthEnd(month, version, code),
    kind: 'month-end',
    recipient: email,
    customerNumber: null,
    orderNumber: null,
    documents: ids,
  }));
  return {
    result: { kind: 'made', month, version, documents: ids, mails: outgoing.map(({ id }) => id) },
    documents,
    outgoing,
    audit: [
      {
        actor,
        action: 'month-end.made',
        entity: 'month-end',
        entityId: `${month}:${version}`,
        on: madeOn,
        after: { month, version, reason },
      },
    ],
  };
}

function documentsOf(snapshot: MonthEndDocument): readonly NewDocument[] {
  const { month, version, madeOn } = snapshot;
  const of = { number: month, issuedOn: madeOn, customerNumber: null, orderNumber: null, snapshot };
  return [
    { ...of, id: documentIds.monthEnd(month, version), kind: 'month-end' },
    { ...of, id: documentIds.monthEndWorkbook(month, version), kind: 'month-end-workbook' },
  ];
}

async function readersOf(tx: Transaction): Promise<readonly { readonly code: string; readonly email: string }[]> {
  const people = await tx.principal.findMany({ where: { role: 'manager' }, orderBy: { code: 'asc' } });
  return people.flatMap(({ code, email, deactivatedAt }) =>
    email !== null && isToldOfMonthEnd({ role: 'manager', email, isActive: deactivatedAt === null })
      ? [{ code, email }]
      : [],
  );
}

const askForReader = (tx: Transaction, month: string, version: number): Promise<void> =>
  openWorkItem(tx, {
    id: workItemIds.monthEndUnaddressed(month, version),
    kind: 'month-end-unaddressed',
    role: 'admin',
    facts: { month, version },
    link: pathOf('/month-ends', month, version),
  });

const notEnded = (month: string): Refusal => ({
  kind: 'refused',
  code: 'invalid-request',
  field: 'month',
  said: said('month-not-ended', { month, day: daysOfMonth(month).to }),
  remedy: said('name-ended-month'),
});
