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

describe('a decision on credit', () => {
  it('is told with its figures in the language of its reader; what a person wrote stays as it was', async () => {
    const { order: orderNumber } = things;
    const figures = { orderNumber, amount: '108', exposureBefore: '930', creditLimit: '1000', overdue: '58.4' };
    const decidedAt = '2026-11-02T10:00:00Z';
    await api.prisma.creditDecision.createMany({
      data: [
        { ...figures, sequence: 1, kind: 'held', reason: 'credit-limit', decidedBy: 'encours', decidedAt },
        { ...figures, sequence: 2, kind: 'released', reason: 'overdue', decidedBy: 'karim.benali', decidedAt },
      ],
    });
    const told = async (language: string) => {
      const { json } = await read(`/v1/orders/${orderNumber}`, language);
      return ((json?.['creditDecisions'] ?? []) as readonly Record<string, unknown>[]).map(({ reason, sentence }) => [
        reason,
        plain(sentence),
      ]);
    };
    // 930.00 + 108.00 = 1,038.00, 38.00 above 1,000.00.
    expect(await told('en')).toEqual([
      [
        'credit-limit',
        'With this order of 108.00 EUR the exposure of 930.00 EUR would come to 1,038.00 EUR, 38.00 EUR above the limit of 1,000.00 EUR. Room of at least 38.00 EUR (payments, or a higher limit) frees it.',
      ],
      [
        'overdue',
        'Decided on an order of 108.00 EUR, an exposure before it of 930.00 EUR, a limit of 1,000.00 EUR and 58.40 EUR overdue.',
      ],
    ]);
    const [[, held]] = (await told('fr')) as [[string, string]];
    expect(held).toBe(
      'Avec cette commande de 108,00 €, l’encours de 930,00 € atteindrait 1 038,00 €, soit 38,00 € au-dessus du plafond de 1 000,00 €. Au moins 38,00 € de place (règlements, ou plafond relevé) la libèrent.',
    );
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
  const taskOf = async (kind: string, language?: string): Promise<unknown[]> => {
    const items = itemsOf(await read(`/v1/worklist?kind=${kind}`, language));
    return items.map(({ title, sentence }) => [plain(title), plain(sentence)]);
  };

  it('is made of the facts that each line keeps, in French', async () => {
    expect(await taskOf('credit-hold', 'fr')).toEqual([
      [
        `Blocage crédit : commande ${things.order}`,
        'Le client a des factures échues. Commande 108,00 €, encours 900,00 €, plafond 1 000,00 €, échu 58,00 €. Débloquer ou refuser.',
      ],
    ]);
    expect(await taskOf('discrepancy', 'fr')).toEqual([
      [`Écarts : commande ${things.order}`, 'prix unitaire HT, ligne 1 : 18,00 au lieu de 19,50'],
    ]);
    expect(await taskOf('dunning-report', 'fr')).toEqual([
      [
        `Relance, premier rappel : facture ${things.invoice}`,
        'Envoyé à compta@lefort.example pour 148,00 € (reste dû 108,00 €) ; ensuite deuxième rappel le 24/12/2026.',
      ],
    ]);
    expect(await taskOf('mail-unknown', 'fr')).toEqual([
      [`Ce courriel est-il arrivé ? « Facture ${things.invoice} » à compta@lefort.example`, 'connection lost'],
    ]);
  });

  it('and in English for everybody else', async () => {
    expect(await taskOf('credit-hold', 'en')).toEqual([
      [
        `Credit hold: order ${things.order}`,
        'The customer has overdue invoices. Order 108.00 EUR, exposure 900.00 EUR, limit 1,000.00 EUR, overdue 58.00 EUR. Release or refuse.',
      ],
    ]);
    expect(await taskOf('mail-unknown', 'de')).toEqual([
      [`Did this mail arrive? “Facture ${things.invoice}” to compta@lefort.example`, 'connection lost'],
    ]);
  });
});

const line = { role: 'finance', status: 'open' };

async function heldForCredit(): Promise<void> {
  const { order: orderNumber, customer: customerNumber } = things;
  const held = { reason: 'overdue', gross: '108.00', exposure: '900.00', limit: '1000.00', overdue: '58.00' };
  const found = { type: 'price', lineNo: 1, together: [], expected: '19.50', actual: '18.00' };
  const about = { ...line, orderNumber, customerNumber };
  await api.prisma.workItem.createMany({
    data: [
      { ...about, id: `credit-hold:${orderNumber}:1`, kind: 'credit-hold', facts: held },
      { ...about, id: `discrepancy:${orderNumber}:2`, kind: 'discrepancy', facts: [found] },
    ],
  });
}

async function dunned(): Promise<void> {
  const { order: orderNumber, customer: customerNumber, invoice: invoiceNumber, dunningStep, mail } = things;
  const to = 'compta@lefort.example';
  const next = { level: 'level-2', on: '2026-12-24' };
  const claim = {
    invoices: [invoiceNumber],
    level: 'level-1',
    to,
    open: '108.00',
    claimed: '148.00',
    recoveryFee: '40.00',
    next,
  };
  const asked = { mail, to, subject: `Facture ${invoiceNumber}`, response: 'connection lost' };
  const about = { ...line, orderNumber, invoiceNumber, customerNumber };
  await api.prisma.workItem.createMany({
    data: [
      { ...about, id: `dunning-report:${dunningStep}`, kind: 'dunning-report', amount: '148', facts: claim },
      { ...about, id: `mail-unknown:${mail}:2`, kind: 'mail-unknown', mailId: mail, facts: asked },
    ],
  });
}
