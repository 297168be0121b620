import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerPatch } from '../../contracts/customer.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { createCustomer, patchCustomer } from '../../prisma/commands/customers.js';
import { linkPrincipal } from '../../prisma/commands/persons.js';
import { createProduct, patchProduct } from '../../prisma/commands/products.js';
import { assignPayment, recordPayment } from '../../prisma/commands/payments.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { getCustomer } from '../../prisma/queries/customers.js';
import {
  actor,
  done,
  draftOrder,
  helene,
  inTransaction,
  karim,
  laura,
  listProduct,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import { clearInput, invoiceAll, paperOf, recordOrderInput, type EnteredPaper } from '../support/paperwork.js';

/** Each way round four eyes that was found, and its neighbours; what is due is 360.00 for 30 boxes. */
let house: House;
let made = 0;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'BOX', '100000');
  await house.prisma.$transaction((tx) =>
    linkPrincipal(tx, { principal: 'h-4711@id.example', person: 'helene.castaing' }, actor('command-line', 'admin')),
  );
});
afterAll(() => house.close());

const heleneByToken = () => actor('h-4711@id.example', 'manager');
const sophie = () => actor('sophie.arnaud', 'admin');
const account = (creditLimit = '100.00') => openAccount(house, `EYES-${(made += 1)}`, { creditLimit });

type Price = { readonly unitPrice?: string };
async function enterBy(by: Actor, customer: string, quantity = '30', price: Price = {}): Promise<EnteredPaper> {
  const paper = paperOf(house, await draftOrder(house, customer, [{ product: 'BOX', quantity, ...price }]));
  const input = recordOrderInput(house, paper);
  const { situation } = await house.activities.recordOrder({
    ...input,
    submission: { ...input.submission, actor: by },
  });
  return { ...paper, situation };
}

async function amendBy(by: Actor, paper: EnteredPaper, quantity: string): Promise<EnteredPaper> {
  const draft = await draftOrder(house, paper.draft.customer, [{ product: 'BOX', quantity }], {
    customerReference: randomUUID(),
  });
  const recorded = await house.activities.recordAmendment({
    orderNumber: paper.number,
    actor: by,
    reason: 'asked by telephone',
    baseVersion: paper.situation.version,
    draft,
    tolerance: house.policies.tolerance,
    today: house.today,
  });
  done(recorded.answer);
  return again({ ...paper, draft, situation: recorded.situation });
}

/** What becomes of it when its credit is looked at again. */
async function again(paper: EnteredPaper): Promise<EnteredPaper> {
  const { situation } = await house.activities.clearOrder(clearInput(house, paper));
  return { ...paper, situation };
}

const releaseBy = async (by: Actor, { number }: EnteredPaper) => {
  const { answer } = await house.activities.recordCreditDecision({
    orderNumber: number,
    actor: by,
    decision: 'release',
    reason: 'they pay',
    policy: house.policies.credit,
    today: house.today,
    at: new Date().toISOString(),
  });
  return answer.kind === 'refused' ? answer.code : answer.stage;
};
const change = (customer: string, patch: CustomerPatch, by: Actor) =>
  house.prisma.$transaction((tx) => patchCustomer(tx, customer, patch, by));
const pay = async (by: Actor, customer: string | undefined, amount: string) => {
  const id = randomUUID();
  const input = { amount, currency: 'EUR', date: house.today, reference: `VIR-${id}` } as const;
  done(
    await recordPayment(house.prisma, {
      id,
      input: customer === undefined ? input : { ...input, customer },
      actor: by,
      nowMs: Date.parse(house.today),
    }),
  );
  return id;
};
const standing = async ({ number }: EnteredPaper) => {
  const situation = await house.activities.readOrder(number);
  if (situation === null) throw new Error(`there is no order ${number}`);
  return situation;
};
const stageOf = ({ situation }: EnteredPaper) => `${situation.stage} ${situation.holdReason ?? ''}`.trim();
const lastAudit = (orderNumber: string, action: string) =>
  house.prisma.auditEntry.findFirstOrThrow({ where: { orderNumber, action }, orderBy: { id: 'desc' } });

