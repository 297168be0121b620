import {
  MOVE_IN_BYTES,
  type MoveInFilesInput,
  type MoveInInput,
  type MoveInSignOff,
  type MoveInUndoing,
} from '../../contracts/move-in-desk.js';
import { MoveInTotals } from '../../contracts/move-in.js';
import type { Answer } from '../../contracts/process.js';
import type { Refusal } from '../../contracts/problems.js';
import { said } from '../../contracts/said.js';
import type { Actor, Currency, MoveInStatus } from '../../contracts/vocabulary.js';
import { equals } from '../../domain/money.js';
import type { Transaction } from '../client.js';
import { appendAudit } from '../repositories/audit.js';
import { isRefusal, refuse } from './refusals.js';

/** A move-in that is to be worked on. */
export type MoveInAsked = { readonly id: string };

type Files = MoveInFilesInput['files'];
type Work = { readonly status: MoveInStatus; readonly totals: unknown; readonly digest: string | null };

/** Keeps files that are to be looked at. @param id of the request, which becomes that of the move-in */
export async function uploadMoveIn(
  tx: Transaction,
  id: string,
  { asOf, files }: MoveInInput,
  actor: Actor,
): Promise<Answer<MoveInAsked>> {
  const misfit = misfitOf(files, 0);
  if (misfit !== null) return misfit;
  await tx.$executeRaw`
    INSERT INTO move_in_work (id, status, as_of, actor, created_by)
    VALUES (${id}::uuid, 'looking', ${asOf}::date, ${JSON.stringify(actor)}::jsonb, ${actor.principal})`;
  await keepFiles(tx, id, files, actor);
  return { id };
}

/** Takes files in besides, or in the place of those of the same name, and has all of them looked at again. */
export async function addFiles(
  tx: Transaction,
  id: string,
  { files }: MoveInFilesInput,
  actor: Actor,
): Promise<Answer<MoveInAsked>> {
  const work = await lockWork(tx, id);
  if (isRefusal(work)) return work;
  if (work.status !== 'refused' && work.status !== 'ready') return notNow(work.status);
  const names = files.map(({ name }) => name);
  const [{ bytes } = { bytes: 0 }] = await tx.$queryRaw<{ bytes: number }[]>`
    SELECT COALESCE(sum(length(content)), 0)::int AS bytes FROM move_in_file WHERE move_in_id = ${id}::uuid AND name <> ALL (${names})`;
  const misfit = misfitOf(files, bytes);
  if (misfit !== null) return misfit;
  await keepFiles(tx, id, files, actor);
  await setStatus(tx, id, 'looking', actor);
  return { id };
}

/** Signs off what was looked at, by the totals that somebody read on the other system's lists. */
export async function signOffMoveIn(
  tx: Transaction,
  id: string,
  typed: MoveInSignOff,
  actor: Actor,
): Promise<Answer<MoveInAsked>> {
  const work = await lockWork(tx, id);
  if (isRefusal(work)) return work;
  if (work.status !== 'ready') return notNow(work.status);
  const differs = differenceOf(MoveInTotals.parse(work.totals), typed);
  if (differs !== null) return differs;
  await appendAudit(tx, [
    {
      actor,
      action: 'move-in.confirmed',
      entity: 'move-in',
      entityId: id,
      before: { status: work.status },
      after: { digest: work.digest, typed },
    },
  ]);
  await setStatus(tx, id, 'moving', actor);
  return { id };
}

