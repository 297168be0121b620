import { documentIds } from '../../contracts/ids.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerContactInput } from '../../contracts/address-book.js';
import { addContact, changeAddress, changeContact } from '../../prisma/commands/address-book.js';
import { patchCustomer } from '../../prisma/commands/customers.js';
import { changeOrderContacts } from '../../prisma/commands/order-contacts.js';
import {
  draftOrder,
  inTransaction,
  karim,
  laura,
  listProduct,
  openAccount,
  openHouse,
  type House,
} from '../support/house.js';
import { contactsAt } from '../support/parties.js';
import { accept, invoiceAll } from '../support/paperwork.js';

/** Whom the documents of an order go to, and where its goods go. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
  await listProduct(house, 'BOX', '1000');
});
afterAll(() => house.close());

const boxes = [{ product: 'BOX', quantity: '1' }];
const depot = {
  name: 'Dépôt',
  street: '9, quai Bleu',
  postalCode: '29000',
  city: 'Quimper',
  region: '',
  countryCode: 'FR',
};
const elsewhere = { ...depot, street: '1, rue Neuve', city: 'Brest' };
const shipTo = { code: 'DEPOT', kind: 'ship-to' as const, label: 'Dépôt', address: depot };
const mailed = async (mailId: string) => {
  expect(await house.activities.sendMail(mailId)).toMatchObject({ kind: 'sent' });
  const [copy] = await house.post.copiesOf(mailId);
  return { to: copy?.envelope.to, text: copy?.text ?? '' };
};
const inEnglish = (contacts: CustomerContactInput[], code: string) =>
  contacts.map((contact) => (contact.code === code ? { ...contact, language: 'en' as const } : contact));

describe('an order', () => {
  it('is acknowledged in French to purchasing and invoiced in English to accounting, as each reads', async () => {
    const contacts = inEnglish(contactsAt('achats@two.example', 'accounts@two.example'), 'COMPTA');
    const customer = await openAccount(house, 'TWO', { contacts });
    const paper = await invoiceAll(house, await draftOrder(house, customer, boxes));
    const acknowledgement = await mailed(paper.acknowledgement);
    expect(acknowledgement.to).toEqual(['achats@two.example']);
    expect(acknowledgement.text).toContain('Madame, Monsieur');
    const invoice = await mailed(documentIds.invoice(paper.invoice.number));
    expect(invoice.to).toEqual(['accounts@two.example']);
    expect(invoice.text).not.toContain('Madame, Monsieur');
  });

  it('keeps the parties it was entered with when the customer changes everything', async () => {
    const customer = await openAccount(house, 'STILL', { addresses: [{ ...shipTo, isDefault: true }] });
    const paper = await accept(house, await draftOrder(house, customer, boxes));
    await inTransaction(house, (tx) => patchCustomer(tx, customer, { name: 'Autre', address: elsewhere }, karim()));
    await inTransaction(house, (tx) =>
      changeAddress(tx, customer, 'DEPOT', { active: false, address: elsewhere }, karim()),
    );
    await inTransaction(house, (tx) => changeContact(tx, customer, 'ACHATS', { email: 'new@still.example' }, karim()));
    const { parties } = await house.prisma.salesOrder.findUniqueOrThrow({ where: { number: paper.number } });
    expect(parties).toEqual(paper.draft.parties);
    expect(paper.draft.parties.shipTo).toEqual({ code: 'DEPOT', siret: null, address: depot });
    expect((await mailed(paper.acknowledgement)).to).toEqual(['orders@still.example']);
    const next = await draftOrder(house, customer, boxes);
    expect(next.parties).toMatchObject({
      buyer: { name: 'Autre' },
      shipTo: { code: null, siret: null, address: elsewhere },
    });
  });

  it('is refused to an address that its customer has given up, and to one of another customer', async () => {
    const customer = await openAccount(house, 'GIVEN', { addresses: [shipTo] });
    await openAccount(house, 'OTHER', { addresses: [{ ...shipTo, code: 'THEIRS' }] });
    expect((await draftOrder(house, customer, boxes, { shipTo: 'DEPOT' })).parties.shipTo.code).toBe('DEPOT');
    await expect(draftOrder(house, customer, boxes, { shipTo: 'THEIRS' })).rejects.toThrow('no ship-to address');
    await inTransaction(house, (tx) => changeAddress(tx, customer, 'DEPOT', { active: false }, karim()));
    await expect(draftOrder(house, customer, boxes, { shipTo: 'DEPOT' })).rejects.toThrow('invalid-request');
  });

  it('of a customer with a payer is invoiced to the payer, and stays on its own account', async () => {
    await openAccount(house, 'PAYER', { address: elsewhere });
    const customer = await openAccount(house, 'BUYER', { payer: 'PAYER' });
    const paper = await invoiceAll(house, await draftOrder(house, customer, boxes));
    expect(paper.draft.parties).toMatchObject({
      buyer: { number: 'BUYER' },
      billTo: { number: 'PAYER', address: elsewhere },
    });
    expect((await mailed(paper.acknowledgement)).to).toEqual(['orders@buyer.example']);
    expect((await mailed(documentIds.invoice(paper.invoice.number))).to).toEqual(['accounts@payer.example']);
    const owed = await house.prisma.receivable.findFirstOrThrow({ where: { invoiceNumber: paper.invoice.number } });
    expect(owed.customerNumber).toBe('BUYER');
  });

  it('takes over who is there: not who has left, nor who has only a telephone to write to', async () => {
    const customer = await openAccount(house, 'LEFT');
    const gate = {
      code: 'QUAI',
      role: 'delivery' as const,
      name: 'Le quai',
      language: 'fr' as const,
      email: null,
      phone: '02',
    };
    await inTransaction(house, (tx) => addContact(tx, customer, gate, laura()));
    await inTransaction(house, (tx) => changeContact(tx, customer, 'COMPTA', { active: false }, laura()));
    const paper = await invoiceAll(house, await draftOrder(house, customer, boxes));
    expect(paper.draft.parties.contacts.map(({ role }) => role)).toEqual(['orders', 'delivery']);
    expect((await mailed(documentIds.invoice(paper.invoice.number))).to).toEqual(['orders@left.example']);
  });

  it('sends to corrected contacts from then on, and refuses to have nobody', async () => {
    const customer = await openAccount(house, 'RIGHT');
    const paper = await accept(house, await draftOrder(house, customer, boxes));
    const correct = (email: string | null, role: 'orders' | 'invoices') => ({
      reason: 'came back',
      contacts: [{ role, name: 'Achats', language: 'fr' as const, email, phone: '' }],
    });
    const by = (email: string | null, role: 'orders' | 'invoices') =>
      inTransaction(house, (tx) => changeOrderContacts(tx, paper.number, correct(email, role), laura()));
    await by('right@right.example', 'orders');
    expect((await mailed(paper.acknowledgement)).to).toEqual(['right@right.example']);
    await by(null, 'invoices');
    await expect(by(null, 'orders')).rejects.toThrow('Nobody with an e-mail address');
  });
});
