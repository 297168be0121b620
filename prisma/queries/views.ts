import type { ListName } from '../../contracts/lists.js';
import type { SavedView } from '../../contracts/views.js';
import { Prisma } from '../generated/client.js';
import { instant } from '../mappers.js';
import type { Moment } from '../rows.js';
import type { Db } from './page.js';

type SavedViewRow = Omit<SavedView, 'owner' | 'savedAt' | 'isMine'> & {
  readonly owner: string;
  readonly ownerName: string;
  readonly savedAt: Moment;
};

/** The views of a list that a person finds: their own and the shared ones, by name. */
export async function listViews(db: Db, person: string, which: Prisma.Sql): Promise<readonly SavedView[]> {
  const rows = await db.$queryRaw<SavedViewRow[]>`
    SELECT view.id, view.list, view.name, view.address, view.owner, coalesce(known.name, view.owner) AS "ownerName",
      view.shared, usual.view_id IS NOT NULL AS "isDefault", view.updated_at AS "savedAt"
    FROM saved_view AS view LEFT JOIN principal AS known ON known.id = view.owner
    LEFT JOIN saved_view_default AS usual ON usual.view_id = view.id AND usual.person = ${person}
    WHERE view.removed_at IS NULL AND (view.owner = ${person} OR view.shared) AND ${which}
    ORDER BY view.owner <> ${person}, lower(view.name), view.id`;
  return rows.map(({ owner, ownerName, savedAt, ...row }) => ({
    ...row,
    owner: { person: owner, name: ownerName },
    isMine: owner === person,
    savedAt: instant(savedAt),
  }));
}

export const ofList = (list: ListName): Prisma.Sql => Prisma.sql`view.list = ${list}`;
export const ofId = (id: string): Prisma.Sql => Prisma.sql`view.id = ${id}::uuid`;