/** Asks for a move-in to be taken back, which only goes while nothing was done here with what it brought. */
export async function askForUndoing(
  tx: Transaction,
  id: string,
  { reason }: MoveInUndoing,
  actor: Actor,
): Promise<Answer<MoveInAsked>> {
  const [batch] = await tx.$queryRaw<{ live: string | null; undone: boolean; status: MoveInStatus | null }[]>`
    SELECT move_in_live(m.id) AS live, m.undone_at IS NOT NULL AS undone, w.status
    FROM move_in m LEFT JOIN move_in_work w ON w.id = m.id WHERE m.id = ${id}::uuid`;
  if (batch === undefined) return refuse('not-found', said('no-such', { thing: 'move-in' }));
  if (batch.undone) return notNow('undone');
  if (batch.status !== null && batch.status !== 'done') return notNow(batch.status);
  if (batch.live !== null)
    return refuse('too-late-to-undo', said('move-in-live', { because: batch.live }), {
      remedy: said('put-right-one-by-one'),
    });
  await appendAudit(tx, [
    {
      actor,
      action: 'move-in.undo-asked',
      entity: 'move-in',
      entityId: id,
      before: { status: batch.status ?? 'done' },
      after: { reason },
    },
  ]);
  await tx.$executeRaw`
    INSERT INTO move_in_work (id, status, as_of, actor, created_by, totals, reason)
    SELECT id, 'undoing', as_of, ${JSON.stringify(actor)}::jsonb, signed_by, totals, ${reason} FROM move_in WHERE id = ${id}::uuid
    ON CONFLICT (id) DO UPDATE SET status = 'undoing', actor = excluded.actor, reason = excluded.reason, problem = NULL, done = 0, "all" = 0`;
  return { id };
}

async function lockWork(tx: Transaction, id: string): Promise<Work | Refusal> {
  const [work] = await tx.$queryRaw<Work[]>`
    SELECT status, totals, digest FROM move_in_work WHERE id = ${id}::uuid FOR UPDATE`;
  return work ?? refuse('not-found', said('no-such', { thing: 'move-in' }));
}

const notNow = (status: MoveInStatus): Refusal =>
  refuse('changed-meanwhile', said('move-in-at', { moveIn: status }), { remedy: said('read-move-in-again') });

const setStatus = (tx: Transaction, id: string, status: MoveInStatus, actor: Actor): Promise<number> => tx.$executeRaw`
  UPDATE move_in_work SET status = ${status}, actor = ${JSON.stringify(actor)}::jsonb, problem = NULL, done = 0, "all" = 0
  WHERE id = ${id}::uuid`;

const bytesOf = ({ text }: Files[number]): Buffer => Buffer.from(text, 'base64');

function misfitOf(files: Files, others: number): Refusal | null {
  const twice = files.findIndex(({ name }, index) => files.findIndex((each) => each.name === name) !== index);
  if (twice !== -1)
    return refuse('invalid-request', said('file-twice'), {
      field: `files.${twice}.name`,
      remedy: said('name-each-file'),
    });
  const bytes = files.reduce((sum, { text }) => sum + Math.floor(text.length * 0.75), others);
  if (bytes <= MOVE_IN_BYTES) return null;
  return refuse('invalid-request', said('files-too-large'), {
    field: 'files',
    remedy: said('use-move-in-command'),
  });
}

async function keepFiles(tx: Transaction, id: string, files: Files, actor: Actor): Promise<void> {
  for (const file of files)
    await tx.$executeRaw`
      INSERT INTO move_in_file (move_in_id, name, content) VALUES (${id}::uuid, ${file.name}, ${bytesOf(file)})
      ON CONFLICT (move_in_id, name) DO UPDATE SET content = excluded.content`;
  const after = { files: files.map(({ name }) => name) };
  await appendAudit(tx, [{ actor, action: 'move-in.uploaded', entity: 'move-in', entityId: id, after }]);
}

/** The first total that is not what the files come to. */
function differenceOf(found: MoveInTotals, typed: MoveInSignOff): Refusal | null {
  const differs = (field: string, was: string, is: string): Refusal | null =>
    !equals(was, is)
      ? refuse('invalid-request', said('total-differs', { typed: was, found: is }), {
          field,
          remedy: said('find-what-is-missing'),
        })
      : null;
  const stock = differs('stock', typed.stock, found.stock);
  if (stock !== null) return stock;
  for (const { currency, ...sums } of found.money) {
    const index = typed.money.findIndex((each) => each.currency === currency);
    const given = typed.money[index];
    if (given === undefined) return missing(currency);
    for (const what of ['open', 'ordered', 'unallocated'] as const) {
      const difference = differs(`money.${index}.${what}`, given[what], sums[what]);
      if (difference !== null) return difference;
    }
  }
  const strange = typed.money.findIndex(({ currency }) => !found.money.some((each) => each.currency === currency));
  return strange === -1
    ? null
    : refuse('invalid-request', said('currency-not-in-files'), { field: `money.${strange}.currency` });
}

const missing = (currency: Currency): Refusal =>
  refuse('invalid-request', said('totals-missing', { currency }), { field: 'money' });
