import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../domain/invariant.js';
import {
  add,
  addQuantities,
  allocate,
  canonicalAmount,
  canonicalPercent,
  canonicalPrice,
  canonicalQuantity,
  compare,
  divide,
  equals,
  isNegative,
  isPositive,
  isZero,
  lineNet,
  max,
  min,
  minorDigits,
  multiply,
  negate,
  percentOf,
  round,
  subtract,
  subtractQuantities,
  sum,
  sumQuantities,
} from '../../domain/money.js';

/** Text of an integer number of units with the given decimals, written without the code under test. */
function decimalText(units: bigint, decimals: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const sign = units < 0n ? '-' : '';
  return decimals === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

const cents = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });

describe('currencies', () => {
  it.each([
    ...['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'DKK', 'NOK', 'PLN', 'CZK', 'HUF', 'RON', 'CAD', 'MXN', 'BRL', 'ARS'].map(
      (code) => [code, 2] as const,
    ),
    ['VEF', 2] as const,
    ['VES', 2] as const,
    ['JPY', 0] as const,
    ['KRW', 0] as const,
    ['TND', 3] as const,
    ['KWD', 3] as const,
  ])('%s is counted with %i decimals, as ISO 4217 says', (code, digits) => {
    expect(minorDigits(code)).toBe(digits);
  });

  it.each(['XXX', 'eur', '', 'constructor', '__proto__'])('"%s" is no currency we know', (code) => {
    expect(() => minorDigits(code)).toThrow(InvariantError);
  });
});

describe('writing amounts, quantities, prices and percentages', () => {
  it.each([
    ['1234.5', 'EUR', '1234.50'],
    ['1234', 'EUR', '1234.00'],
    ['10.5000', 'EUR', '10.50'],
    ['0012.3', 'EUR', '12.30'],
    ['-0', 'EUR', '0.00'],
    ['-0.00', 'EUR', '0.00'],
    ['1234', 'JPY', '1234'],
    ['1234.000', 'JPY', '1234'],
    ['1.5', 'TND', '1.500'],
    ['9999999999999.99', 'EUR', '9999999999999.99'],
  ])('the amount %s %s is written %s', (text, currency, written) => {
    expect(canonicalAmount(text, currency)).toBe(written);
  });

  it.each([
    ['10.005', 'EUR'],
    ['0.5', 'JPY'],
    ['0.0001', 'TND'],
  ])('the amount %s %s would lose a part of a cent, so it is refused', (text, currency) => {
    expect(() => canonicalAmount(text, currency)).toThrow(InvariantError);
  });

  it.each([
    ['10', '10'],
    ['10.000', '10'],
    ['100', '100'],
    ['2.50', '2.5'],
    ['0.125', '0.125'],
    ['0.0', '0'],
    ['-2.50', '-2.5'],
    ['2.5000', '2.5'],
  ])('the quantity %s is written %s', (text, written) => {
    expect(canonicalQuantity(text)).toBe(written);
  });

  it('a quantity finer than a thousandth is refused', () => {
    expect(() => canonicalQuantity('0.0005')).toThrow(InvariantError);
  });

  it.each([
    ['18', '18.00'],
    ['18.5', '18.50'],
    ['0.0088', '0.0088'],
    ['1.2300', '1.23'],
    ['1.2350', '1.235'],
    ['0.00880', '0.0088'],
  ])('the price %s is written %s', (text, written) => {
    expect(canonicalPrice(text)).toBe(written);
  });

  it('a price with five decimals is refused', () => {
    expect(() => canonicalPrice('0.00101')).toThrow(InvariantError);
  });

  it.each([
    ['20', '20.00'],
    ['5.5', '5.50'],
    ['2.1', '2.10'],
    ['05', '5.00'],
  ])('the rate %s is written %s', (text, written) => {
    expect(canonicalPercent(text)).toBe(written);
  });
});

