import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { SavedView, SavedViewChange, SavedViewDefault, SavedViewInput } from '../../contracts/views.js';
import type { Actor } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { listViews, ofId } from '../queries/views.js';
import { appendAudit } from '../repositories/audit.js';
import { isRefusal, refuse } from './refusals.js';

/** Who asks; `mayShare`: what all find is theirs to change. */
export type Keeper = { readonly actor: Actor; readonly person: string; readonly mayShare: boolean };

type ViewRow = {
  readonly id: string;
  readonly list: string;
  readonly name: string;
  readonly address: string;
  readonly owner: string;
  readonly shared: boolean;
  readonly removed: boolean;
};

const MOST = 100;

/** Keeps how somebody looks at a list, under a name of their own. */
export async function saveView(
  tx: Transaction,
  { list, name, address }: SavedViewInput,
  { actor, person }: Keeper,
): Promise<Answer<SavedView>> {
  await tx.$queryRaw`SELECT 1 AS locked FROM pg_advisory_xact_lock(hashtextextended(${`saved-view:${person}`}, 0))`;
  const taken = await refuseName(tx, { list, owner: person, name, id: actor.requestId });
  if (taken !== null) return taken;
  const [{ count } = { count: 0 }] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM saved_view WHERE owner = ${person} AND list = ${list} AND removed_at IS NULL`;
  if (count >= MOST)
    return refuse('invalid-request', said('too-many-views', { count: MOST }), {
      field: 'name',
      remedy: said('take-view-away'),
    });
  await tx.$executeRaw`
    INSERT INTO saved_view (id, list, name, address, owner) VALUES (${actor.requestId}::uuid, ${list}, ${name}, ${address}, ${person})`;
  await appendAudit(tx, [
    { actor, action: 'view.saved', entity: 'view', entityId: actor.requestId, after: { list, name, address } },
  ]);
  return readView(tx, actor.requestId, person);
}

/** Renames a view, points it elsewhere, takes it away or brings it back. */
export async function changeView(
  tx: Transaction,
  id: string,
  change: SavedViewChange,
  keeper: Keeper,
): Promise<Answer<SavedView | null>> {
  const view = await lockView(tx, id, keeper);
  if (isRefusal(view)) return view;
  const next = {
    name: change.name ?? view.name,
    address: change.address ?? view.address,
    removed: change.removed ?? view.removed,
  };
  const taken = next.removed ? null : await refuseName(tx, { ...view, name: next.name });
  if (taken !== null) return taken;
  const before = { name: view.name, address: view.address, removed: view.removed };
  if (before.name === next.name && before.address === next.address && before.removed === next.removed)
    return next.removed ? null : readView(tx, id, keeper.person);
  await tx.$executeRaw`
    UPDATE saved_view SET name = ${next.name}, address = ${next.address}, updated_at = now(),
      removed_at = CASE WHEN ${next.removed} THEN coalesce(removed_at, now()) END WHERE id = ${id}::uuid`;
  await appendAudit(tx, [
    {
      actor: keeper.actor,
      action: 'view.changed',
      entity: 'view',
      entityId: id,
      before,
      after: { list: view.list, ...next },
    },
  ]);
  return next.removed ? null : readView(tx, id, keeper.person);
}

/** Lets everybody find a view, or its owner alone again. */
export async function shareView(
  tx: Transaction,
  id: string,
  shared: boolean,
  keeper: Keeper,
): Promise<Answer<SavedView>> {
  const view = await lockView(tx, id, keeper);
  if (isRefusal(view)) return view;
  if (view.removed) return noView;
  if (view.shared !== shared) {
    await tx.$executeRaw`UPDATE saved_view SET shared = ${shared}, updated_at = now() WHERE id = ${id}::uuid`;
    await appendAudit(tx, [
      {
        actor: keeper.actor,
        action: 'view.shared',
        entity: 'view',
        entityId: id,
        before: { shared: view.shared },
        after: { list: view.list, name: view.name, shared },
      },
    ]);
  }
  // Whose it is may be somebody else, who alone finds it from now on.
  return readView(tx, id, view.owner);
}

/** Says with which view a person begins on a list. */
export async function chooseDefault(
  tx: Transaction,
  { list, view }: SavedViewDefault,
  { actor, person }: Keeper,
): Promise<Answer<SavedViewDefault>> {
  const [chosen] = view === null ? [] : await listViews(tx, person, ofId(view));
  if (view !== null && chosen?.list !== list) return noView;
  const [former] = await tx.$queryRaw<{ view: string }[]>`
    SELECT view_id::text AS view FROM saved_view_default WHERE person = ${person} AND list = ${list} FOR UPDATE`;
  const before = former?.view ?? null;
  if (before === view) return { list, view };
  if (view === null) await tx.$executeRaw`DELETE FROM saved_view_default WHERE person = ${person} AND list = ${list}`;
  else
    await tx.$executeRaw`
      INSERT INTO saved_view_default (person, list, view_id) VALUES (${person}, ${list}, ${view}::uuid)
      ON CONFLICT (person, list) DO UPDATE SET view_id = EXCLUDED.view_id`;
  await appendAudit(tx, [
    {
      actor,
      action: 'view.chosen',
      entity: 'view',
      entityId: view ?? before ?? list,
      before: { view: before },
      after: { list, view },
    },
  ]);
  return { list, view };
}

const noView = refuse('not-found', said('view-not-yours'));

async function lockView(tx: Transaction, id: string, { person, mayShare }: Keeper): Promise<Answer<ViewRow>> {
  const [view] = await tx.$queryRaw<ViewRow[]>`
    SELECT id::text AS id, list, name, address, owner, shared, removed_at IS NOT NULL AS removed FROM saved_view
    WHERE id = ${id}::uuid AND (owner = ${person} OR (shared AND ${mayShare})) FOR UPDATE`;
  return view ?? noView;
}

async function refuseName(
  tx: Transaction,
  { list, owner, name, id }: Pick<ViewRow, 'owner' | 'name' | 'id'> & { readonly list: string },
) {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS taken FROM saved_view WHERE owner = ${owner} AND list = ${list} AND lower(name) = lower(${name})
      AND removed_at IS NULL AND id <> ${id}::uuid`;
  return rows.length === 0
    ? null
    : refuse('invalid-request', said('view-name-taken', { name }), {
        field: 'name',
        remedy: said('rename-view'),
      });
}

async function readView(tx: Transaction, id: string, person: string): Promise<Answer<SavedView>> {
  const [view] = await listViews(tx, person, ofId(id));
  return view ?? noView;
}
