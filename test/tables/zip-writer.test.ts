import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openArchive } from '../../tables/zip.js';
import { zipOf, type ZipEntry } from '../../tables/zip-writer.js';

const folder = mkdtempSync(join(tmpdir(), 'encours-zip-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function* given(entries: readonly ZipEntry[]): AsyncGenerator<ZipEntry> {
  for (const entry of entries) yield Promise.resolve(entry);
}
async function* inParts(text: string): AsyncGenerator<Uint8Array> {
  for (const part of text.match(/.{1,1000}/gsu) ?? []) yield Promise.resolve(Buffer.from(part));
}
const written = (entries: readonly ZipEntry[]): Promise<Buffer> => buffer(zipOf(given(entries)));

/** What Python's zipfile reads: it checks each part against its sum. */
function asPythonReads(bytes: Buffer): readonly unknown[] {
  const file = join(folder, `${Math.random()}.zip`);
  writeFileSync(file, bytes);
  const script =
    'import json, sys, zipfile\n' +
    'z = zipfile.ZipFile(sys.argv[1])\n' +
    'assert z.testzip() is None\n' +
    'i = z.infolist()\n' +
    'print(json.dumps([len(i), [[e.filename, e.file_size, list(e.date_time[:3])] for e in i[:3]], z.read(i[-1]).decode()[:20]]))';
  return JSON.parse(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' })) as readonly unknown[];
}

describe('an archive that is written as it is read', () => {
  const long = 'ligne;1 234,50\r\n'.repeat(20_000);
  const entries: readonly ZipEntry[] = [
    { name: '2026-11/FA-2026-000001.pdf', date: '2026-11-30', content: Buffer.from('%PDF-1.7'), stored: true },
    { name: 'été.xml', date: '2026-12-01', content: Buffer.from('<a/>'.repeat(100)) },
    { name: 'index.csv', date: '2026-12-02', content: inParts(long) },
  ];

  it('is read by other software, with its names, days and sums', async () => {
    expect(asPythonReads(await written(entries))).toEqual([
      3,
      [
        ['2026-11/FA-2026-000001.pdf', 8, [2026, 11, 30]],
        ['été.xml', 400, [2026, 12, 1]],
        ['index.csv', 320_000, [2026, 12, 2]],
      ],
      'ligne;1 234,50\r\nlign',
    ]);
  });

  it('is read by our own', async () => {
    const bytes = await written([...entries.slice(0, 2), { name: 'x', date: '2026-12-01', content: inParts('abc') }]);
    const archive = openArchive(bytes, 1_000_000);
    expect([archive.names.length, archive.read('été.xml')?.length, archive.read('x')]).toEqual([3, 400, 'abc']);
  });

  it('beyond 65,535 parts is ZIP64', async () => {
    const many = Array.from({ length: 66_000 }, (_, at) => ({
      name: `${at}`,
      date: '2026-12-01',
      content: Buffer.from('1'),
      stored: true,
    }));
    expect(asPythonReads(await written(many))[0]).toBe(66_000);
  });

  it('asks for no more once nobody reads it', async () => {
    const asked: number[] = [];
    async function* long(): AsyncGenerator<ZipEntry> {
      for (let at = 0; at < 1_000; at += 1) {
        asked.push(at);
        yield Promise.resolve({ name: `${at}`, date: '2026-12-01', content: randomBytes(100_000), stored: true });
      }
    }
    for await (const part of zipOf(long())) if (part instanceof Uint8Array) break;
    await sleep(50);
    expect(asked.length).toBeLessThan(5);
  });

  it('ends where one of its parts does', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Promise.resolve(Buffer.from('a'));
      throw new Error('the rest is away');
    }
    await expect(written([{ name: 'x', date: '2026-12-01', content: broken() }])).rejects.toThrow('the rest is away');
  });
});
