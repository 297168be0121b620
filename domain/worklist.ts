import { standingWorkKinds, type Role, type WorkItemKind } from '../contracts/vocabulary.js';

/** Roles that look over everybody's shoulder. */
const overseers: readonly Role[] = ['manager', 'ops', 'admin'];

/** The one role whose worklist somebody of this role sees; undefined: every role's. */
export const worklistOf = (role: Role): Role | undefined => (overseers.includes(role) ? undefined : role);

/** The roles whose worklist has the lines of a role. */
export const rolesWithLinesOf = (role: Role): readonly Role[] => [...new Set([role, ...overseers])];

/** Lines that tell something: a person ends them. All others end by what is done about what they name. */
const toldKinds: readonly WorkItemKind[] = [
  'dunning-report',
  'collections',
  'month-end-unaddressed',
  'invoice-status',
  'platform-message',
];

export const endsByHand = (kind: WorkItemKind): boolean => toldKinds.includes(kind);

/** Is a line of this kind read from what it is about, and kept nowhere? */
export const standsByItself = (kind: WorkItemKind): boolean =>
  (standingWorkKinds as readonly WorkItemKind[]).includes(kind);
