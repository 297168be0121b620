import { stagesWhere } from '../domain/order-stages.js';
import { statusesWhere } from '../domain/delivery-statuses.js';
import { Prisma } from './generated/client.js';

type Rule = Parameters<typeof stagesWhere>[0];

/** The stages for which a rule of the domain holds, as the list of an SQL `IN`: `'refused', 'rejected', 'cancelled'`. */
export const stageList = (holds: Rule): string =>
  stagesWhere(holds)
    .map((stage) => `'${stage}'`)
    .join(', ');

/** The same for a statement of Prisma: written out, so that it costs no parameter. */
export const stagesIn = (holds: Rule): Prisma.Sql => Prisma.raw(stageList(holds));

/** Likewise the statuses of a delivery. */
export const statusesIn = (holds: Parameters<typeof statusesWhere>[0]): Prisma.Sql =>
  Prisma.raw(
    statusesWhere(holds)
      .map((status) => `'${status}'`)
      .join(', '),
  );