describe('an order that B amends up and A then amends in its reference alone', () => {
  it('is released by neither of them, nor by who entered it, but by somebody else, and the record names the sides', async () => {
    const entered = await enterBy(laura(), await account());
    const up = await amendBy(helene(), entered, '60');
    const last = await amendBy(sophie(), up, '60');
    expect(stageOf(last)).toBe('credit-hold credit-limit');
    for (const by of [laura(), helene(), heleneByToken(), sophie()])
      expect([by.principal, await releaseBy(by, last)]).toEqual([by.principal, 'four-eyes']);
    expect(await releaseBy(karim(), last)).toBe('received');
    expect((await lastAudit(last.number, 'credit.released')).after).toMatchObject({
      sides: { asked: ['laura.callahan', 'helene.castaing', 'sophie.arnaud'], gaveRoom: [], decided: 'karim.benali' },
    });
  });

  it('is asked for by who amended it alone once somebody else has released what was entered', async () => {
    const entered = await enterBy(laura(), await account());
    await releaseBy(karim(), entered);
    const accepted = await again({ ...entered, situation: await standing(entered) });
    const held = await amendBy(helene(), accepted, '60');
    expect(await releaseBy(helene(), held)).toBe('four-eyes');
    expect(await releaseBy(actor('laura.callahan', 'finance'), held)).toBe('received');
  });
});

describe('an own order that is held, cancelled and entered again after the own limit was raised', () => {
  it.each([
    ['under the same name', helene],
    ['under another name of the same person', heleneByToken],
  ])('is held again (%s)', async (_how, raiser) => {
    const customer = await account();
    const held = await enterBy(helene(), customer);
    expect((await change(customer, { creditLimit: '500.00' }, raiser())) as object).toMatchObject({
      code: 'four-eyes',
    });
    const cancelled = await house.activities.recordCancellation({
      orderNumber: held.number,
      actor: helene(),
      reason: 'a mistake',
      lines: undefined,
      today: house.today,
    });
    done(cancelled.answer);
    done(await change(customer, { creditLimit: '500.00' }, raiser()));
    const second = await enterBy(helene(), customer);
    expect(stageOf(second)).toBe('credit-hold credit-limit');
    expect((await lastAudit(second.number, 'credit.held')).after).toMatchObject({
      limit: '500.00',
      ownRoom: { limit: '400.00', money: '0', overdue: '0', stopLifted: false },
      sides: { asked: ['helene.castaing'], decided: 'encours' },
    });
    expect(await releaseBy(raiser(), second)).toBe('four-eyes');
    expect(stageOf(await enterBy(helene(), customer, '8'))).toBe('accepted');
  });

  it('goes on where a colleague raised the limit, or has set it since', async () => {
    const customer = await account();
    done(await change(customer, { creditLimit: '500.00' }, sophie()));
    expect(stageOf(await enterBy(helene(), customer))).toBe('accepted');
    const other = await account();
    done(await change(other, { creditLimit: '900.00' }, helene()));
    done(await change(other, { creditLimit: '500.00' }, karim()));
    expect(stageOf(await enterBy(helene(), other))).toBe('accepted');
  });

  it('is held where the account itself is of the own making, and goes on for others', async () => {
    const number = `EYES-${(made += 1)}`;
    const like = await getCustomer(house.prisma, await account(), { salesperson: null });
    if (like === null) throw new Error('no account');
    const { siren, vatNumber, language, currency, address, phone, paymentTerms, salesperson } = like;
    const contacts = [
      { code: 'A', role: 'orders', name: 'A', language: 'fr', email: 'a@b.example', phone: '' },
    ] as const;
    const input = {
      number,
      name: 'Own',
      siren,
      vatNumber,
      language,
      currency,
      address,
      phone,
      paymentTerms,
      salesperson,
    };
    await inTransaction(house, (tx) =>
      createCustomer(tx, { ...input, contacts: [...contacts], creditLimit: '5000.00' }, helene()),
    );
    expect(stageOf(await enterBy(heleneByToken(), number, '1'))).toBe('credit-hold credit-limit');
    expect(stageOf(await enterBy(laura(), number, '1'))).toBe('accepted');
  });

  it('is held where they lifted the stop themselves', async () => {
    const customer = await account('5000.00');
    done(await change(customer, { creditStop: true, creditStopReason: 'a cheque came back' }, karim()));
    done(await change(customer, { creditStop: false }, helene()));
    expect(stageOf(await enterBy(helene(), customer))).toBe('credit-hold credit-stop');
    expect(stageOf(await enterBy(laura(), customer))).toBe('accepted');
  });
});

