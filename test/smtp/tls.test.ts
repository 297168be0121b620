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
    ['offers no TLS', { EHLO: '250-mail\r\n250 AUTH PLAIN LOGIN' }],
    ['offers TLS and then has none', { EHLO: '250-mail\r\n250-STARTTLS\r\n250 AUTH PLAIN', STARTTLS: '454 not now' }],
    ['takes STARTTLS for a word of no meaning', { EHLO: '250 AUTH PLAIN', STARTTLS: '502 what?' }],
    ['greets in the old way', { EHLO: '502 what?', HELO: '250 mail' }],
  ])('hears neither it nor the letter where it %s, and the letter waits', async (_how, replies) => {
    const server = await overheard(replies);
    const outcome = await deliver(settingsAt(server.port), envelope, letter);
    await server.close();
    expect(outcome.kind).toBe('unreachable');
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
    expect(await deliver(settingsAt(port), envelope, letter)).toMatchObject({ kind: 'unreachable' });
    await new Promise<void>((resolve) => server.close(resolve));
    expect(logins).toEqual([]);
  });
});
