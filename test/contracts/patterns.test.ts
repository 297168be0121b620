import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import * as account from '../../contracts/account.js';
import { VatNumber } from '../../contracts/identities.js';
import { receivablePartPattern } from '../../contracts/ids.js';
import { asFacts, mistakesOf } from '../../contracts/mistakes.js';
import { DunningPolicy } from '../../contracts/policies.js';
import { mistake, said } from '../../contracts/said.js';
import { dunningLevels } from '../../contracts/vocabulary.js';
import { policies } from '../../prisma/demo/completion.js';
import * as primitives from '../../contracts/primitives.js';
import { tellIn } from '../../words/said.js';

const saidBy = (schema: z.ZodType, value: unknown): string => {
  const { error } = schema.safeParse(value, asFacts);
  return error === undefined
    ? ''
    : mistakesOf(error)
        .map(({ said }) => tellIn('en', said))
        .join('; ');
};

const scheduleOf = (...percents: readonly string[]) => ({
  kind: 'instalments',
  parts: percents.map((percent) => ({ percent, due: { kind: 'net', days: 30 } })),
});

describe('the number of a product that is entered here', () => {
  it.each(['P-011', 'M8x40_zn', '10.125', 'Vis~8', 'a', `A${'-'.repeat(29)}`])('may be %s', (number) => {
    expect(saidBy(primitives.NewProductNumber, number)).toBe('');
  });

  it.each([
    ['a gap', 'P 011'],
    ['a slash, which ends a part of a URL', 'P/011'],
    ['a colon, which no Windows file may have', 'P:011'],
    ['an accent', 'É-01'],
    ['an equals sign, with which a formula begins', '=1+1'],
    ['a dash first', '-011'],
    ['a dot first', '.011'],
    ['a line break', 'P-011\n'],
    ['31 characters', `A${'1'.repeat(30)}`],
    ['nothing in it', ''],
  ])('with %s is refused, and the characters it may have are named', (_, number) => {
    expect(saidBy(primitives.NewProductNumber, number)).toContain(
      '1 to 30 letters without accents, digits, dashes, dots, underscores and tildes, a letter or digit first',
    );
  });
});

describe('what is refused by its pattern', () => {
  it.each([
    [
      'a customer number',
      primitives.NewCustomerNumber,
      'alfki',
      '1 to 20 capital letters without accents, digits and dashes',
    ],
    [
      'the code of an address',
      primitives.AddressCode,
      'dépôt',
      '1 to 20 capital letters without accents, digits and dashes',
    ],
    ['a quote number', primitives.QuoteNumber, ' DE-26-7', '1 to 40 visible characters, no space first or last'],
    ['an order number', primitives.OrderNumber, 'SO\n2026', '1 to 40 visible characters, no space first or last'],
    ['a delivery number', primitives.DeliveryNumber, '..', '1 to 40 visible characters, no space first or last'],
    ['the number of a letter', primitives.LetterNumber, '17', 'RL, the year, and at least 6 digits, joined by dashes'],
    ['an invoice number', primitives.InvoiceNumber, '1'.repeat(41), '1 to 40 visible characters'],
    ['a product number', primitives.ProductNumber, 'Vis\u200b8', '1 to 40 visible characters'],
    ['a country', primitives.CountryCode, 'fr', 'the two capital letters of ISO 3166'],
    ['an e-mail address', primitives.EmailAddress, 'name@company', 'one @, and a domain with a dot in it'],
    ['an amount', primitives.PositiveAmount, '1 234,50', 'digits, a dot before decimals, no spaces or commas'],
    ['a quantity', primitives.Quantity, '1,5', 'digits, a dot before decimals, no spaces or commas'],
    ['a percentage', primitives.Percent, '5,5 %', 'digits, a dot before decimals, no spaces or commas'],
    ['a share', primitives.PaymentTerms, scheduleOf('0', '100'), 'a percentage above 0, at most 100'],
    ['a schedule', primitives.PaymentTerms, scheduleOf('30', '69.99'), 'must add up to 100 %'],
    [
      'the terms of an account',
      primitives.StandingTerms,
      { kind: 'fixed-date', date: '2027-01-15' },
      'must hold for every invoice',
    ],
    ['a VAT number', VatNumber, 'FR 40 303265045', '2 to 16 digits and capital letters without spaces'],
    [
      'a claim',
      account.ClaimId,
      'FA-2026-000017',
      'an invoice number, the number of its instalment and interest or recovery-fee',
    ],
  ] as const)('says what %s is made of', (_, schema, value, words) => {
    expect(saidBy(schema, value)).toContain(words);
  });
});

describe('a number that another system gave', () => {
  it.each(['CMD 1042/26', 'F n°12', 'Vis #8 (M8/«inox»)', '=1+1', '411/7 é', '17', '100%'])('may be %s', (number) =>
    expect(saidBy(primitives.OrderNumber, number)).toBe(''),
  );
});

describe('the id of a dunning step', () => {
  const pattern = receivablePartPattern(dunningLevels);

  it.each(['FA-2026-000017:1:level-2', 'F n°17/26:1:courtesy', 'AVX-2026-123456789:12:final-notice'])(
    'may be %s',
    (id) => expect(pattern.test(id)).toBe(true),
  );

  it.each(['FA-2026-000017:1:level-9', 'FA-2026-000017:level-2', ' F 17:1:level-2'])('is not %s', (id) =>
    expect(pattern.test(id)).toBe(false),
  );
});

describe('a dunning procedure', () => {
  const { dunning } = policies;
  const [first, second, ...others] = dunning.levels;
  if (first === undefined || second === undefined) throw new Error('the demo has a procedure of two levels at least');
  const refusal = (levels: readonly unknown[]) => DunningPolicy.safeParse({ ...dunning, levels }).error?.issues[0];

  it('with two rates from one day is refused, which would stop its letters', () => {
    const rates = [...dunning.rates, ...dunning.rates.slice(0, 1)];
    expect(DunningPolicy.safeParse({ ...dunning, rates }).error?.issues).toMatchObject([
      { path: ['rates'], message: mistake('days-once') },
    ]);
  });

  it('passes as the demo has it', () => {
    expect(refusal(dunning.levels)).toBeUndefined();
    expect(refusal([second])).toBeUndefined();
  });

  it.each([
    ['two levels in each other’s place', [second, first, ...others]],
    ['one level twice', [first, first, ...others]],
    ['a level that falls on the day of the one before', [first, { ...second, offsetDays: first.offsetDays }]],
    ['a level that falls before the one before', [first, { ...second, offsetDays: first.offsetDays - 1 }]],
  ])('with %s is refused, and the order told', (_, levels) => {
    expect(refusal(levels)).toMatchObject({ path: ['levels'], message: mistake('levels-in-order') });
    expect(tellIn('en', said('levels-in-order'))).toContain(
      'in the order courtesy, level-1, level-2, level-3, final-notice, hand-over',
    );
  });
});
