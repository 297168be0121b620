import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { eraseHome, homeAt, lockHome, openSecrets, prepareHome, unlockHome } from '../../cli/stack/home.js';
import { identify, isAlive, signalProcess } from '../../cli/stack/identity.js';

const folder = mkdtempSync(join(tmpdir(), 'encours-home-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const self = () => identify(process.pid) ?? { pid: 0, started: '' };

describe('the lock of a data folder', () => {
  it('is refused while its holder lives, with the remedy', () => {
    const home = homeAt(join(folder, 'held'));
    lockHome(home);
    expect(() => lockHome(home)).toThrow(`in use by process ${process.pid}`);
    expect(() => lockHome(home)).toThrow('ENCOURS_HOME');
    unlockHome(home);
    lockHome(home);
  });

  it('is taken over from a process that has ended', () => {
    const home = homeAt(join(folder, 'ended'));
    lockHome(home);
    const ended = spawnSync(process.execPath, ['--version']).pid;
    writeFileSync(home.lock, JSON.stringify({ pid: ended, started: self().started }));
    lockHome(home);
    expect(JSON.parse(readFileSync(home.lock, 'utf8'))).toEqual(self());
  });

  it('is taken over when its pid belongs to another process by now', () => {
    const home = homeAt(join(folder, 'reused'));
    lockHome(home);
    writeFileSync(home.lock, JSON.stringify({ pid: process.pid, started: 'at another time' }));
    lockHome(home);
    expect(JSON.parse(readFileSync(home.lock, 'utf8'))).toEqual(self());
  });

  it('is taken over when a power cut left it empty', () => {
    const home = homeAt(join(folder, 'cut'));
    lockHome(home);
    writeFileSync(home.lock, '');
    lockHome(home);
    expect(JSON.parse(readFileSync(home.lock, 'utf8'))).toEqual(self());
  });
});

describe('a process known by pid and start time', () => {
  it('is alive as itself and not as its successor', () => {
    expect(isAlive(self())).toBe(true);
    expect(isAlive({ ...self(), started: 'at another time' })).toBe(false);
  });

  it('is never signalled in the place of another', () => {
    expect(signalProcess({ ...self(), started: 'at another time' }, 'SIGKILL')).toBe(false);
  });
});

describe('the secrets of a home', () => {
  it('are random, kept, and readable by their owner only', () => {
    const [one, other] = [homeAt(join(folder, 'one')), homeAt(join(folder, 'other'))];
    for (const home of [one, other]) {
      lockHome(home);
      prepareHome(home);
    }
    const secrets = openSecrets(one);
    expect(openSecrets(one)).toEqual(secrets);
    expect(openSecrets(other).appPassword).not.toBe(secrets.appPassword);
    expect(new Set(Object.values(secrets)).size).toBe(Object.values(secrets).length);
    expect(statSync(one.secrets).mode & 0o777).toBe(0o600);
  });
});

describe('beginning anew', () => {
  it('erases what the stack keeps and nothing else in the folder', () => {
    const home = homeAt(join(folder, 'fresh'));
    lockHome(home);
    prepareHome(home);
    openSecrets(home);
    writeFileSync(join(home.dir, 'letter.txt'), 'mine');
    eraseHome(home);
    expect(existsSync(home.secrets)).toBe(false);
    expect(existsSync(home.temporal)).toBe(false);
    expect(readFileSync(join(home.dir, 'letter.txt'), 'utf8')).toBe('mine');
  });
});
