import { stagesWhere } from '../domain/order-stages.js';
import { Prisma } from './generated/client.js';

type Rule = Parameters<typeof stagesWhere>[0];

/** The stages for which a rule of the domain holds, as the list of an SQL `IN`: `'refused', 'rejected', 'cancelled'`. */
export const stageList = (holds: Rule): string =>
  stagesWhere(holds)
    .map((stage) => `'${stage}'`)
    .join(', ');

/** The same for a statement of Prisma: written out, so that it costs no parameter. */
export const stagesIn = (holds: Rule): Prisma.Sql => Prisma.raw(stageList(holds));
