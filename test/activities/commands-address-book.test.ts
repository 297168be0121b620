import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerAddressInput, CustomerContactInput } from '../../contracts/address-book.js';
import { addAddress, addContact, changeAddress, changeContact } from '../../prisma/commands/address-book.js';
import { createCustomer, patchCustomer } from '../../prisma/commands/customers.js';
import { getAddress, listAddresses, listContacts } from '../../prisma/queries/address-book.js';
import {
  customerInput,
  done,
  karim,
  laura,
  openAccount,
  openOffice,
  refusalOf,
  type Office,
} from './commands-fixtures.js';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const place = {
  name: 'Dépôt',
  street: '1, rue du Port',
  postalCode: '29000',
  city: 'Quimper',
  region: '',
  countryCode: 'FR',
};
const everybody = { salesperson: null };
const depot = (code: string, changes: Partial<CustomerAddressInput> = {}): CustomerAddressInput => ({
  code,
  kind: 'ship-to',
  label: code,
  siret: null,
  gln: null,
  address: place,
  ...changes,
});
const contact = (code: string, changes: Partial<CustomerContactInput> = {}): CustomerContactInput => ({
  code,
  role: 'dunning',
  name: 'Mme Roy',
  language: 'fr',
  email: 'roy@customer.example',
  phone: '',
  ...changes,
});
const add = (customer: string, input: CustomerAddressInput) =>
  office.run((tx) => addAddress(tx, customer, input, laura));
const change = (customer: string, code: string, patch: Parameters<typeof changeAddress>[3]) =>
  office.run((tx) => changeAddress(tx, customer, code, patch, laura));
const changePerson = (customer: string, code: string, patch: Parameters<typeof changeContact>[3]) =>
  office.run((tx) => changeContact(tx, customer, code, patch, laura));
const defaultsOf = async (customer: string) =>
  (await office.prisma.customerAddress.findMany({ where: { customerNumber: customer, isDefault: true } })).map(
    ({ kind, code }) => `${kind} ${code}`,
  );
const auditOf = (entityId: string) =>
  office.prisma.auditEntry.findMany({ where: { entity: 'customer', entityId }, orderBy: { id: 'asc' } });

