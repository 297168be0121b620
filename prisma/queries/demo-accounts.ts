import type { DemoAccount } from '../../contracts/session.js';
import { roles } from '../../contracts/vocabulary.js';
import { demoPrincipalOfRole } from '../demo/completion.js';
import type { Db } from './page.js';

/** One demo account of each role, as far as the demo's people are here; for the embedded stack alone. */
export async function demoAccounts(db: Db): Promise<readonly DemoAccount[]> {
  const ids = Object.values(demoPrincipalOfRole);
  const people = await db.principal.findMany({ where: { id: { in: ids }, deactivatedAt: null } });
  return roles.flatMap((role) =>
    people
      .filter((person) => person.id === demoPrincipalOfRole[role] && person.role === role)
      .map(({ id, name }) => ({ account: id, role, name })),
  );
}
