import { describe, expect, it } from 'vitest';
import { invariant, InvariantError, unreachable } from '../../domain/invariant.js';

describe('invariants', () => {
  it('a broken rule stops the work and says which one', () => {
    expect(() => invariant(false, 'the parts do not sum to the whole')).toThrow(
      new InvariantError('the parts do not sum to the whole'),
    );
    expect(new InvariantError('x').name).toBe('InvariantError');
    expect(new InvariantError('x')).toBeInstanceOf(Error);
  });

  it('a rule that holds lets the work go on', () => {
    expect(() => invariant(true, 'never said')).not.toThrow();
  });

  it('a case that nobody foresaw is named, not passed over', () => {
    expect(() => unreachable({ kind: 'barter' } as never)).toThrow('unexpected case: {"kind":"barter"}');
  });
});
