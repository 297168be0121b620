import { describe, expect, it } from 'vitest';
import { pathOf } from '../../domain/paths.js';

describe('a path', () => {
  it.each([
    ['CMD 1042/26', '/v1/orders/CMD%201042%2F26/actions'],
    ['411#1', '/v1/orders/411%231/actions'],
    ['50%', '/v1/orders/50%25/actions'],
    ['Été 7?', '/v1/orders/%C3%89t%C3%A9%207%3F/actions'],
    ['SO-2026-000042', '/v1/orders/SO-2026-000042/actions'],
  ])('carries %s as one part of it', (number, path) => {
    expect(pathOf('/v1/orders', number, 'actions')).toBe(path);
  });

  it('goes on from one that was made before, whose parts stay as they are', () => {
    expect(pathOf(pathOf('/v1/month-ends', '2026-10', 2), 'document.pdf')).toBe(
      '/v1/month-ends/2026-10/2/document.pdf',
    );
    expect(pathOf(pathOf('/v1/orders', '50%'), 'notes')).toBe('/v1/orders/50%25/notes');
  });
});
