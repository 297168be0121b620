import { describe, expect, it } from 'vitest';
import { whatFrees } from '../../domain/credit-room.js';

const held = { gross: '1200.00', exposure: '9500.00', limit: '10000.00', overdue: '0.00' };

describe('what frees a held order', () => {
  it.each([
    // 9 500 + 1 200 - 10 000
    ['the room that is missing under the limit', {}, '700'],
    // 9 500 + 300 + 1 200 - 10 000, where orders held before it count
    ['with what is held before it', { heldBefore: '300.00', heldCounts: true }, '1000'],
    ['without it, where that does not count', { heldBefore: '300.00', heldCounts: false }, '700'],
    ['nothing more, where there is room by now', { exposure: '1000.00' }, '0'],
  ])('is %s', (_, change, amount) => {
    const frees = whatFrees({ ...held, reason: 'credit-limit', ...change });
    expect({ ...frees, amount: Number(frees.amount) }).toEqual({ by: 'credit-limit', amount: Number(amount) });
  });

  it('is the late money, or the end of the stop', () => {
    expect(whatFrees({ ...held, reason: 'overdue', overdue: '88.00' })).toEqual({ by: 'overdue', amount: '88.00' });
    expect(whatFrees({ ...held, reason: 'credit-stop' })).toEqual({ by: 'credit-stop', amount: '0.00' });
  });
});
