import { Client } from '@temporalio/client';
import { payloadConverterOptions } from '../../config/codec.js';
import { readTarget } from '../../config/target.js';
import { createPrisma, unhurriedConnectMs, type PrismaClient } from '../../prisma/client.js';
import { forgetEnded, readEnded } from '../../prisma/move-in/desk.js';
import * as moved from '../../worker/moved.js';
import type { Installation } from '../target.js';
import { connectTemporal } from '../temporal.js';

/** Starts the processes of what move-ins left open. @returns how many were started */
export const startMoved = (
  target: Installation,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<number> =>
  withBoth(target, (client, prisma) =>
    moved.startMoved(client, prisma, (done, all) => Promise.resolve(onProgress(done, all))),
  );

/** Ends the processes of what was undone, also of what an undoing before left that was cut off. */
export const endMoved = (target: Installation): Promise<void> =>
  withBoth(target, async (client, prisma) => {
    await moved.endMoved(client, await readEnded(prisma, null), () => Promise.resolve());
    await forgetEnded(prisma, null);
  });

async function withBoth<T>(
  target: Installation,
  work: (client: Client, prisma: PrismaClient) => Promise<T>,
): Promise<T> {
  const prisma = createPrisma(target.databaseUrl, { poolSize: 2, connectTimeoutMs: unhurriedConnectMs });
  const connection = await connectTemporal(target.temporal);
  try {
    const { namespace } = target.temporal;
    const client = new Client({ connection, namespace, ...payloadConverterOptions(readTarget().codecKeys) });
    return await work(client, prisma);
  } finally {
    await Promise.allSettled([prisma.$disconnect(), connection.close()]);
  }
}