describe('an address of a customer', () => {
  it('is added, and the dossier says by whom', async () => {
    await openAccount(office, 'ADDED');
    expect(done(await add('ADDED', depot('D1')))).toEqual({ ...depot('D1'), isDefault: false, active: true });
    const [, entry] = await auditOf('ADDED');
    expect(entry).toMatchObject({ action: 'customer.address-added', actor: 'laura.callahan', after: { code: 'D1' } });
  });

  it('of a code that there is already is refused, one after the other and at once', async () => {
    await openAccount(office, 'CODES');
    await add('CODES', depot('D1'));
    expect(refusalOf(await add('CODES', depot('D1', { kind: 'bill-to' })))).toMatchObject({ code: 'already-exists' });
    const answers = await Promise.all([1, 2, 3].map(() => add('CODES', depot('D2', { isDefault: true }))));
    expect(answers.filter((answer) => 'kind' in answer && answer.kind === 'refused')).toHaveLength(2);
    expect(await defaultsOf('CODES')).toEqual(['ship-to D2']);
    expect(await auditOf('CODES')).toHaveLength(3);
  });

  it('refused for its code leaves the default where it was', async () => {
    await openAccount(office, 'KEEPS');
    await add('KEEPS', depot('D1', { isDefault: true }));
    await add('KEEPS', depot('D2'));
    expect(refusalOf(await add('KEEPS', depot('D2', { isDefault: true }))).code).toBe('already-exists');
    expect(await defaultsOf('KEEPS')).toEqual(['ship-to D1']);
  });

  it('is the default alone of its kind, also when ten become it at once', async () => {
    await openAccount(office, 'DEFAULTS', { addresses: [depot('B1', { kind: 'bill-to', isDefault: true })] });
    const codes = Array.from({ length: 10 }, (_, index) => `D${index}`);
    await Promise.all(codes.map((code) => add('DEFAULTS', depot(code, { isDefault: true }))));
    await Promise.all(codes.map((code) => change('DEFAULTS', code, { isDefault: true })));
    const defaults = await defaultsOf('DEFAULTS');
    expect(defaults).toHaveLength(2);
    expect(defaults).toContain('bill-to B1');
  });

  it('given up is no default any more, and becomes none before it is taken up again', async () => {
    await openAccount(office, 'GIVENUP');
    await add('GIVENUP', depot('D1', { isDefault: true }));
    expect(done(await change('GIVENUP', 'D1', { active: false }))).toMatchObject({ active: false, isDefault: false });
    expect(refusalOf(await change('GIVENUP', 'D1', { isDefault: true }))).toMatchObject({ field: 'isDefault' });
    const back = done(await change('GIVENUP', 'D1', { isDefault: true, active: true }));
    expect(back).toMatchObject({ active: true, isDefault: true });
    const entries = await auditOf('GIVENUP');
    expect(entries.at(-1)).toMatchObject({
      action: 'customer.address-changed',
      before: { code: 'D1', isDefault: false, active: false },
      after: { code: 'D1', isDefault: true, active: true },
    });
  });

  it('is one of 250: the list comes page by page', async () => {
    const addresses = Array.from({ length: 200 }, (_, index) => depot(`D${String(index).padStart(3, '0')}`));
    await openAccount(office, 'MANY', { addresses });
    for (let index = 200; index < 250; index += 1) done(await add('MANY', depot(`D${index}`)));
    const first = done(await listAddresses(office.prisma, { customer: 'MANY', limit: 200 }, everybody));
    const cursor = first.nextCursor ?? undefined;
    const rest = done(await listAddresses(office.prisma, { customer: 'MANY', limit: 200, cursor }, everybody));
    const codes = [...first.items, ...rest.items].map(({ code }) => code);
    expect([codes.length, new Set(codes).size, rest.nextCursor]).toEqual([250, 250, null]);
    expect(first.items[0]).toEqual({ ...depot('D000'), isDefault: false, active: true });
  });

  it('of somebody else’s customer is not there, and is not changed', async () => {
    await openAccount(office, 'FOREIGN', { salesperson: 'davolio', addresses: [depot('D1')] });
    const mine = { salesperson: 'buchanan' };
    expect(await getAddress(office.prisma, 'FOREIGN', 'D1', mine)).toBeNull();
    expect(done(await listAddresses(office.prisma, { customer: 'FOREIGN' }, mine)).items).toEqual([]);
    const tried = await office.run((tx) => changeAddress(tx, 'FOREIGN', 'D1', { label: 'x' }, laura, mine));
    expect(refusalOf(tried).code).toBe('not-found');
    expect(refusalOf(await office.run((tx) => addAddress(tx, 'FOREIGN', depot('D2'), laura, mine))).code).toBe(
      'not-found',
    );
  });
});

