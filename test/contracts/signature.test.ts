import { describe, expect, it } from 'vitest';
import { Signature } from '../../contracts/signature.js';
import { strokesOf } from '../../domain/signature.js';

const isTaken = (text: string): boolean => Signature.safeParse(text).success;

describe('a signature', () => {
  it.each(['M10 20 L30 40', 'M0 0 L600 200', 'M10 20 L30 40 L31 42 M50 60 L70 80', 'M5 5'])(
    'may be drawn as %s',
    (path) => {
      expect(isTaken(path)).toBe(true);
    },
  );

  it.each([
    '',
    'L10 20',
    'M10 20 C1 2 3 4 5 6',
    'M10 20 L30 40 ',
    'M601 20 L30 40',
    'M10 201 L30 40',
    'M10.5 20 L30 40',
    'M-1 20',
    'M10 20 L30 40"/><script>',
    `M1 1${' L1 1'.repeat(5_000)}`,
  ])('is nothing else: %s', (path) => {
    expect(isTaken(path)).toBe(false);
  });

  it('is written from what a finger drew, inside its field, a tap as a dot', () => {
    const drawn = [
      [
        { x: 10.4, y: 20.6 },
        { x: 700, y: -3 },
      ],
      [{ x: 5, y: 6 }],
      [],
    ];
    expect(strokesOf(drawn)).toBe('M10 21 L600 0 M5 6 L5 6');
    expect(isTaken(strokesOf(drawn))).toBe(true);
    expect(strokesOf([])).toBe('');
  });
});
