import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { routes } from '../../api/app.js';

const isParameter = (part: string): boolean => /^(\$|\{)/.test(part);

/** Pairs that one address can be of: a word of the one stands where the other has a number that may be this word. */
function doubles(patterns: readonly string[]): readonly string[] {
  const all = patterns.map((pattern) => ({ pattern, parts: pattern.split('/') }));
  return all.flatMap((one, at) =>
    all
      .slice(at + 1)
      .filter((other) => fit(one.parts, other.parts))
      .map((other) => `${one.pattern} and ${other.pattern}`),
  );
}

const fit = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length &&
  one.every((part, at) => part === other[at] || isParameter(part) || isParameter(other[at] ?? ''));

describe('two pages of one address', () => {
  it('are found wherever a word stands where a number may', () => {
    expect(
      doubles(['/a', '/a/$id', '/a/$id/edit', '/a/new', '/b/{no}/lines/{line}', '/b/today/lines/1', '/b/today/lines']),
    ).toEqual(['/a/$id and /a/new', '/b/{no}/lines/{line} and /b/today/lines/1']);
    expect(doubles(['/a/$id', '/b/new', '/a/$id/edit', '/a'])).toEqual([]);
  });
});

describe('an address of the console', () => {
  let pages: readonly string[];

  beforeAll(async () => {
    // What a browser has, and a page asks when it is read.
    vi.stubGlobal('localStorage', { getItem: () => 'en' });
    // The console is compiled apart, so that nothing of it is known here.
    const file = fileURLToPath(new URL('../../web/app/router.tsx', import.meta.url));
    const { router } = (await import(/* @vite-ignore */ file)) as { router: { routesByPath: object } };
    pages = Object.keys(router.routesByPath);
  });
  afterAll(() => vi.unstubAllGlobals());

  it('is that of one page alone, though a company may have numbered an order “new” and a delivery “today”', () => {
    expect(pages).toEqual(expect.arrayContaining(['/orders/$number', '/new-order', '/preparations']));
    expect(doubles(pages)).toEqual([]);
  });
});

describe('an address of the API', () => {
  it('is that of one route alone for each method', () => {
    expect(doubles(routes.map(({ method, path }) => `${method} ${path}`))).toEqual([]);
  });
});