describe('a contact of a customer', () => {
  it('is added, changed and listed by role; a second of its code is refused', async () => {
    await openAccount(office, 'PEOPLE');
    expect(done(await office.run((tx) => addContact(tx, 'PEOPLE', contact('ROY'), laura)))).toMatchObject({
      active: true,
    });
    expect(refusalOf(await office.run((tx) => addContact(tx, 'PEOPLE', contact('ROY'), laura)))).toMatchObject({
      code: 'already-exists',
    });
    await changePerson('PEOPLE', 'ROY', { language: 'en', email: null });
    const listed = done(await listContacts(office.prisma, { customer: 'PEOPLE', role: 'dunning' }, everybody));
    expect(listed.items).toEqual([{ ...contact('ROY', { language: 'en', email: null }), active: true }]);
  });

  it('reads the language of the customer unless it says otherwise, at its opening and later', async () => {
    const { language: _language, ...silent } = contact('ROY');
    await openAccount(office, 'ENGLISH', { language: 'en', contacts: [{ ...silent, role: 'orders' }] });
    const added = await office.run((tx) => addContact(tx, 'ENGLISH', { ...silent, code: 'LATER' }, laura));
    expect(done(added).language).toBe('en');
    done(await office.run((tx) => addContact(tx, 'ENGLISH', contact('FRENCH', { language: 'fr' }), laura)));
    const { items } = done(await listContacts(office.prisma, { customer: 'ENGLISH' }, everybody));
    expect(items.map(({ code, language }) => `${code} ${language}`)).toEqual(['FRENCH fr', 'LATER en', 'ROY en']);
  });

  it('may go while somebody with an e-mail stays; the last may not, nor lose it, nor change to reminders', async () => {
    await openAccount(office, 'LAST');
    expect(done(await changePerson('LAST', 'COMPTA', { active: false }))).toMatchObject({ active: false });
    for (const patch of [{ active: false }, { email: null }, { role: 'dunning' as const }])
      expect(refusalOf(await changePerson('LAST', 'ACHATS', patch))).toMatchObject({ field: 'contacts' });
  });

  it('may not be both of the last two at once', async () => {
    await openAccount(office, 'BOTH');
    const answers = await Promise.all(
      ['ACHATS', 'COMPTA'].map((code) => changePerson('BOTH', code, { active: false })),
    );
    expect(answers.filter((answer) => 'kind' in answer && answer.kind === 'refused')).toHaveLength(1);
  });

  it('is owed by every customer: none opens whom orders cannot be mailed to', async () => {
    const contacts = [contact('ROY'), contact('QUAI', { role: 'delivery', email: null })];
    const opened = await office.run((tx) => createCustomer(tx, customerInput('NOBODY', { contacts }), karim));
    expect(refusalOf(opened)).toMatchObject({ code: 'invalid-request', field: 'contacts' });
  });
});

describe('a group and a payer', () => {
  const relate = (number: string, patch: { parent?: string | null; payer?: string | null }) =>
    office.run((tx) => patchCustomer(tx, number, patch, karim));

  it('are other customers: one opens with them, and they are taken away again', async () => {
    await openAccount(office, 'HEAD');
    expect(await openAccount(office, 'MEMBER', { parent: 'HEAD', payer: 'HEAD' })).toMatchObject({
      parent: 'HEAD',
      payer: 'HEAD',
    });
    expect(done(await relate('MEMBER', { payer: null }))).toMatchObject({ parent: 'HEAD', payer: null });
  });

  it('are no chain and no circle', async () => {
    await openAccount(office, 'CHIEF');
    await openAccount(office, 'CLERK', { payer: 'CHIEF' });
    await openAccount(office, 'NEXT');
    for (const [number, payer] of [
      ['CHIEF', 'CHIEF'],
      ['CHIEF', 'CLERK'],
      ['NEXT', 'CLERK'],
      ['CHIEF', 'NEXT'],
    ] as const)
      expect(refusalOf(await relate(number, { payer })), `${number} paid by ${payer}`).toMatchObject({
        code: 'invalid-request',
        field: 'payer',
      });
  });

  it('named by each other at once are one of them', async () => {
    await openAccount(office, 'EGG');
    await openAccount(office, 'HEN');
    const answers = await Promise.all([relate('EGG', { payer: 'HEN' }), relate('HEN', { payer: 'EGG' })]);
    expect(answers.filter((answer) => 'kind' in answer && answer.kind === 'refused')).toHaveLength(1);
  });

  it('are known, and a payer keeps its account in the same currency for good', async () => {
    await openAccount(office, 'EURO');
    await openAccount(office, 'SWISS', { currency: 'CHF' });
    expect(refusalOf(await relate('EURO', { payer: 'SWISS' }))).toMatchObject({ code: 'currency-mismatch' });
    expect(refusalOf(await relate('EURO', { payer: 'NO-ONE' }))).toMatchObject({
      code: 'customer-unknown',
      field: 'payer',
    });
    expect(done(await relate('EURO', { parent: 'SWISS' }))).toMatchObject({ parent: 'SWISS' });
    await openAccount(office, 'PAID', { payer: 'EURO' });
    const moved = await office.run((tx) => patchCustomer(tx, 'EURO', { currency: 'CHF', parent: null }, karim));
    expect(refusalOf(moved)).toMatchObject({ code: 'currency-mismatch', field: 'currency' });
  });
});