describe('an own order that is held while money comes that no bank line stands for', () => {
  it('stays held when they booked it themselves, and goes on when a colleague did', async () => {
    const customer = await account();
    const held = await enterBy(helene(), customer);
    await pay(heleneByToken(), customer, '900.00');
    expect(stageOf(await again(held))).toBe('credit-hold credit-limit');
    expect(await releaseBy(helene(), held)).toBe('four-eyes');
    await pay(karim(), customer, '260.00');
    expect(stageOf(await again(await again(held)))).toBe('accepted');
  });

  it('stays held when they booked it for nobody known and then said whose it is', async () => {
    const customer = await account();
    const held = await enterBy(helene(), customer);
    const id = await pay(karim(), undefined, '900.00');
    const input = { customer, reason: 'their transfer' };
    const assigned = await assignPayment(house.prisma, { id, input, actor: helene() });
    expect(assigned).toMatchObject({ customer });
    expect(stageOf(await again(held))).toBe('credit-hold credit-limit');
  });

  it('stays held when they wrote off what the customer owes', async () => {
    const customer = await account('1200.00');
    const owed = await invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '100' }]));
    const held = await enterBy(helene(), customer);
    expect(stageOf(held)).toBe('credit-hold credit-limit');
    const written = { customer, invoice: owed.invoice.number, reason: 'a gift', actor: helene(), on: house.today };
    done(await house.activities.recordWriteOff(written));
    expect(stageOf(await again(held))).toBe('credit-hold credit-limit');
    expect(await releaseBy(karim(), held)).toBe('received');
  });
});

describe('who gave a customer room while an order of somebody else was held', () => {
  it('does not release it too', async () => {
    const customer = await account();
    const held = await enterBy(laura(), customer);
    done(await change(customer, { creditLimit: '200.00' }, karim()));
    expect(await releaseBy(karim(), held)).toBe('four-eyes');
    expect(await releaseBy(helene(), held)).toBe('received');
    expect((await lastAudit(held.number, 'credit.released')).after).toMatchObject({
      sides: { asked: ['laura.callahan'], gaveRoom: ['karim.benali'], decided: 'helene.castaing' },
    });
  });
});

const accept = async (by: Actor, { number }: EnteredPaper) => {
  const { answer } = await house.activities.recordDisposition({
    orderNumber: number,
    discrepancyId: '1-1',
    disposition: 'accept',
    reason: 'agreed',
    actor: by,
    today: house.today,
  });
  return answer.kind === 'refused' ? answer.code : answer.stage;
};

describe('a price of 0.01 instead of 10.00', () => {
  it('is accepted by who did not enter it, and the record names both', async () => {
    const cheap = await enterBy(helene(), await account(), '1', { unitPrice: '0.01' });
    expect(stageOf(cheap)).toBe('discrepancy-hold discrepancy');
    expect([await accept(helene(), cheap), await accept(heleneByToken(), cheap)]).toEqual(['four-eyes', 'four-eyes']);
    expect(await accept(laura(), cheap)).toBe('received');
    expect((await lastAudit(cheap.number, 'discrepancy.accept')).after).toMatchObject({
      sides: { asked: ['helene.castaing'], decided: 'laura.callahan' },
    });
  });
});

