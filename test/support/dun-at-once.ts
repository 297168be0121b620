import type { DunningPolicy } from '../../contracts/policies.js';
import type { PrismaClient } from '../../prisma/client.js';

/** One letter, on the day on which something is due, at any hour of any day; it claims what a letter may. */
export async function dunAtOnce(prisma: PrismaClient): Promise<void> {
  const { body } = await prisma.policy.findUniqueOrThrow({ where: { kind: 'dunning' } });
  const policy = body as unknown as DunningPolicy;
  const claims = { claimInterest: true, claimRecoveryFee: true, creditStop: false, handOver: false };
  const level = { level: 'level-1', offsetDays: 0, minIntervalDays: 0, channel: 'mail', ...claims };
  const sendingWindow = { ...policy.sendingWindow, from: '00:00', to: '23:59', workingDaysOnly: false };
  await prisma.policy.update({
    where: { kind: 'dunning' },
    data: { body: { ...policy, levels: [level], sendingWindow } },
  });
}
