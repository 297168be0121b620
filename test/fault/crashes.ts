import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Site } from '../support/faults.js';
import {
  dunAtOnce,
  expectGaplessInvoices,
  expectLawfulCopies,
  expectSoundness,
  inParallel,
  listProduct,
  mailsOf,
  openSite,
  until,
  untilMailsRest,
  workerPoints,
} from '../support/faults.js';
import { COMMON, scenes, type Act, type Scene } from './scenes.js';

/** Some forty crashes and recoveries, on a machine however busy. */
const PATIENCE_MS = 2_400_000;

type Case = { readonly point: string; readonly customer: string; readonly scene: Scene };

type Ready = Case & { readonly act: Act };
type Struck = { readonly made: Case; readonly act: Act; readonly order: string };
type Played = Case & { readonly order: string };

const casesOf = (points: readonly string[]): readonly Case[] =>
  points
    .flatMap((point) => (scenes[point.split(':')[0] ?? ''] ?? []).map((scene) => ({ point, scene })))
    .map((made, index) => ({ ...made, customer: `CASE-${String(index + 1).padStart(2, '0')}` }));

/**
 * So many crashes follow each other before the orders get the time to recover: each takes the work under way from all of
 * them, and the server gives it out again only after ten seconds.
 */
const BATCH = 8;

/** Kills the worker in one order's step after the other's; done when all callers have their answers. */
async function strikeAll(site: Site, batch: readonly Ready[]): Promise<readonly Struck[]> {
  const answers: Promise<Struck>[] = [];
  for (const { act, ...made } of batch) {
    const worker = site.stack.pids()['worker'];
    // The retry of an order before it may have come by the same point: a hold is known only once it is escalated.
    const hasStruck = isStruck(site, made, act);
    answers.push(act.strike().then((order) => ({ made, act, order })));
    if (hasStruck) continue;
    await until(
      `the crash at ${made.point} (${act.on.join(', ')})`,
      () => Promise.resolve(isStruck(site, made, act)),
      (itIs) => itIs,
    );
    await untilBack(site, worker);
  }
  return Promise.all(answers);
}

const isStruck = (site: Site, { point }: Pick<Case, 'point'>, { on }: Act): boolean =>
  site.struck().some((fault) => fault.point === point && fault.on?.join() === on.join());

/** The server still gives work to a worker that has died just now: the next step waits for the new one. */
async function untilBack(site: Site, before: number | undefined): Promise<void> {
  await until(
    'another worker',
    () => Promise.resolve(site.stack.pids()['worker']),
    (worker) => worker !== undefined && worker !== before,
  );
  await site.stack.start('worker');
}

/**
 * The deaths before a step has done its work, or those after: each in a site of its own, so that they run beside each other,
 * for a crash is mostly waiting.
 */
export function describeCrashes(when: 'before' | 'after'): void {
  const points = workerPoints.filter((point) => point.includes(`:${when}`));
  const cases = casesOf(points);
  let site: Site;
  let played: readonly Played[];

  /**
   * All orders are led to just before their step at once. Then the worker is killed at one point after the other, each
   * time in another order's step, while the orders before it recover; at last all orders are led to their end at once. The
   * dunning policy makes one level due on the day of the invoice, at any hour: virtual time would hide how a retry waits.
   */
  beforeAll(async () => {
    site = await openSite();
    await listProduct(site, COMMON, '100000');
    await dunAtOnce(site);
    const acts = await inParallel(cases, 6, async (made) => ({
      ...made,
      act: await made.scene.set(site, made.customer),
    }));
    await untilMailsRest(site);
    site.plan(acts.map(({ point, act }) => ({ point, action: 'crash', times: 1, on: act.on })));
    const struck: Struck[] = [];
    for (let first = 0; first < acts.length; first += BATCH)
      struck.push(...(await strikeAll(site, acts.slice(first, first + BATCH))));
    played = await inParallel(struck, 8, async ({ made, act, order }) => {
      await act.finish(order);
      return { ...made, order };
    });
    await untilMailsRest(site);
  }, PATIENCE_MS);
  afterAll(() => site.close());

  describe(`a worker killed ${when} each step of its work`, () => {
    it.each([...points])('%s: the order ends right, with one row of everything', async (point) => {
      const here = played.filter((made) => made.point === point);
      expect(here.length, 'a new activity needs a scene in scenes.ts').toBeGreaterThan(0);
      for (const { customer, order, scene } of here) {
        const orders = await site.rows('SELECT number, stage FROM sales_order WHERE customer_number = $1', customer);
        expect(orders).toEqual([{ number: order, stage: 'settled' }]);
        const [counts] = await site.rows(
          `SELECT (SELECT count(*)::int FROM delivery WHERE order_number = $1) AS deliveries,
             (SELECT count(*)::int FROM invoice WHERE order_number = $1 AND kind = 'invoice' AND replaces IS NULL) AS invoices,
             (SELECT count(*)::int FROM outgoing WHERE order_number = $1 AND kind = 'acknowledgement') AS acknowledgements,
             (SELECT count(*)::int FROM outgoing o JOIN invoice i ON i.number = o.invoice_number AND i.replaces IS NULL AND i.kind = 'invoice'
              WHERE i.order_number = $1 AND o.kind = 'invoice') AS "invoiceMails",
             (SELECT count(*)::int FROM payment p JOIN ledger_entry a ON a.payment_id = p.id AND a.kind = 'allocation' AND a.item_kind = 'payment'
                AND NOT EXISTS (SELECT FROM ledger_entry u WHERE u.payment_id = a.payment_id AND u.reverses = a.posting)
              JOIN invoice i ON i.number = a.invoice_number WHERE i.order_number = $1 AND i.kind = 'invoice'
                AND NOT EXISTS (SELECT FROM invoice r WHERE r.replaces = i.number)) AS allocations`,
          order,
        );
        const { deliveries, acknowledgements, paid = deliveries } = scene.expected;
        expect(counts).toEqual({
          deliveries,
          acknowledgements,
          invoices: deliveries,
          invoiceMails: deliveries,
          allocations: paid,
        });
      }
    });

    it('every fault of the plan struck once', () => {
      expect(
        site
          .struck()
          .map((fault) => fault.point)
          .toSorted(),
      ).toEqual(cases.map(({ point }) => point).toSorted());
    });

    it('every mail of the customers came once, or twice with one Message-ID where its fate was not known', async () => {
      await expectLawfulCopies(site);
      const mails = await mailsOf(site);
      const open = mails.filter(({ status }) => status !== 'SENT');
      const asked = await site.rows<{ id: string }>("SELECT id FROM work_item WHERE kind = 'mail-unknown'");
      expect(
        open.filter(({ status, id }) => status !== 'UNKNOWN' || !asked.some((row) => row.id.includes(id))),
      ).toEqual([]);
    });

    it('a letter of dunning was decided once, and came once', async () => {
      const letters = await site.rows<{ id: string }>("SELECT id FROM dunning_step WHERE level = 'level-1'");
      const dunned = played.filter(
        ({ scene, point }) => point.includes('Dunning') || (point.startsWith('smtp') && scene === scenes['smtp']?.[2]),
      );
      expect(letters).toHaveLength(dunned.length);
    });

    it('invoice numbers have no gap and follow their dates', async () => {
      expect(await expectGaplessInvoices(site)).toBe(
        played.reduce((sum, made) => sum + made.scene.expected.deliveries, 0),
      );
    });

    it('the whole database is sound, and every process has ended well', async () => {
      await expectSoundness(site);
    });
  });
}
