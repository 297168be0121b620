import { expect, it } from 'vitest';
import { placeAt, places } from '../../web/app/navigation.js';

it('each page of the navigation has a key of its own after g', () => {
  const keys = places.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.every((key) => /^[a-z]$/.test(key) && key !== 'g')).toBe(true);
});

it('a page of its own is of the place it belongs to, and no page is of a place whose name it only begins with', () => {
  expect(placeAt('/new-order')?.to).toBe('/orders');
  expect(placeAt('/orders/new')?.to).toBe('/orders');
  expect(placeAt('/month-ends/2026-10/2')?.to).toBe('/figures');
  expect(placeAt('/orders-of-old')).toBeUndefined();
});
