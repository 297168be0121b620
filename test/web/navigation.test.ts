import { expect, it } from 'vitest';
import { places } from '../../web/app/navigation.js';

it('each page of the navigation has a key of its own after g', () => {
  const keys = places.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.every((key) => /^[a-z]$/.test(key) && key !== 'g')).toBe(true);
});
