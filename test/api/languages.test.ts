import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendAudit } from '../../prisma/repositories/audit.js';
import { oneOfEverything } from './fixtures.js';
import type { Things } from './fixtures.js';
import { openApi } from './office.js';
import type { Answered, ApiUnderTest } from './office.js';

let api: ApiUnderTest;
let things: Things;

beforeAll(async () => {
  api = await openApi();
  things = await oneOfEverything(api.prisma, 1, null);
  await heldForCredit();
  await dunned();
  await api.prisma.salesOrder.update({ where: { number: things.order }, data: { waitsFor: { kind: 'invoicing' } } });
  await api.prisma.$transaction((tx) =>
    appendAudit(tx, [
      {
        actor: { principal: 'encours', role: 'system', requestId: 'r1' },
        action: 'mail.sent',
        entity: 'mail',
        entityId: things.mail,
        orderNumber: things.order,
        after: { kind: 'invoice', to: 'compta@lefort.example', subject: 'Facture' },
      },
    ]),
  );
});
afterAll(async () => {
  await api.close();
});

const read = (path: string, language?: string): Promise<Answered> =>
  api.call({
    method: 'GET',
    path,
    key: api.keys.manager,
    headers: language === undefined ? {} : { 'Accept-Language': language },
  });
const itemsOf = ({ json }: Answered): readonly Record<string, unknown>[] =>
  (json?.['items'] ?? []) as Record<string, unknown>[];
const plain = (value: unknown): string => String(value).replaceAll(/[\u00a0\u202f]/g, ' ');

describe('what an order waits for', () => {
  it.each([
    ['en', 'invoice and payment'],
    ['fr-FR,fr;q=0.9,en;q=0.8', 'facture et règlement'],
    ['de', 'invoice and payment'],
    [undefined, 'invoice and payment'],
  ])('is said to a caller who prefers %s', async (language, sentence) => {
    const waits = { waitsFor: { kind: 'invoicing' }, sentence };
    expect((await read(`/v1/orders/${things.order}`, language)).json).toMatchObject(waits);
    expect(itemsOf(await read('/v1/orders', language))[0]).toMatchObject(waits);
  });

  it('says in which language, and that it depends on who asks', async () => {
    const { headers } = await read(`/v1/orders/${things.order}`, 'fr');
    expect(headers.get('content-language')).toBe('fr');
    expect(headers.get('vary')).toMatch(/Accept-Language/);
  });
});

describe('a dossier', () => {
  it('tells the same facts in French and in English, and nothing else changes', async () => {
    const path = `/v1/orders/${things.order}/dossier`;
    const [english] = itemsOf(await read(path));
    expect(english?.['sentence']).toBe('Mail sent to compta@lefort.example: “Facture”');
    expect(itemsOf(await read(path, 'fr'))).toEqual([
      { ...english, sentence: 'Courriel envoyé à compta@lefort.example : « Facture »' },
    ]);
  });
});

describe('the worklist', () => {
  const detailOf = async (kind: string, language?: string): Promise<unknown[]> => {
    const items = itemsOf(await read(`/v1/worklist?kind=${kind}`, language));
    return items.map(({ title, detail }) => [plain(title), plain(detail)]);
  };

  it('is made of the rows that each line is about', async () => {
    expect(await detailOf('credit-hold', 'fr')).toEqual([
      [
        `Blocage crédit : commande ${things.order}`,
        'Le client a des factures échues. Commande 108,00 €, encours 900,00 €, plafond 1 000,00 €, échu 58,00 €. Débloquer ou refuser.',
      ],
    ]);
    expect(await detailOf('discrepancy', 'fr')).toEqual([
      [`Écarts : commande ${things.order}`, 'prix unitaire HT, ligne 1 : 18,00 au lieu de 19,50'],
    ]);
    expect(await detailOf('dunning-report', 'fr')).toEqual([
      [
        `Relance, premier rappel : facture ${things.invoice}`,
        'Envoyé à compta@lefort.example pour 148,00 € (reste dû 108,00 €) ; ensuite deuxième rappel le 24/12/2026.',
      ],
    ]);
    expect(await detailOf('mail-unknown', 'fr')).toEqual([
      [`Ce courriel est-il arrivé ? « Facture ${things.invoice} » à compta@lefort.example`, 'connection lost'],
    ]);
  });

  it('stands as it was written for everybody else', async () => {
    for (const kind of ['credit-hold', 'discrepancy', 'dunning-report', 'mail-unknown'])
      expect(await detailOf(kind, 'en')).toEqual([
        ['The title on record', kind === 'mail-unknown' ? 'connection lost' : 'The detail on record'],
      ]);
  });

  it('stands as it was written where what a line is about is not on record any more', async () => {
    expect(await detailOf('mail-failed', 'fr')).toEqual([[things.order, 'Call the customer']]);
  });
});

const line = { role: 'finance', status: 'open', title: 'The title on record', detail: 'The detail on record' };

async function heldForCredit(): Promise<void> {
  const { order: orderNumber, customer: customerNumber } = things;
  await api.prisma.creditDecision.create({
    data: {
      orderNumber,
      sequence: 1,
      kind: 'held',
      reason: 'overdue',
      amount: '108',
      exposureBefore: '900',
      creditLimit: '1000',
      overdue: '58',
      decidedBy: 'encours',
      decidedAt: new Date('2026-11-02T09:00:00Z'),
    },
  });
  const found = { orderNumber, type: 'price', lineNo: 1, actual: '18.00', source: 'price-list', disposition: 'open' };
  await api.prisma.discrepancy.createMany({
    data: [
      { ...found, id: '1-1', version: 1, expected: '17.00', withinTolerance: false },
      { ...found, id: '2-1', version: 2, expected: '19.50', withinTolerance: false },
      { ...found, id: '2-2', version: 2, expected: '18.01', withinTolerance: true },
    ],
  });
  await api.prisma.workItem.createMany({
    data: [
      { ...line, id: `credit-hold:${orderNumber}:1`, kind: 'credit-hold', orderNumber, customerNumber },
      { ...line, id: `discrepancy:${orderNumber}:2`, kind: 'discrepancy', orderNumber, customerNumber },
    ],
  });
}

async function dunned(): Promise<void> {
  const { order: orderNumber, customer: customerNumber, invoice: invoiceNumber, dunningStep, mail } = things;
  await api.prisma.dunningStep.update({
    where: { id: dunningStep },
    data: { nextLevel: 'level-2', nextOn: new Date('2026-12-24') },
  });
  await api.prisma.mail.create({
    data: {
      id: `dunning:${dunningStep}`,
      kind: 'dunning',
      status: 'SENT',
      recipient: 'compta@lefort.example',
      sender: 'relances@encours.example',
      messageId: `<dunning.${invoiceNumber}@encours.example>`,
      subject: 'Rappel',
      text: '',
      html: '',
      orderNumber,
      invoiceNumber,
      customerNumber,
    },
  });
  const about = { ...line, orderNumber, invoiceNumber, customerNumber };
  await api.prisma.workItem.createMany({
    data: [
      { ...about, id: `dunning-report:${dunningStep}`, kind: 'dunning-report', amount: '148' },
      { ...about, id: `mail-unknown:${mail}:2`, kind: 'mail-unknown', detail: 'connection lost' },
    ],
  });
}
