import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

  it('are refused likewise in a change, which leaves the account as it was', async () => {
    await openAccount(office, 'CHANGED', company);
    const answer = await office.run((tx) => patchCustomer(tx, 'CHANGED', { siren: '552100554' }, karim));
    expect(refusalOf(answer)).toMatchObject({ field: 'vatNumber' });
    const row = await office.prisma.customer.findUniqueOrThrow({ where: { number: 'CHANGED' } });
    expect(row.siren).toBe(company.siren);
  });
});
