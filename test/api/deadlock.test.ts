import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toProblem } from '../../api/errors.js';
import { openHouse, type House } from '../support/house.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Takes two locks of PostgreSQL one after the other, the second once the other transaction has its first. */
function locking(first: number, second: number, both: () => Promise<void>): Promise<unknown> {
  return house.prisma.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${first}::bigint)`;
      await both();
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${second}::bigint)`;
    },
    { timeout: 60_000 },
  );
}

describe('a transaction that PostgreSQL ended for another one', () => {
  it('by deadlock is answered 503: the caller may try again', async () => {
    let holding = 0;
    let go: () => void = () => undefined;
    const together = new Promise<void>((resolve) => {
      go = resolve;
    });
    const both = (): Promise<void> => {
      holding += 1;
      if (holding === 2) go();
      return together;
    };
    const ended = await Promise.allSettled([locking(1, 2, both), locking(2, 1, both)]);
    const losers = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(losers).toHaveLength(1);
    expect(toProblem(losers[0])).toMatchObject({ status: 503 });
  });

  it('because it ran too long is answered 503 as well', async () => {
    const late = house.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = '20ms'`;
      await tx.$executeRaw`SELECT pg_sleep(10)`;
    });
    const error = await late.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(toProblem(error)).toMatchObject({ status: 503 });
  });
});
