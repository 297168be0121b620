import type { Logger } from 'pino';
import type { PrismaClient } from '../prisma/client.js';
import { rollUp } from '../prisma/commands/rollups.js';
import { getCompany } from '../prisma/queries/company.js';
import { keepDoing, type Beat } from './beat.js';

const EVERY_MS = 60_000;
/** Between two transactions, so that the figures of others are not kept waiting for ours. */
const REST_MS = 200;

/**
 * Works the days of figures again that were touched, every minute; several workers share it. Nobody waits for it: until
 * a day is worked again, it is read from the facts.
 * @returns stops it, and waits for the transaction that is under way
 */
export const keepRollups = (prisma: PrismaClient, log: Logger): (() => Promise<void>) =>
  keepDoing(EVERY_MS, (beat) =>
    rollAll(prisma, beat).catch((error: unknown) => {
      log.warn({ err: error }, 'days of figures could not be summed up; they are read from the facts');
    }),
  );

async function rollAll(prisma: PrismaClient, { goesOn, rest }: Beat): Promise<void> {
  const { currency, zone } = await getCompany(prisma);
  for (let days = 1; days > 0 && goesOn(); await rest(REST_MS))
    ({ days } = await rollUp(prisma, { currency, zone }, goesOn));
}