describe('what is not a plain decimal', () => {
  const wrong = [
    '',
    ' ',
    '1,50',
    '1.',
    '.5',
    '+1',
    '1e3',
    'NaN',
    'Infinity',
    '0x10',
    '1 000',
    '١',
    '1\n',
    '--1',
    '1.2.3',
  ];

  it.each(wrong)('%j is refused everywhere', (text) => {
    const uses: readonly (() => unknown)[] = [
      () => canonicalAmount(text, 'EUR'),
      () => canonicalQuantity(text),
      () => canonicalPrice(text),
      () => canonicalPercent(text),
      () => sum([text]),
      () => sum(['1.00', text], 'EUR'),
      () => add(text, '1'),
      () => add('1', text),
      () => subtract('1', text),
      () => negate(text),
      () => compare(text, '1'),
      () => compare('1', text),
      () => equals(text, '1'),
      () => isZero(text),
      () => isPositive(text),
      () => isNegative(text),
      () => min(text),
      () => max('1', text),
      () => round(text, 2),
      () => multiply('1', text, 2),
      () => divide(text, '1', 2),
      () => lineNet(text, '1', '0', 'EUR'),
      () => lineNet('1', text, '0', 'EUR'),
      () => lineNet('1', '1', text, 'EUR'),
      () => percentOf(text, '20', 'EUR'),
      () => percentOf('1', text, 'EUR'),
      () => allocate(text, ['1'], 'EUR'),
      () => allocate('1', [text], 'EUR'),
    ];
    for (const use of uses) expect(use).toThrow(InvariantError);
  });

  it('a JSON number that slipped through is refused too', () => {
    expect(() => add(1.5 as unknown as string, '1')).toThrow(InvariantError);
  });

  it('a number of absurd length is refused rather than rounded in silence', () => {
    expect(() => add('9'.repeat(41), '1')).toThrow(InvariantError);
    expect(add('9'.repeat(40), '1')).toBe(`1${'0'.repeat(40)}`);
  });
});

describe('adding and comparing', () => {
  it.each([
    ['0.10', '0.20', '0.30'],
    ['0', '12.00', '12.00'],
    ['1234.50', '-1234.50', '0.00'],
    ['9007199254740993.01', '0.01', '9007199254740993.02'],
    ['1234567890123456789012345678901234567.88', '0.01', '1234567890123456789012345678901234567.89'],
    ['6', '4', '10'],
    ['-0.01', '0.01', '0.00'],
  ])('%s and %s are %s', (a, b, total) => {
    expect(add(a, b)).toBe(total);
  });

  it('what is taken away is missing', () => {
    expect(subtract('100.00', '33.33')).toBe('66.67');
    expect(subtract('33.33', '100.00')).toBe('-66.67');
    expect(subtract('10', '6')).toBe('4');
  });

  it('quantities lose their trailing zeros when they are added', () => {
    expect(addQuantities('2.5', '2.5')).toBe('5');
    expect(addQuantities('0.25', '0.75')).toBe('1');
    expect(subtractQuantities('7.5', '2.5')).toBe('5');
    expect(subtractQuantities('10', '2.125')).toBe('7.875');
    expect(sumQuantities(['99.5', '0.5'])).toBe('100');
    expect(sumQuantities([])).toBe('0');
  });

  it('a column of amounts sums exactly, and an empty one is zero in its currency', () => {
    expect(sum(['0.10', '0.10', '0.10'], 'EUR')).toBe('0.30');
    expect(sum([], 'EUR')).toBe('0.00');
    expect(sum([], 'JPY')).toBe('0');
    expect(sum([])).toBe('0');
    expect(sum(['1.5', '2'], 'EUR')).toBe('3.50');
  });

  it('amounts finer than the cent do not sum to an amount, not even to a round one', () => {
    expect(() => sum(['0.005', '0.005'], 'EUR')).toThrow(InvariantError);
  });

  it('the opposite of nothing is nothing, without a sign', () => {
    expect(negate('0.00')).toBe('0.00');
    expect(negate('12.30')).toBe('-12.30');
    expect(negate('-12.30')).toBe('12.30');
  });

  it('amounts compare by value, not by how they are written', () => {
    expect(compare('5', '5.00')).toBe(0);
    expect(compare('-0.00', '0')).toBe(0);
    expect(compare('10.00', '9.00')).toBe(1);
    expect(compare('-10.00', '9.00')).toBe(-1);
    expect(equals('2.50', '2.5')).toBe(true);
    expect(equals('2.50', '2.51')).toBe(false);
  });

  it('zero is neither owed nor owing', () => {
    expect([isZero('0.00'), isPositive('0.00'), isNegative('0.00')]).toEqual([true, false, false]);
    expect([isZero('0.01'), isPositive('0.01'), isNegative('0.01')]).toEqual([false, true, false]);
    expect([isZero('-0.01'), isPositive('-0.01'), isNegative('-0.01')]).toEqual([false, false, true]);
  });

  it('the least and the greatest come back as they were written', () => {
    expect(min('10.00', '9.00', '9.01')).toBe('9.00');
    expect(max('10', '9', '9.01')).toBe('10');
    expect(min('5', '5.00')).toBe('5');
    expect(max('-5.00', '-7.00')).toBe('-5.00');
  });

  it('adding cents is adding whole numbers, whatever the size', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(add(decimalText(a, 2), decimalText(b, 2))).toBe(decimalText(a + b, 2));
        expect(subtract(decimalText(a, 2), decimalText(b, 2))).toBe(decimalText(a - b, 2));
        expect(compare(decimalText(a, 2), decimalText(b, 2))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it('the order in which amounts are summed never matters', () => {
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 30 }), (list) => {
        const texts = list.map((amount) => decimalText(amount, 2));
        expect(sum(texts, 'EUR')).toBe(sum(texts.toReversed(), 'EUR'));
        expect(sum(texts, 'EUR')).toBe(
          decimalText(
            list.reduce((total, amount) => total + amount, 0n),
            2,
          ),
        );
      }),
    );
  });
});

