import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verificationText } from '../../cli/verify.js';
import type { DunningLetter, InvoiceDocument } from '../../contracts/documents.js';
import { documentIds } from '../../contracts/ids.js';
import type { CustomerPayee, Payee } from '../../contracts/payee.js';
import { addDays } from '../../domain/calendar.js';
import { patchCustomer } from '../../prisma/commands/customers.js';
import { verifyDatabase } from '../../prisma/queries/invariants.js';
import { compact, readPdf } from '../documents/pdf-text.js';
import { draftOrder, inTransaction, karim, listProduct, openAccount, openHouse, type House } from '../support/house.js';
import { dun, invoiceAll, sendEveryDay, type InvoicedPaper } from '../support/paperwork.js';

const factor: Payee = {
  name: 'Affacturage du Rhône SA',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  notice: {
    fr: 'Créance transmise par subrogation à Affacturage du Rhône SA : seul un paiement à cette société libère.',
    en: 'Claim passed by subrogation to Affacturage du Rhône SA: only payment to that company discharges.',
  },
};
const group: Payee = {
  ...factor,
  name: 'Encours Trésorerie SARL',
  iban: 'DE89370400440532013000',
  bic: 'COBADEFF',
  notice: { fr: 'Paiement à la société du groupe.', en: 'Payment to the company of the group.' },
};

let house: House;
let accounts = 0;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'BOX', '1000');
  await sendEveryDay(house);
});
afterAll(() => house.close());

const companyPays = (payee: Payee | null) =>
  house.prisma
    .$executeRaw`UPDATE company SET body = body || jsonb_build_object('payee', ${JSON.stringify(payee)}::jsonb)`;
const customerOf = (payee: CustomerPayee | null) => openAccount(house, `PAYEE-${(accounts += 1)}`, { payee });
const invoiced = async (customer: string): Promise<InvoicedPaper> =>
  invoiceAll(house, await draftOrder(house, customer, [{ product: 'BOX', quantity: '10' }]));
const printedOf = async ({ invoice }: InvoicedPaper) => {
  const id = documentIds.invoice(invoice.number);
  const { snapshot } = await house.prisma.document.findUniqueOrThrow({ where: { id } });
  return (snapshot as InvoiceDocument).payee;
};
const textOf = async (id: string): Promise<string> => {
  await house.activities.renderDocuments([id]);
  const [file] = await house.documents.get([id]);
  return compact(readPdf(file?.bytes ?? new Uint8Array()).text);
};

describe('an invoice that is paid to somebody else', () => {
  it('names whom the customer pays, else whom all pay, as it is when it is issued', async () => {
    const [usual, own, other] = [
      await customerOf(null),
      await customerOf({ kind: 'seller' }),
      await customerOf({ kind: 'other', ...group }),
    ];
    expect(await printedOf(await invoiced(usual))).toBeUndefined();
    await companyPays(factor);
    const assigned = await invoiced(usual);
    expect(await printedOf(assigned)).toEqual(factor);
    expect(await printedOf(await invoiced(own))).toBeUndefined();
    expect(await printedOf(await invoiced(other))).toEqual(group);
    await companyPays(null);
    expect(await printedOf(await invoiced(usual))).toBeUndefined();
    expect(await printedOf(assigned)).toEqual(factor);
  });

  it('prints its account, its holder and the notice, and none of ours', async () => {
    const paper = await invoiced(await customerOf({ kind: 'other', ...factor }));
    const { iban } = (await house.prisma.company.findUniqueOrThrow({ where: { id: 1 } })).body as { iban: string };
    const text = await textOf(documentIds.invoice(paper.invoice.number));
    for (const mention of ['FR76 3000 6000 0112 3456 7890 189', factor.name, factor.notice.fr])
      expect(text).toContain(compact(mention));
    expect(text).not.toContain(iban);
  });

  it('is reminded of with its own account, beside an invoice of ours', async () => {
    const customer = await customerOf(null);
    const ours = await invoiced(customer);
    await inTransaction(house, (tx) => patchCustomer(tx, customer, { payee: { kind: 'other', ...factor } }, karim()));
    const theirs = await invoiced(customer);
    const [letter = ''] = await dun(house, customer, addDays(house.today, 30 + 5));
    const { snapshot } = await house.prisma.document.findUniqueOrThrow({ where: { id: letter } });
    const { invoices, company } = snapshot as DunningLetter;
    expect(invoices.map(({ invoice, payee }) => [invoice, payee?.name])).toEqual([
      [ours.invoice.number, undefined],
      [theirs.invoice.number, factor.name],
    ]);
    const text = await textOf(letter);
    const [first = '', second = ''] =
      text.split(compact('Règlement par virement')).at(-1)?.split(compact(factor.name)) ?? [];
    expect(first).toContain(company.iban);
    expect(first).toContain(ours.invoice.number);
    expect(second).toContain(factor.iban);
    expect(text).toContain(compact(factor.notice.fr));
  });

  it('leaves books in which nothing is wrong', async () => {
    expect(verificationText(await verifyDatabase(house.database.url))).toMatch(/ 0 violations$/);
  });
});
