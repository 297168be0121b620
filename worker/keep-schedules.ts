import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Config } from '../config/env.js';
import type { PrismaClient } from '../prisma/client.js';
import { findCompany } from '../prisma/queries/company.js';
import { keepDoing } from './beat.js';
import { ensureSchedules, type Wanted } from './schedules.js';

const EVERY_MS = 60_000;

/**
 * Sets the schedules, and sets them again once there is a company, once it moves to another zone, and where they could not
 * be set: orders go on without them meanwhile.
 * @returns stops it
 */
export async function keepSchedules(
  client: Client,
  wanted: Pick<Config['worker'], 'housekeepingAt' | 'retentionDays' | 'monthEndAt' | 'billingAt'> &
    Pick<Wanted, 'hasPlatform'>,
  prisma: PrismaClient,
  log: Pick<Logger, 'error'>,
  everyMs = EVERY_MS,
): Promise<() => Promise<void>> {
  let setIn: string | null | undefined;
  const look = async (): Promise<void> => {
    try {
      const zone = (await findCompany(prisma))?.zone ?? null;
      if (zone === setIn) return;
      await ensureSchedules(client, { ...wanted, zone });
      setIn = zone;
    } catch (error) {
      log.error(
        { err: error },
        'the schedules could not be set: old rows are not deleted, no month end is made and no period billed by itself',
      );
    }
  };
  await look();
  return keepDoing(everyMs, look);
}
