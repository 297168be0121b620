import { describe, expect, it } from 'vitest';
import { needsApproval } from '../../domain/credit-approval.js';

describe('a credit', () => {
  it.each([
    ['up to what one person may give is issued at once', '100.00', '0', false],
    ['of a cent more waits for a second person', '100.01', '0', true],
    ['waits once it is too much with what was given of the invoice before', '40.00', '60.01', true],
    ['is issued at once as long as it is not', '40.00', '60.00', false],
  ])('%s', (_, gross, givenAlone, waits) => {
    expect(needsApproval(gross, { above: '100.00', givenAlone })).toBe(waits);
  });

  it('waits for nobody where no amount is set', () => {
    expect(needsApproval('1000000.00', { above: null, givenAlone: '1000000.00' })).toBe(false);
  });
});
