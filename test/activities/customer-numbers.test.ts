import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAddress, changeAddress } from '../../prisma/commands/address-book.js';
import { createCustomer, patchCustomer } from '../../prisma/commands/customers.js';
import { customerInput, done, karim, openAccount, openOffice, refusalOf, type Office } from './commands-fixtures.js';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

/** As INSEE and the register of VAT numbers publish them. */
const company = { siren: '303265045', vatNumber: 'FR40303265045' } as const;

describe("a customer's numbers", () => {
  it('are taken when the VAT number is the one of the SIREN', async () => {
    const input = customerInput('NUMBERS', company);
    expect(done(await office.run((tx) => createCustomer(tx, input, karim)))).toMatchObject(company);
  });

  it('are refused when a French VAT number is that of another company', async () => {
    const input = customerInput('STRANGER', { ...company, siren: '552100554' });
    const answer = await office.run((tx) => createCustomer(tx, input, karim));
    expect(refusalOf(answer)).toMatchObject({ code: 'invalid-request', field: 'vatNumber' });
  });

  const place = {
    name: 'Dépôt',
    street: '1, rue du Port',
    postalCode: '29000',
    city: 'Quimper',
    region: '',
    countryCode: 'FR',
  };
  const depot = (siret: string | null, code = 'DEPOT') =>
    ({ code, kind: 'ship-to', label: 'Dépôt', address: place, siret }) as const;
  /** Establishments by their check digit (Luhn) alone. */
  const [own, strange] = ['30326504500011', '55210055400013'];

  it('are refused when an address is an establishment of another company, with the address', async () => {
    const addresses = [depot(own), depot(strange, 'DEPOT-2')];
    const input = customerInput('STRANGE-SIRET', { ...company, addresses });
    const answer = await office.run((tx) => createCustomer(tx, input, karim));
    expect(refusalOf(answer)).toMatchObject({ code: 'invalid-request', field: 'addresses.1.siret' });
  });

  it('are refused likewise in an address that is added, changed or taken into use again', async () => {
    await openAccount(office, 'PLACES', { ...company, addresses: [depot(own)] });
    const added = await office.run((tx) => addAddress(tx, 'PLACES', depot(strange, 'DEPOT-2'), karim));
    expect(refusalOf(added)).toMatchObject({ field: 'siret' });
    const changed = await office.run((tx) => changeAddress(tx, 'PLACES', 'DEPOT', { siret: strange }, karim));
    expect(refusalOf(changed)).toMatchObject({ field: 'siret' });
    done(await office.run((tx) => addAddress(tx, 'PLACES', depot(null, 'DEPOT-3'), karim)));
  });

  it('are refused in a new SIREN that is not the one of the establishments in use', async () => {
    await openAccount(office, 'MOVED', { siren: company.siren, addresses: [depot(own)] });
    const other = { siren: '552100554' } as const;
    const answer = await office.run((tx) => patchCustomer(tx, 'MOVED', other, karim));
    expect(refusalOf(answer)).toMatchObject({ field: 'siren' });
    done(await office.run((tx) => changeAddress(tx, 'MOVED', 'DEPOT', { active: false }, karim)));
    expect(done(await office.run((tx) => patchCustomer(tx, 'MOVED', other, karim)))).toMatchObject(other);
    const back = await office.run((tx) => changeAddress(tx, 'MOVED', 'DEPOT', { active: true }, karim));
    expect(refusalOf(back)).toMatchObject({ field: 'siret' });
  });

  it('are refused likewise in a change, which leaves the account as it was', async () => {
    await openAccount(office, 'CHANGED', company);
    const answer = await office.run((tx) => patchCustomer(tx, 'CHANGED', { siren: '552100554' }, karim));
    expect(refusalOf(answer)).toMatchObject({ field: 'vatNumber' });
    const row = await office.prisma.customer.findUniqueOrThrow({ where: { number: 'CHANGED' } });
    expect(row.siren).toBe(company.siren);
  });
});