describe('rounding', () => {
  it.each([
    ['365.125', 2, '365.13'],
    ['-365.125', 2, '-365.13'],
    ['365.1249999', 2, '365.12'],
    ['2.675', 2, '2.68'],
    ['1.005', 2, '1.01'],
    ['0.5', 0, '1'],
    ['-0.5', 0, '-1'],
    ['1.5', 0, '2'],
    ['2.5', 0, '3'],
    ['-0.004', 2, '0.00'],
    ['7', 2, '7.00'],
    ['0.00045', 4, '0.0005'],
  ])('%s to %i decimals is %s: half up, away from zero', (value, digits, rounded) => {
    expect(round(value, digits)).toBe(rounded);
  });

  it('a number of decimals is a whole number from zero up', () => {
    expect(() => round('1.00', -1)).toThrow(InvariantError);
    expect(() => round('1.00', 1.5)).toThrow(InvariantError);
  });

  it('rounding agrees with whole-number arithmetic and loses its sign to nothing but zero', () => {
    fc.assert(
      fc.property(cents, (tenThousandths) => {
        const magnitude = tenThousandths < 0n ? -tenThousandths : tenThousandths;
        const hundredths = (magnitude + 50n) / 100n;
        const expected = decimalText(tenThousandths < 0n ? -hundredths : hundredths, 2);
        expect(round(decimalText(tenThousandths, 4), 2)).toBe(expected);
      }),
    );
  });
});

describe('multiplying and dividing', () => {
  it('each rounds once, to the decimals asked for', () => {
    expect(multiply('132', '1.27', 2)).toBe('167.64');
    expect(divide('441.00', '12', 2)).toBe('36.75');
    expect(divide('678.00', '12', 2)).toBe('56.50');
    expect(divide('1', '3', 4)).toBe('0.3333');
    expect(divide('2', '3', 4)).toBe('0.6667');
    expect(divide('-1', '8', 2)).toBe('-0.13');
  });

  it('nothing is divided by zero', () => {
    expect(() => divide('1.00', '0.00', 2)).toThrow(InvariantError);
  });
});

