import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Locked = {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
};

const root = join(import.meta.dirname, '../..');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

/**
 * Licences that allow a commercial product to be linked with the work and shipped, on condition of a notice. MPL-2.0 and
 * EPL-2.0 ask for the source of changed files of the work alone; none is changed here.
 */
const permitted = new Set(
  'MIT MIT-0 ISC 0BSD BSD-2-Clause BSD-3-Clause BlueOak-1.0.0 Apache-2.0 Unlicense MPL-2.0 EPL-2.0 Zlib CC-BY-4.0 Bitstream-Vera'.split(
    ' ',
  ),
);

/** What says its licence in another place than package.json, or says it in words: read there. */
const readElsewhere: Readonly<
  Record<string, { readonly licence: string; readonly file: string; readonly words: string }>
> = {
  'png-js': { licence: 'MIT', file: 'LICENSE', words: 'MIT License' },
  'seq-queue': { licence: 'MIT', file: 'LICENSE', words: 'Permission is hereby granted, free of charge' },
  unionfs: {
    licence: 'Unlicense',
    file: 'LICENSE',
    words: 'free and unencumbered software released into the public domain',
  },
  'dejavu-fonts-ttf': { licence: 'Bitstream-Vera', file: 'LICENSE', words: 'Bitstream Vera' },
};

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

const shipped = Object.entries(lock.packages)
  .filter(([path, { dev }]) => path !== '' && dev !== true)
  .map(([path, { license }]) => ({ path, name: nameOf(path), licence: license ?? '' }));

/** Of several licences at once all have to be permitted, of several to choose from one (SPDX AND, OR). */
function isPermitted(licence: string): boolean {
  const bare = licence.replace(/^\(|\)$/g, '');
  if (/ or /i.test(bare)) return bare.split(/ or /i).some(isPermitted);
  return bare.split(/ and /i).every((one) => permitted.has(one));
}

const licenceOf = ({ name, licence }: { readonly name: string; readonly licence: string }): string =>
  readElsewhere[name]?.licence ?? licence;

describe('the licences of what is shipped', () => {
  it('are known of every package, and each may be linked with a commercial product', () => {
    expect(shipped.length).toBeGreaterThan(200);
    const others = shipped.filter((one) => !isPermitted(licenceOf(one)));
    expect(others.map(({ name, licence }) => `${name}: ${licence || 'none said'}`)).toEqual([]);
  });

  it('would not pass with one that asks for the source of the whole', () => {
    for (const licence of ['GPL-3.0', 'AGPL-3.0-only', 'MIT AND GPL-2.0', 'SSPL-1.0', 'UNLICENSED', ''])
      expect(isPermitted(licence), licence).toBe(false);
    expect(isPermitted('(MIT OR GPL-3.0)')).toBe(true);
  });

  it('stand in the text of those that name them nowhere else', () => {
    for (const [name, { file, words }] of Object.entries(readElsewhere)) {
      const path = join(root, 'node_modules', name, file);
      expect(existsSync(path), path).toBe(true);
      expect(readFileSync(path, 'utf8'), name).toContain(words);
    }
  });
});
