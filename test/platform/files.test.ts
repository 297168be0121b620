import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deposit } from '../../activities/platform/port.js';
import { filePlatform } from '../../worker/platform/files.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'encours-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...parts: readonly string[]): string => join(folder, ...parts);
const bytes = new TextEncoder().encode('<Invoice/>');
const deposit: Deposit = {
  key: 'invoice:FA-1:1',
  fileName: 'FA-1.ubl.xml',
  mime: 'application/xml',
  kind: 'invoice',
  network: 'platform',
  bytes,
};

describe('a platform by files', () => {
  it('gives a file whole, once, also after the platform took it away', async () => {
    const platform = filePlatform(folder, 'ubl');
    expect(await platform.find(deposit)).toBe('unknown');
    expect(await platform.deposit(deposit)).toMatchObject({ kind: 'accepted' });
    expect(readFileSync(at('outbox', 'FA-1.ubl.xml'))).toEqual(Buffer.from(bytes));
    rmSync(at('outbox', 'FA-1.ubl.xml'));
    expect(await platform.deposit(deposit)).toMatchObject({ kind: 'accepted' });
    expect(existsSync(at('outbox', 'FA-1.ubl.xml'))).toBe(false);
    expect(await platform.find(deposit)).toBe('there');
    expect(await platform.deposit({ ...deposit, bytes: new Uint8Array([1]) })).toMatchObject({
      kind: 'refused',
      permanent: true,
    });
  });

  it('what died before the rename was not given, and is given again', async () => {
    const platform = filePlatform(folder, 'ubl');
    for (const name of ['outbox', 'archive']) mkdirSync(at(name));
    writeFileSync(at('outbox', '.FA-1.ubl.xml.part'), '<Inv');
    expect(await platform.find(deposit)).toBe('not-there');
    writeFileSync(at('archive', 'sent-FA-1.ubl.xml'), bytes);
    expect(await platform.find(deposit)).toBe('not-there');
    expect(await platform.deposit(deposit)).toMatchObject({ kind: 'accepted', response: 'outbox/FA-1.ubl.xml' });
    expect(readFileSync(at('outbox', 'FA-1.ubl.xml'), 'utf8')).toBe('<Invoice/>');
    expect(await platform.find(deposit)).toBe('there');
  });

  it('reads what is whole, oldest name first, and puts it away; a folder that is not there is made', async () => {
    const platform = filePlatform(at('new'), 'ubl');
    expect(await platform.arrived()).toEqual([]);
    writeFileSync(at('new', 'inbox', '2.xml'), 'two');
    writeFileSync(at('new', 'inbox', '1.xml'), 'one');
    writeFileSync(at('new', 'inbox', '.3.xml'), 'half');
    writeFileSync(at('new', 'inbox', '4.xml.part'), 'half');
    expect((await platform.arrived()).map(({ name }) => name)).toEqual(['1.xml', '2.xml']);
    await platform.putAway('1.xml', true);
    await platform.putAway('2.xml', false);
    await platform.putAway('2.xml', false);
    expect(existsSync(at('new', 'archive', '1.xml'))).toBe(true);
    expect(existsSync(at('new', 'errors', '2.xml'))).toBe(true);
  });

  it('a folder that cannot be one is not reached, and nothing was given', async () => {
    writeFileSync(at('file'), '');
    const platform = filePlatform(at('file'), 'ubl');
    expect(await platform.deposit(deposit)).toMatchObject({ kind: 'unreachable' });
    await expect(platform.arrived()).rejects.toThrow('ENOTDIR');
    expect(await platform.find(deposit)).toBe('unknown');
  });
});