describe('the net of a line', () => {
  // EN 16931 UBL example 8, lines 1 to 4; line 3 is priced 15.24 per 12 kW, that is 1.27 each.
  it.each([
    ['16000', '0.00880', '140.80'],
    ['16000', '0.00101', '16.16'],
    ['132', '1.27', '167.64'],
    ['58', '1.53', '88.74'],
  ])('%s at %s is %s, as the published energy invoice has it', (quantity, price, net) => {
    expect(lineNet(quantity, price, '0', 'EUR')).toBe(net);
  });

  // EN 16931 UBL example 2: quantities of a return are negative; 250 m of cable at 0.75.
  it.each([
    ['-1', '3.96', '-3.96'],
    ['2', '2.48', '4.96'],
    ['250', '0.75', '187.50'],
  ])('%s at %s is %s, as the published computer invoice has it', (quantity, price, net) => {
    expect(lineNet(quantity, price, '0.00', 'NOK')).toBe(net);
  });

  it.each([
    // 12 × 14.00 = 168.00, less 5 % = 159.60
    ['12', '14.00', '5.00', 'EUR', '159.60'],
    // 3 × 0.335 = 1.005, half a cent goes up
    ['3', '0.335', '0', 'EUR', '1.01'],
    ['-3', '0.335', '0', 'EUR', '-1.01'],
    // 1 × 33.33, less 12.5 % = 29.16375
    ['1', '33.33', '12.50', 'EUR', '29.16'],
    // 2.5 × 19.9999 = 49.99975
    ['2.5', '19.9999', '0', 'EUR', '50.00'],
    ['7', '99.00', '100.00', 'EUR', '0.00'],
    // 3 × 33.33 = 99.99 yen
    ['3', '33.33', '0', 'JPY', '100'],
    // 0.125 × 1.0040 = 0.1255 dinars
    ['0.125', '1.0040', '0', 'TND', '0.126'],
  ])('%s at %s less %s percent in %s is %s, rounded once', (quantity, price, discount, currency, net) => {
    expect(lineNet(quantity, price, discount, currency)).toBe(net);
  });

  it.each(['100.01', '-0.01', '-5'])('a discount of %s percent is not a discount', (discount) => {
    expect(() => lineNet('1', '1.00', discount, 'EUR')).toThrow(InvariantError);
  });

  it('agrees with whole-number arithmetic for any quantity, price and discount', () => {
    const any = fc.tuple(
      fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
      fc.bigInt({ min: 0n, max: 10n ** 9n }),
      fc.bigInt({ min: 0n, max: 10_000n }),
    );
    fc.assert(
      fc.property(any, ([thousandths, tenThousandths, basisPoints]) => {
        const scaled = thousandths * tenThousandths * (10_000n - basisPoints); // 10^-11
        const magnitude = scaled < 0n ? -scaled : scaled;
        const units = (magnitude + 5n * 10n ** 8n) / 10n ** 9n;
        expect(
          lineNet(decimalText(thousandths, 3), decimalText(tenThousandths, 4), decimalText(basisPoints, 2), 'EUR'),
        ).toBe(decimalText(scaled < 0n ? -units : units, 2));
      }),
    );
  });
});

describe('a percentage of an amount', () => {
  it.each([
    ['1460.50', '25', 'NOK', '365.13'],
    ['1.00', '15', 'NOK', '0.15'],
    ['100.00', '15', 'EUR', '15.00'],
    ['-25.00', '0', 'EUR', '0.00'],
    ['1000', '10', 'JPY', '100'],
    ['105', '10', 'JPY', '11'],
  ])('of %s, %s percent in %s is %s', (base, percent, currency, amount) => {
    expect(percentOf(base, percent, currency)).toBe(amount);
  });
});

