import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStack, type Stack } from '../../cli/stack/stack.js';

type Mail = {
  readonly id: string;
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly sizeBytes: number }[];
};

const homes: string[] = [];
let stack: Stack;

/** The inbox alone; the servers it does not use need not be there. */
function openInbox(inboxControl: boolean): Promise<Stack> {
  const home = mkdtempSync(join(tmpdir(), 'encours-inbox-'));
  homes.push(home);
  return openStack({
    home,
    servers: { databaseUrl: '', ownerDatabaseUrl: '', temporalAddress: '', temporalUiUrl: '', namespace: '' },
    processes: ['inbox'],
    ports: { smtp: 'any', inbox: 'any' },
    seed: false,
    demoKeys: false,
    inboxControl,
  });
}

beforeAll(async () => {
  stack = await openInbox(true);
});
beforeEach(() => script([]));
afterAll(async () => {
  await stack.close();
  for (const home of homes) rmSync(home, { recursive: true, force: true });
});

const script = (rules: readonly object[]): Promise<Response> =>
  fetch(stack.inboxControlUrl, { method: 'PUT', body: JSON.stringify({ rules }) });

async function send(subject: string, more: object = {}): Promise<void> {
  const transport = createTransport(stack.smtpUrl);
  try {
    await transport.sendMail({
      from: 'adv@encours.example',
      to: 'achats@client.example',
      subject,
      text: 'Bonjour',
      ...more,
    });
  } finally {
    transport.close();
  }
}

async function mails(subject: string): Promise<readonly Mail[]> {
  const answer = await fetch(`${stack.inboxUrl}.json?subject=${encodeURIComponent(subject)}`);
  return ((await answer.json()) as { items: readonly Mail[] }).items;
}

const page = async (
  path: string,
): Promise<{ readonly status: number; readonly body: string; readonly headers: Headers }> => {
  const answer = await fetch(new URL(path, stack.inboxUrl));
  return { status: answer.status, body: await answer.text(), headers: answer.headers };
};

describe('the mail inbox', () => {
  it('says that it is empty before the first mail', async () => {
    expect((await page('/dev/mail')).body).toContain('No mail yet');
    expect((await fetch(new URL('/', stack.inboxUrl))).url).toBe(stack.inboxUrl);
  });

  it('shows a mail with its text, its HTML and its document', async () => {
    const pdf = Buffer.from('%PDF-1.7 facture');
    const filename = 'Facture n° FA-2026-000017.pdf';
    await send('Votre facture <n° 17>', {
      html: '<p>Bonjour <b>Marie</b></p>',
      attachments: [{ filename, content: pdf, contentType: 'application/pdf' }],
    });
    const [mail] = await mails('Votre facture');
    expect(mail).toMatchObject({
      from: 'adv@encours.example',
      to: ['achats@client.example'],
      envelope: { from: 'adv@encours.example', to: ['achats@client.example'] },
      attachments: [{ name: filename, type: 'application/pdf', sizeBytes: pdf.byteLength }],
    });
    expect((await page('/dev/mail')).body).toContain('Votre facture &lt;n° 17&gt;');
    const shown = await page(`/dev/mail/${mail?.id}`);
    expect(shown.body).toContain('<pre>Bonjour');
    expect(shown.body).toContain('<iframe sandbox');
    const attachment = await fetch(new URL(`/dev/mail/${mail?.id}/attachments/0`, stack.inboxUrl));
    expect(attachment.headers.get('content-disposition')).toContain("filename*=UTF-8''Facture%20n%C2%B0");
    expect(Buffer.from(await attachment.arrayBuffer())).toEqual(pdf);
  });

  it('lets the HTML of a mail run nothing and reach nothing', async () => {
    await send('Script', { html: '<script>alert(1)</script><img src="https://tracker.example/a.png">' });
    const [mail] = await mails('Script');
    const policy = (await page(`/dev/mail/${mail?.id}/html`)).headers.get('content-security-policy');
    expect(policy).toMatch(/^sandbox; default-src 'none'/);
    expect(policy).not.toContain('script-src');
    expect(policy).not.toContain('http');
  });

  it('finds no mail under a made-up number', async () => {
    expect((await page('/dev/mail/20261122T000000000Z-00000000')).status).toBe(404);
    expect((await page('/dev/mail/..%2f..%2fsecrets')).status).toBe(404);
  });

  it('keeps its mails over a kill -9', async () => {
    await send('Avant');
    await stack.kill('inbox');
    await stack.start('inbox');
    expect(await mails('Avant')).toHaveLength(1);
  });

  it.each([421, 451, 550])('refuses a recipient with %i when told to, as often as told', async (code) => {
    await script([{ stage: 'rcpt', to: 'client', action: { kind: 'refuse', code, message: 'not now' }, times: 1 }]);
    await expect(send(`Refused ${code}`)).rejects.toMatchObject({ responseCode: code });
    await send(`Refused ${code}`);
    expect(await mails(`Refused ${code}`)).toHaveLength(1);
  });

  it('refuses at the greeting and after the data alike', async () => {
    await script([
      { stage: 'connect', action: { kind: 'refuse', code: 421 }, times: 1 },
      { stage: 'data', action: { kind: 'refuse', code: 451 }, times: 1 },
    ]);
    await expect(send('Twice refused')).rejects.toMatchObject({ responseCode: 421 });
    await expect(send('Twice refused')).rejects.toMatchObject({ responseCode: 451 });
    expect(await mails('Twice refused')).toHaveLength(0);
  });

  it('takes a mail and drops the connection before it says so', async () => {
    await script([{ stage: 'data', action: { kind: 'drop' }, times: 1 }]);
    await expect(send('Kept')).rejects.toThrow('closed');
    expect(await mails('Kept')).toHaveLength(1);
  });

  it('drops a mail and the connection with it', async () => {
    await script([{ stage: 'data', action: { kind: 'drop', keep: false }, times: 1 }]);
    await expect(send('Lost')).rejects.toThrow('closed');
    expect(await mails('Lost')).toHaveLength(0);
  });

  it('answers late when told to', async () => {
    await script([{ stage: 'data', action: { kind: 'delay', delayMs: 700 }, times: 1 }]);
    const begun = performance.now();
    await send('Late');
    expect(performance.now() - begun).toBeGreaterThanOrEqual(690);
    expect(await mails('Late')).toHaveLength(1);
  });

  it('refuses a script it does not understand', async () => {
    expect((await script([{ stage: 'never', action: { kind: 'drop' } }])).status).toBe(422);
  });

  it('takes no script unless it was started for tests', async () => {
    const plain = await openInbox(false);
    const answer = await fetch(plain.inboxControlUrl, { method: 'PUT', body: '{"rules":[]}' });
    expect(answer.status).toBe(405);
    await plain.close();
  });
});
