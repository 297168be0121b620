import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { deliver, smtpSettings } from '../../activities/smtp.js';
import { openAuthority, type Authority } from '../support/certificates.js';

const password = 'canary-of-the-mail-password';
const envelope = { from: 'orders@encours.example', to: 'client@example.test' };
const letter = Buffer.from('Subject: canary of the letter\r\n\r\nBonjour\r\n');

/** A mail server that answers each command with the line of the table, and everything that was said to it in clear. */
async function overheard(replies: Readonly<Record<string, string>>) {
  const heard: string[] = [];
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 mail\r\n');
    socket.on('data', (data) => {
      const said = data.toString('latin1');
      heard.push(said);
      const verb = said.trim().split(/[ \r]/)[0]?.toUpperCase() ?? '';
      socket.write(`${replies[verb] ?? '250 go on'}\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, heard, close: () => new Promise((resolve) => server.close(resolve)) };
}

const settingsAt = (port: number) => smtpSettings(`smtp://clerk:${password}@127.0.0.1:${port}`, 1_000, true);

let authority: Authority;
beforeAll(() => {
  authority = openAuthority('Nobody');
});
afterAll(() => authority.close());

describe('a mail server that wants a password', () => {
  it.each([
    ['offers no TLS', 'barred', { EHLO: '250-mail\r\n250 AUTH PLAIN LOGIN' }],
    [
      'offers TLS and has none for now',
      'unreachable',
      { EHLO: '250-mail\r\n250-STARTTLS\r\n250 AUTH PLAIN', STARTTLS: '454 not now' },
    ],
    ['takes STARTTLS for a word of no meaning', 'barred', { EHLO: '250 AUTH PLAIN', STARTTLS: '502 what?' }],
    ['greets in the old way', 'barred', { EHLO: '502 what?', HELO: '250 mail' }],
  ] as const)('hears neither it nor the letter where it %s, and the letter waits', async (_how, kind, replies) => {
    const server = await overheard(replies);
    const outcome = await deliver(settingsAt(server.port), envelope, letter);
    await server.close();
    expect(outcome.kind).toBe(kind);
    const said = server.heard.join('');
    for (const secret of [
      password,
      Buffer.from(`\0clerk\0${password}`).toString('base64'),
      'AUTH ',
      'MAIL FROM',
      'canary',
    ])
      expect(said).not.toContain(secret);
  });

  it('hears nothing either where its certificate is by somebody whom nobody knows', async () => {
    const issued = authority.issue('mail', { host: '127.0.0.1' });
    const logins: unknown[] = [];
    const server = new SMTPServer({
      key: readFileSync(issued.key),
      cert: readFileSync(issued.cert),
      onAuth: (auth, _session, done) => {
        logins.push(auth);
        done(null, { user: 'clerk' });
      },
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    expect(await deliver(settingsAt(port), envelope, letter)).toMatchObject({ kind: 'barred' });
    await new Promise<void>((resolve) => server.close(resolve));
    expect(logins).toEqual([]);
  });

  it.each([
    ['password is wrong', { EHLO: '250 AUTH PLAIN', AUTH: '535 5.7.8 wrong password' }, 'barred'],
    ['sign-in is out of order for now', { EHLO: '250 AUTH PLAIN', AUTH: '454 4.7.0 later' }, 'unreachable'],
    ['sender may not send', { EHLO: '250 AUTH PLAIN', AUTH: '235 welcome', MAIL: '550 5.1.8 bad sender' }, 'barred'],
    ['client is unknown', { EHLO: '250 AUTH PLAIN', AUTH: '235 welcome', RCPT: '550 5.1.1 no such user' }, 'refused'],
  ] as const)('that says that the %s is understood as what it is', async (_what, replies, kind) => {
    const server = await overheard(replies);
    const outcome = await deliver({ ...settingsAt(server.port), requireTls: false }, envelope, letter);
    await server.close();
    expect(outcome.kind).toBe(kind);
  });
});

it('a mail server that answers without TLS where we begin with it takes nothing from us', async () => {
  const server = await overheard({});
  const outcome = await deliver({ ...settingsAt(server.port), secure: true }, envelope, letter);
  await server.close();
  expect(outcome.kind).toBe('barred');
});