describe('sharing an amount', () => {
  it.each([
    // the published split of 0.03 into halves: 0.02 and 0.01
    ['0.03', ['50', '50'], 'EUR', ['0.02', '0.01']],
    ['100.00', ['1', '1', '1'], 'EUR', ['33.34', '33.33', '33.33']],
    ['-100.00', ['1', '1', '1'], 'EUR', ['-33.34', '-33.33', '-33.33']],
    // 10.00 by 1, 2 and 4 sevenths: 1.428…, 2.857…, 5.714…; the cent goes to the largest remainder, then the next
    ['10.00', ['1', '2', '4'], 'EUR', ['1.43', '2.86', '5.71']],
    // of 0.05: 1.666…, 3.333… cents
    ['0.05', ['1', '2'], 'EUR', ['0.02', '0.03']],
    ['0.05', ['0', '0'], 'EUR', ['0.03', '0.02']],
    ['9.99', ['0', '1'], 'EUR', ['0.00', '9.99']],
    ['0.00', ['3', '4'], 'EUR', ['0.00', '0.00']],
    ['0.00', [], 'EUR', []],
    ['100', ['0.5', '0.25', '0.25'], 'JPY', ['50', '25', '25']],
    ['1.000', ['1', '1', '1'], 'TND', ['0.334', '0.333', '0.333']],
    ['12.34', ['7.77'], 'EUR', ['12.34']],
  ])('%s by %j in %s is %j', (total, weights, currency, parts) => {
    expect(allocate(total, weights, currency)).toEqual(parts);
  });

  it('nobody takes a negative share, and nothing is shared among nobody', () => {
    expect(() => allocate('10.00', ['1', '-1'], 'EUR')).toThrow(InvariantError);
    expect(() => allocate('10.00', [], 'EUR')).toThrow(InvariantError);
    expect(() => allocate('10.005', ['1'], 'EUR')).toThrow(InvariantError);
  });

  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 12 });
  const currency = fc.constantFrom('EUR', 'JPY', 'TND');

  it('the parts always sum to the whole', () => {
    fc.assert(
      fc.property(cents, weights, currency, (units, parts, code) => {
        const total = decimalText(units, minorDigits(code));
        const shares = allocate(
          total,
          parts.map((part) => decimalText(part, 3)),
          code,
        );
        expect(shares).toHaveLength(parts.length);
        expect(sum(shares, code)).toBe(total);
      }),
    );
  });

  it('no part is a whole cent away from its exact share, and a part without weight gets nothing', () => {
    fc.assert(
      fc.property(cents, weights, (units, parts) => {
        const whole = parts.reduce((running, part) => running + part, 0n);
        fc.pre(whole > 0n);
        const shares = allocate(
          decimalText(units, 2),
          parts.map((part) => decimalText(part, 0)),
          'EUR',
        );
        shares.forEach((share, index) => {
          const part = parts[index] ?? 0n;
          const shareUnits = BigInt(share.replace('.', ''));
          const error = shareUnits * whole - units * part;
          expect(error > -whole && error < whole).toBe(true);
          expect(part > 0n || isZero(share)).toBe(true);
        });
      }),
    );
  });

  it('a credit is shared exactly as the amount it takes back', () => {
    fc.assert(
      fc.property(cents, weights, (units, parts) => {
        const texts = parts.map(String);
        const debit = allocate(decimalText(units, 2), texts, 'EUR');
        expect(allocate(decimalText(-units, 2), texts, 'EUR')).toEqual(debit.map(negate));
      }),
    );
  });

  it('equal weights differ by one cent at most, the earliest first', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.integer({ min: 1, max: 20 }), (units, count) => {
        const shares = allocate(decimalText(units, 2), Array<string>(count).fill('1'), 'EUR');
        expect(shares.toSorted((a, b) => compare(b, a))).toEqual(shares);
        expect(compare(subtract(shares[0] ?? '0', shares.at(-1) ?? '0'), '0.01')).toBeLessThanOrEqual(0);
      }),
    );
  });
});
