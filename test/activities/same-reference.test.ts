import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderDraft } from '../../contracts/process.js';
import { workItemFacts } from '../../contracts/work-item.js';
import { sameReferenceKey } from '../../domain/same-reference.js';
import { getOrder } from '../../prisma/queries/orders.js';
import {
  done,
  draftOrder,
  inTransaction,
  laura,
  listProduct,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import { clearInput, paperOf, recordOrderInput } from '../support/paperwork.js';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'NUT', '1000');
});
afterAll(() => house.close());

const referring = async (customer: string, customerReference: string | null): Promise<OrderDraft> => ({
  ...(await draftOrder(house, customer, [{ product: 'NUT', quantity: '1' }])),
  customerReference,
});

const tolerance = (policy: 'hold' | 'warn' | 'unsaid') => {
  const { sameReference: _, ...others } = house.policies.tolerance;
  return policy === 'unsaid' ? others : { ...others, sameReference: policy };
};

const enter = async (customer: string, reference: string | null, policy: 'hold' | 'warn' | 'unsaid' = 'hold') => {
  const input = recordOrderInput(house, paperOf(house, await referring(customer, reference)));
  const recorded = await house.activities.recordOrder({ ...input, tolerance: tolerance(policy) });
  return recorded.answer;
};

const amend = async (number: string, reference: string) => {
  const order = await getOrder(house.prisma, number, { salesperson: null });
  const draft = await referring(order?.customer ?? '', reference);
  const amendment = {
    actor: laura(),
    reason: 'reference',
    baseVersion: order?.version ?? 0,
    draft,
    today: house.today,
  };
  const recorded = await house.activities.recordAmendment({
    orderNumber: number,
    ...amendment,
    tolerance: tolerance('hold'),
  });
  await house.activities.clearOrder(
    clearInput(house, { ...paperOf(house, draft), number, situation: recorded.situation }),
  );
  return done(recorded.answer);
};

const found = async (number: string) =>
  (await getOrder(house.prisma, number, { salesperson: null }))?.discrepancies.map(
    ({ type, expected, actual, source, disposition }) => ({ type, expected, actual, source, disposition }),
  );

describe('an order with the reference of another', () => {
  it('is held for sales, and names the first, whatever capitals and spaces it is written in', async () => {
    const customer = await openAccount(house, 'TWICE');
    const first = await enter(customer, 'PO  4711');
    expect(first).toMatchObject({ stage: 'accepted' });
    expect(first).not.toHaveProperty('sameReferenceAs');
    for (const reference of ['PO 4711', 'po 4711', ' Po\t4711 ']) {
      const again = await enter(customer, reference);
      expect(again).toMatchObject({ stage: 'discrepancy-hold', sameReferenceAs: first.number });
      expect(await found(again.number)).toEqual([
        { type: 'reference', expected: first.number, actual: reference, source: 'order', disposition: 'open' },
      ]);
      const { facts } = await house.prisma.workItem.findFirstOrThrow({ where: { orderNumber: again.number } });
      expect(workItemFacts.discrepancy.parse(facts)).toEqual([
        { type: 'reference', expected: first.number, actual: reference, lineNo: null, together: [] },
      ]);
    }
    expect(await enter(customer, 'PO 4712')).toMatchObject({ stage: 'accepted' });
    expect(await enter(await openAccount(house, 'OTHER'), 'PO 4711')).toMatchObject({ stage: 'accepted' });
    expect([await enter(customer, null), await enter(customer, null)]).toMatchObject([
      { stage: 'accepted' },
      { stage: 'accepted' },
    ]);
  });

  it.each(['warn', 'unsaid'] as const)('goes on and says so where the policy is %s', async (policy) => {
    const customer = await openAccount(house, policy.toUpperCase());
    const first = await enter(customer, 'PO-1', policy);
    const again = await enter(customer, 'PO-1', policy);
    expect(again).toMatchObject({ stage: 'accepted', sameReferenceAs: first.number });
    expect(await found(again.number)).toMatchObject([{ expected: first.number, disposition: 'tolerated' }]);
  });

  it('is one of two that came at once, and the step done again says the same', async () => {
    const customer = await openAccount(house, 'RACE');
    const papers = await Promise.all([1, 2, 3, 4].map(async () => paperOf(house, await referring(customer, 'PO-9'))));
    const inputs = papers.map((paper) => ({ ...recordOrderInput(house, paper), tolerance: tolerance('hold') }));
    const record = () => Promise.all(inputs.map((input) => house.activities.recordOrder(input)));
    const answers = (await record()).map(({ answer }) => answer);
    const [first, ...more] = answers.filter(({ stage }) => stage === 'accepted');
    expect(more).toEqual([]);
    const held = answers.filter(({ stage }) => stage === 'discrepancy-hold');
    expect(held.map(({ sameReferenceAs }) => sameReferenceAs)).toEqual([first?.number, first?.number, first?.number]);
    expect((await record()).map(({ answer }) => answer)).toEqual(answers);
  });

  it('is alone again once the other has come to nothing', async () => {
    const customer = await openAccount(house, 'FALLEN');
    const first = await enter(customer, 'PO-5');
    const cancellation = { orderNumber: first.number, actor: laura(), reason: 'twice', today: house.today };
    done((await house.activities.recordCancellation(cancellation)).answer);
    expect(await enter(customer, 'PO-5')).toMatchObject({ stage: 'accepted' });
  });

  it('is found by an amendment that gives it, and not by the first one when it is amended otherwise', async () => {
    const customer = await openAccount(house, 'AMENDED');
    const first = await enter(customer, 'PO-6');
    const second = await enter(customer, 'PO-7');
    expect(await amend(second.number, 'po-6')).toMatchObject({ sameReferenceAs: first.number });
    expect(await found(second.number)).toMatchObject([{ expected: first.number, actual: 'po-6', disposition: 'open' }]);
    expect(await amend(first.number, 'PO-6')).not.toHaveProperty('sameReferenceAs');
    expect(await amend(second.number, 'PO-6')).toMatchObject({ sameReferenceAs: first.number });
    expect(await amend(second.number, 'PO-8')).not.toHaveProperty('sameReferenceAs');
  });

  it('is told by one rule in SQL and in the import', async () => {
    const texts = ['PO 17', ' po  17 ', 'PO\t17', 'Épicerie-9', 'ÉPICERIE-9', 'PO17', ''];
    const keys = await inTransaction(
      house,
      (tx) =>
        tx.$queryRaw<
          { key: string }[]
        >`SELECT reference_key(text) AS key FROM unnest(${texts}::text[]) WITH ORDINALITY AS t(text, n) ORDER BY n`,
    );
    expect(keys.map(({ key }) => key)).toEqual(texts.map(sameReferenceKey));
  });
});
