import type { Policy, PolicyKind } from '../../contracts/policies.js';
import { Prisma } from '../generated/client.js';
import { instant } from '../mappers.js';
import type { Moment } from '../rows.js';
import type { Db } from './page.js';

type Row = {
  readonly kind: PolicyKind;
  readonly version: number;
  readonly body: unknown;
  readonly from: Moment;
  readonly by: string;
};

const columns = Prisma.sql`kind, version, body, valid_from AS "from", written_by AS by`;
/** Its shape is looked at on the way out. */
const policyOf = ({ from, ...row }: Row): Policy => ({ ...row, from: instant(from) }) as Policy;

const MOST_VERSIONS = 200;

/** The policies in force, by kind. */
export async function listPolicies(db: Db): Promise<readonly Policy[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT DISTINCT ON (kind) ${columns} FROM policy_version ORDER BY kind, version DESC`;
  return rows.map(policyOf);
}

/** What one policy has said, the last version first, at most 200. */
export async function policyHistory(db: Db, kind: PolicyKind): Promise<readonly Policy[]> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT ${columns} FROM policy_version WHERE kind = ${kind} ORDER BY version DESC LIMIT ${MOST_VERSIONS}`;
  return rows.map(policyOf);
}