describe('a list price that who orders lowered', () => {
  let products = 0;
  /** Listed by `by` at 31.00. */
  async function listed(by: Actor): Promise<string> {
    const number = `LIST-${(products += 1)}`;
    const fields = {
      name: number,
      unit: 'box',
      category: '',
      currency: 'EUR',
      taxClass: 'standard',
      active: true,
    } as const;
    done(await house.prisma.$transaction((tx) => createProduct(tx, { number, ...fields, listPrice: '31.00' }, by)));
    return number;
  }
  const price = async (by: Actor, product: string, listPrice: string) => {
    done(await house.prisma.$transaction((tx) => patchProduct(tx, product, { listPrice }, by)));
  };
  const rich = () => account('100000.00');
  const enter = async (by: Actor, product: string, changes: { readonly unitPrice?: string } = {}) => {
    const paper = paperOf(house, await draftOrder(house, await rich(), [{ product, quantity: '1', ...changes }]));
    const input = recordOrderInput(house, paper);
    const { situation } = await house.activities.recordOrder({
      ...input,
      submission: { ...input.submission, actor: by },
    });
    return { ...paper, situation };
  };
  const foundIn = ({ number }: EnteredPaper) =>
    house.prisma.discrepancy.findMany({ where: { orderNumber: number, disposition: { not: 'superseded' } } });

  it('is held against the price before, and accepted by somebody else alone', async () => {
    const product = await listed(sophie());
    await price(helene(), product, '25.00');
    await price(helene(), product, '20.00');
    const cheap = await enter(helene(), product);
    expect(stageOf(cheap)).toBe('discrepancy-hold discrepancy');
    expect(await foundIn(cheap)).toMatchObject([
      { type: 'price', expected: '31.00', actual: '20.00', source: 'price-list' },
    ]);
    expect([await accept(helene(), cheap), await accept(heleneByToken(), cheap)]).toEqual(['four-eyes', 'four-eyes']);
    expect(await accept(laura(), cheap)).toBe('received');

    // Laura has looked at 20.00: it stands for Hélène, and what she lowers it to from there does not.
    expect(stageOf(await enter(helene(), product))).not.toContain('discrepancy');
    await price(helene(), product, '12.00');
    expect(await foundIn(await enter(helene(), product))).toMatchObject([{ expected: '20.00', actual: '12.00' }]);
  });

  it('is that of the same person under another name too, and where a colleague amends what she entered', async () => {
    const product = await listed(sophie());
    await price(heleneByToken(), product, '20.00');
    expect(stageOf(await enter(helene(), product))).toContain('discrepancy-hold');

    const other = await listed(sophie());
    const entered = await enter(helene(), other);
    await price(helene(), other, '20.00');
    const draft = await draftOrder(house, entered.draft.customer, [{ product: other, quantity: '1' }]);
    const amended = await house.activities.recordAmendment({
      orderNumber: entered.number,
      actor: laura(),
      reason: 'asked by telephone',
      baseVersion: entered.situation.version,
      draft,
      tolerance: house.policies.tolerance,
      today: house.today,
    });
    done(amended.answer);
    expect(await foundIn(entered)).toMatchObject([{ type: 'price', expected: '31.00', actual: '20.00' }]);
  });

  it.each([
    ['a colleague lowered it', async (product: string) => price(sophie(), product, '20.00')],
    [
      'a colleague has set it since',
      async (product: string) => {
        await price(helene(), product, '19.00');
        await price(sophie(), product, '20.00');
      },
    ],
    ['she raised it', async (product: string) => price(helene(), product, '40.00')],
    ['she lowered it within tolerance of nothing', async (product: string) => price(helene(), product, '31.00')],
  ])('is none where %s', async (_what, set) => {
    const product = await listed(sophie());
    await set(product);
    expect(await foundIn(await enter(helene(), product))).toEqual([]);
  });

  it('of a product that she listed herself is what it was first', async () => {
    const product = await listed(helene());
    expect(await foundIn(await enter(helene(), product))).toEqual([]);
    await price(helene(), product, '20.00');
    expect(await foundIn(await enter(helene(), product))).toMatchObject([{ expected: '31.00', actual: '20.00' }]);
    // Somebody else orders at the list price: two persons stand behind it.
    expect(await foundIn(await enter(laura(), product))).toEqual([]);
  });

  it('does not matter to who orders at the price before', async () => {
    const product = await listed(sophie());
    await price(helene(), product, '20.00');
    expect(await foundIn(await enter(helene(), product, { unitPrice: '31.00' }))).toEqual([]);
  });
});

describe('the record of all of it', () => {
  it('holds together', async () => {
    expect((await verifyDatabase(house.database.url)).violations).toEqual([]);
  });
});
