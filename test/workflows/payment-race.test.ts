import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../cli/stack/postgres.js';
import { skipTimeTo, virtualTime } from '../../cli/virtual-time.js';
import { instantOf } from '../../domain/calendar.js';
import { listProduct, openAccount } from '../support/house.js';
import { eventually, openProcesses, type Processes } from '../support/workflows.js';
import { openDiary, type Diary } from './diary.js';

let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
  await listProduct(office, 'BOX', '1000');
  await installWitness();
});
afterAll(() => office.close());

/**
 * Writes down what happens to an invoice in the order of its transactions, whatever their clocks say: a decision, the
 * claim of a letter and an allocation each hold the lock of the customer while a line is added here.
 */
const installWitness = () =>
  withClient(office.database.ownerUrl, async (client) => {
    await client.query(`
      CREATE TABLE witness (place bigserial PRIMARY KEY, invoice text NOT NULL, what text NOT NULL);
      CREATE FUNCTION witness() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN INSERT INTO witness (invoice, what) VALUES (NEW.invoice_number, TG_ARGV[0]); RETURN NEW; END $$;
      CREATE TRIGGER witness AFTER UPDATE ON receivable FOR EACH ROW
        WHEN (OLD.open > 0 AND NEW.open = 0) EXECUTE FUNCTION witness('last cent');
      CREATE TRIGGER witness AFTER INSERT ON dunning_step FOR EACH ROW EXECUTE FUNCTION witness('decided');
      CREATE TRIGGER witness_claim AFTER UPDATE ON outgoing FOR EACH ROW
        WHEN (NEW.kind = 'dunning-letter' AND OLD.status <> 'SENDING' AND NEW.status = 'SENDING') EXECUTE FUNCTION witness('claimed');`);
  });

const sequenceOf = (invoice: string) =>
  withClient(office.database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ what: string }>(
      'SELECT what FROM witness WHERE invoice = $1 ORDER BY place',
      [invoice],
    );
    return rows.map((row) => row.what);
  });

/** The moment at which the letters of level 1 leave: Monday 5 April 2032, 08:30 in Paris. */
const timer = { date: '2032-04-05', time: '08:30' } as const;
const ACCOUNTS = 200;
const EARLY = 5;
const LATE = 5;

describe('a payment that lands in the second of the timer', () => {
  it('is never followed by a letter: 200 accounts, paid from before to after the moment', async () => {
    const races = await lineUp();
    await Promise.all(races.map((race, index) => run(race, index)));
    const told: (readonly string[])[] = [];
    for (const diary of races) {
      const sequence = await sequenceOf(diary.invoice);
      expect(lawful, diary.invoice).toContainEqual(sequence);
      expect(await copiesTo(diary), diary.invoice).toBe(sequence.includes('claimed') ? 1 : 0);
      expect(await endOf(diary), diary.invoice).toEqual(sequence.includes('claimed') ? ['SENT', 'SENT'] : []);
      expect(await mailsUnderWay(diary), diary.invoice).toEqual([]);
      told.push(sequence);
    }
    expect(told.slice(0, EARLY)).toEqual(Array<string[]>(EARLY).fill(['last cent']));
    expect(told.slice(-LATE)).toEqual(Array<string[]>(LATE).fill(['decided', 'claimed', 'last cent']));
  }, 600_000);
});

/** Whoever was first: nothing of the procedure comes after the last cent. */
const lawful = [['last cent'], ['decided', 'last cent'], ['decided', 'claimed', 'last cent']];

async function lineUp(): Promise<Diary[]> {
  const levels = office.policies.dunning.levels.filter(({ level }) => level !== 'courtesy');
  const body = { ...office.policies.dunning, levels };
  await office.prisma.policy.update({ where: { kind: 'dunning' }, data: { body } });
  const races: Diary[] = [];
  for (let index = 0; index < ACCOUNTS; index += 1) {
    const customer = await openAccount(office, `RACE-${index}`);
    races.push(await openDiary(office, { customer, issued: '2032-03-01', boxes: '1' }));
  }
  return races;
}

/**
 * The first pay while minutes are left, the last once their letter is claimed, the others around the moment: which side
 * of it they land on is the machine's luck, and right either way.
 */
async function run(diary: Diary, index: number): Promise<void> {
  const moment = instantOf(timer.date, timer.time, office.policies.zone);
  await skipTimeTo(office.client, diary.workflowId, moment - (index < EARLY ? 300_000 : 8_000));
  const leftMs = moment - (await virtualTime(office.client, diary.workflowId));
  if (index < EARLY) expect(leftMs).toBeGreaterThan(0);
  else if (index < ACCOUNTS - LATE) await pause(leftMs + aroundMs(index));
  else await eventually(async () => expect(await sequenceOf(diary.invoice)).toContain('claimed'));
  await diary.pay('12.00');
  await diary.settled();
}

/** From 100 ms before to 150 ms after: what deciding and claiming take here. */
const aroundMs = (index: number): number => Math.round(-100 + ((index - EARLY) * 250) / (ACCOUNTS - EARLY - LATE - 1));

/** The letter's own, and what finance is told of it. */
const mailsUnderWay = (diary: Diary) =>
  office.prisma.outgoing.findMany({
    where: { invoiceNumber: diary.invoice, kind: { startsWith: 'dunning' }, status: { in: ['QUEUED', 'SENDING'] } },
    select: { id: true, status: true },
  });

/** Letters to the customer, whatever they are called. */
async function copiesTo({ customer }: Diary): Promise<number> {
  const letters = await office.prisma.outgoing.findMany({
    where: { customerNumber: customer, kind: 'dunning-letter' },
  });
  const copies = await Promise.all(letters.map(({ id }) => office.post.copiesOf(id)));
  return copies.flat().length;
}

/** What became of the level and of its letter; nothing where the letter stayed at home: the level is not reached then. */
async function endOf(diary: Diary): Promise<readonly string[]> {
  const [step] = await diary.steps();
  if (step === undefined) return [];
  const letter = await office.prisma.outgoing.findUnique({ where: { id: await diary.letter('level-1') } });
  return [step.status, letter?.status ?? ''];
}
