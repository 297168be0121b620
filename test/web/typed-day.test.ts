import { expect, test } from 'vitest';
import { typedDay } from '../../web/parts/typed-day.js';

const today = '2026-11-29';
const fr = (text: string) => typedDay(text, 'fr', today);
const en = (text: string) => typedDay(text, 'en', today);

test('a French reader types the day first, with or without its year, by figures or by name', () => {
  const written = ['01/02/2026', '1/2/26', '1/2', '01.02.2026', '01022026', '010226', '1er fév.', '1 février 2026'];
  expect(written.map(fr)).toEqual(written.map(() => '2026-02-01'));
  expect(fr('15 août')).toBe('2026-08-15');
  expect(fr('2 juil 2027')).toBe('2027-07-02');
});

test('an English reader types ISO or a month by its name; figures only where they read one way', () => {
  const written = ['2026-02-01', '1 Feb 2026', '1 feb', 'Feb 1, 2026', 'february 1'];
  expect(written.map(en)).toEqual(written.map(() => '2026-02-01'));
  expect(en('29/11/2026')).toBe('2026-11-29');
  expect(en('11/29/2026')).toBe('2026-11-29');
  expect(en('01/02/2026')).toBeNull();
});

test('days near today have shortcuts, over the end of a month as well', () => {
  expect(['+3', '-29', 'demain', 'Aujourd’hui', 'hier'].map(fr)).toEqual([
    '2026-12-02',
    '2026-10-31',
    '2026-11-30',
    '2026-11-29',
    '2026-11-28',
  ]);
  expect(['tomorrow', 'today', 'yesterday'].map(en)).toEqual(['2026-11-30', '2026-11-29', '2026-11-28']);
});

test('what is no day is none: 31 February, 29 February of a common year, a month between two, half a date', () => {
  const none = ['31/02/2026', '29/02/2026', '3 jui', '29/', '29/11/202', '2026-13-01', '32 nov', 'bientôt', ''];
  expect(none.map(fr)).toEqual(none.map(() => null));
  expect(fr('29/02/2028')).toBe('2028-02-29');
});

test('what the console writes is read again as the same day', () => {
  expect(fr('22/11/2026')).toBe('2026-11-22');
  expect(en('22\u00a0Nov\u00a02026')).toBe('2026-11-22');
});
