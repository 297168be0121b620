import type pg from 'pg';
import type { Actor } from '../../contracts/vocabulary.js';
import { alone } from './alone.js';

/** What had a process: an order, or the account of a customer. */
export type Undone = { readonly kind: 'order' | 'account'; readonly number: string };

export type UndoOutcome =
  | { readonly kind: 'undone'; readonly id: string; readonly processes: readonly Undone[] }
  /** Since then something was done here with what it brought. */
  | { readonly kind: 'live'; readonly id: string; readonly because: string }
  | { readonly kind: 'nothing' };

/**
 * Takes the last move-in back, all of it, as long as nothing was done here with what it brought.
 * @param id null: the last one that stands
 */
export const undoMoveIn = (
  databaseUrl: string,
  id: string | null,
  actor: Actor,
  reason: string | null = null,
): Promise<UndoOutcome> =>
  alone<UndoOutcome>(
    databaseUrl,
    (client) => undo(client, id, actor, reason),
    ({ kind }) => kind === 'undone',
  );

async function undo(
  client: pg.ClientBase,
  id: string | null,
  actor: Actor,
  reason: string | null,
): Promise<UndoOutcome> {
  const { rows } = await client.query<{ id: string; because: string | null; totals: unknown }>(
    `SELECT id, totals, move_in_live(id) AS because FROM move_in WHERE undone_at IS NULL AND ($1::uuid IS NULL OR id = $1::uuid)
     ORDER BY signed_at DESC LIMIT 1`,
    [id],
  );
  const [batch] = rows;
  if (batch === undefined) return { kind: 'nothing' };
  if (batch.because !== null) return { kind: 'live', id: batch.id, because: batch.because };
  // Their processes are ended after the commit; what is cut off in between finds them here.
  const { rows: processes } = await client.query<Undone>(
    `INSERT INTO move_in_ended (move_in_id, kind, number) SELECT $1, kind, number FROM undo_move_in($1, $2) RETURNING kind, number`,
    [batch.id, actor.principal],
  );
  await client.query('UPDATE move_in SET undo_reason = $2 WHERE id = $1', [batch.id, reason]);
  await client.query(`UPDATE move_in_work SET status = 'ending', done = 0, "all" = 0 WHERE id = $1`, [batch.id]);
  await client.query(
    `INSERT INTO audit_entry (actor, role, request_id, action, entity, entity_id, before, after)
     VALUES ($1, $2, $3, 'move-in.undone', 'move-in', $4, $5::jsonb, $6::jsonb)`,
    [actor.principal, actor.role, actor.requestId, batch.id, JSON.stringify(batch.totals), JSON.stringify({ reason })],
  );
  await client.query('SELECT analyze_books()');
  return { kind: 'undone', id: batch.id, processes };
}
