import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../contracts/vocabulary.js';
import type { Things } from './fixtures.js';
import { oneOfEverything } from './fixtures.js';
import { pastTheWalls } from '../support/stack.js';
import { newKey, openApi, principalOf } from './office.js';
import type { ApiUnderTest } from './office.js';

/** What a mail said and brought, as it left, and to whom it is shown. */
let api: ApiUnderTest;
let mine: Things;
let theirs: Things;
/** Made again with a reason, told to a manager. */
const monthEnd = 'month-end:2026-10:2:API-MANAGER';

beforeAll(async () => {
  api = await openApi();
  mine = await oneOfEverything(api.prisma, 1, principalOf('sales'));
  theirs = await oneOfEverything(api.prisma, 2, 'somebody-else');
  for (const things of [mine, theirs]) await sendInvoice(things);
  await sendMonthEnd();
});
afterAll(() => api.close());

/** With the note that goes with it; the note is signed later, and nobody was sent that one. */
async function sendInvoice({ customer, order, invoice, delivery, mail }: Things): Promise<void> {
  const [note, signed] = [`delivery-note:${delivery}`, `signed-delivery-note:${delivery}`];
  await issue(mail, 'invoice', invoice, customer, order);
  await issue(note, 'delivery-note', delivery, customer, order);
  await issue(signed, 'signed-delivery-note', delivery, customer, order);
  await api.prisma.outgoing.update({
    where: { id: mail },
    data: { text: `Facture ${invoice}`, html: pageOf(invoice), sentAt: '2026-11-02T09:00:00Z' },
  });
  await pastTheWalls(api.database, `UPDATE outgoing SET documents = '{${mail},${note}}' WHERE id = '${mail}'`);
}

const pageOf = (invoice: string): string => `<!doctype html><p style="color:#1f3a5f">Facture ${invoice}</p>`;

async function sendMonthEnd(): Promise<void> {
  const documents = ['month-end:2026-10:2', 'month-end-workbook:2026-10:2'];
  await issue('month-end:2026-10:2', 'month-end', '2026-10', null, null);
  await issue('month-end-workbook:2026-10:2', 'month-end-workbook', '2026-10', null, null);
  const [sender, recipient] = ['facturation@encours.example', 'manager@encours.example'];
  const [subject, text] = ['Month end', 'because of a canaryreason'];
  await api.prisma.outgoing.create({
    data: {
      id: monthEnd,
      kind: 'month-end',
      status: 'SENT',
      messageId: monthEnd,
      documents,
      sender,
      recipient,
      subject,
      text,
      html: text,
    },
  });
}

async function issue(
  id: string,
  kind: string,
  number: string,
  customerNumber: string | null,
  orderNumber: string | null,
): Promise<void> {
  const bytes = Buffer.from(`%PDF- ${id}`);
  await api.prisma.document.create({
    data: {
      id,
      kind,
      number,
      issuedOn: new Date('2026-11-02'),
      language: 'fr',
      customerNumber,
      orderNumber,
      snapshot: {},
      snapshotHash: '',
      file: { create: { fileName: `${number}.pdf`, mime: 'application/pdf', sha256: '', bytes } },
    },
  });
}

const pathOf = (mail: string): string => `/v1/mails/${encodeURIComponent(mail)}`;
const get = (path: string, role: Role = 'sales') => api.call({ method: 'GET', path, key: api.keys[role] });

describe('a mail as it was sent', () => {
  it('is told with sender, recipient, subject, Message-ID, moment, its words, and each paper in its order', async () => {
    const { status, json } = await get(pathOf(mine.mail));
    expect(status).toBe(200);
    expect(json).toMatchObject({
      sender: 'facturation@encours.example',
      to: 'compta@lefort.example',
      subject: `Facture ${mine.invoice}`,
      messageId: `<${mine.invoice}@encours.example>`,
      sentAt: '2026-11-02T09:00:00.000Z',
      text: `Facture ${mine.invoice}`,
      messagePath: `${pathOf(mine.mail)}/message.html`,
      reducedAt: null,
      documents: [
        { kind: 'invoice', number: mine.invoice, path: `${pathOf(mine.mail)}/documents/1/document.pdf` },
        { kind: 'delivery-note', number: mine.delivery, path: `${pathOf(mine.mail)}/documents/2/document.pdf` },
      ],
    });
  });

  it('shows its page as it was, under a policy that lets it load and run nothing and be framed by us alone', async () => {
    const { status, headers, text } = await get(`${pathOf(mine.mail)}/message.html`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toBe(pageOf(mine.invoice));
    const policy = headers.get('content-security-policy')?.split('; ') ?? [];
    expect(policy).toEqual(expect.arrayContaining(["default-src 'none'", "frame-ancestors 'self'", 'sandbox']));
    expect(policy.filter((part) => /^(script|img|font|connect|frame|media|object)-src/.test(part))).toEqual([]);
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });

  it('brings the note that went with it, not the one that was signed since', async () => {
    const note = await get(`${pathOf(mine.mail)}/documents/2/document.pdf`);
    expect([note.status, note.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(note.text).toBe(`%PDF- delivery-note:${mine.delivery}`);
    expect((await get(`/v1/deliveries/${mine.delivery}/note.pdf`)).text).toContain('signed-delivery-note');
    expect((await get(`${pathOf(mine.mail)}/documents/3/document.pdf`)).status).toBe(404);
  });

  it.each(['', '/message.html', '/documents/1/document.pdf', '/documents/2/document.pdf'])(
    'gives nothing of a customer who is somebody else’s, nor to logistics (%s)',
    async (part) => {
      const foreign = await get(`${pathOf(theirs.mail)}${part}`);
      expect([foreign.status, /Facture|%PDF/.test(foreign.text)]).toEqual([404, false]);
      expect((await get(`${pathOf(mine.mail)}${part}`, 'logistics')).status).toBe(403);
      expect((await get(`${pathOf(theirs.mail)}${part}`, 'finance')).status).toBe(200);
    },
  );

  it('has no words before it is first tried, and says so', async () => {
    const id = 'acknowledgement:SO-2026-900001:9';
    const { customer: customerNumber, order: orderNumber } = mine;
    const about = { kind: 'acknowledgement', documents: [mine.mail], recipient: 'a@b.example', messageId: id };
    await api.prisma.outgoing.create({ data: { id, ...about, customerNumber, orderNumber } });
    expect((await get(pathOf(id))).json).toMatchObject({ sender: null, text: null, messagePath: null });
    const page = await get(`${pathOf(id)}/message.html`);
    expect([page.status, page.json]).toMatchObject([
      404,
      { code: 'document-not-ready', detail: 'The mail is not written yet: it is when it is first tried.' },
    ]);
  });

  it('says when its words went with their time, and keeps its papers', async () => {
    const gone = { recipient: 'reduced@reduced.invalid', subject: '[reduced]', text: '[reduced]', html: '' };
    const reducedAt = '2030-01-02T03:04:05.000Z';
    await api.prisma.outgoing.update({ where: { id: theirs.mail }, data: { ...gone, lastError: null, reducedAt } });
    const { json } = await get(pathOf(theirs.mail), 'finance');
    expect(json).toMatchObject({ text: null, messagePath: null, reducedAt, documents: [{}, {}] });
    const page = await get(`${pathOf(theirs.mail)}/message.html`, 'finance');
    expect([page.status, page.json?.['detail']]).toEqual([404, 'What the mail said went with its time.']);
    expect((await get(`${pathOf(theirs.mail)}/documents/1/document.pdf`, 'finance')).status).toBe(200);
  });
});

describe('the mail of a month end', () => {
  it('is for who may read the month end: the others know that it left, and read neither words nor figures', async () => {
    const files = ['/documents/1/document.pdf', '/message.html'];
    for (const role of ['finance', 'ops'] as const) {
      const { status, json, text } = await get(pathOf(monthEnd), role);
      expect([status, text.includes('canaryreason')]).toEqual([200, false]);
      expect(json).toMatchObject({ text: null, messagePath: null, documents: [{ path: null }, { path: null }] });
      for (const file of files) expect((await get(`${pathOf(monthEnd)}${file}`, role)).status).toBe(403);
    }
    expect((await get(pathOf(monthEnd), 'sales')).status).toBe(404);
    const { json } = await get(pathOf(monthEnd), 'manager');
    expect(json).toMatchObject({
      text: 'because of a canaryreason',
      documents: [
        { kind: 'month-end', path: `${pathOf(monthEnd)}/documents/1/document.pdf` },
        { kind: 'month-end-workbook', path: '/v1/month-ends/2026-10/2/workbook.xlsx' },
      ],
    });
    for (const file of files) expect((await get(`${pathOf(monthEnd)}${file}`, 'manager')).status).toBe(200);
    expect((await get(`${pathOf(monthEnd)}/documents/2/document.pdf`, 'manager')).status).toBe(404);
  });
});

describe('a key of narrow scopes', () => {
  it('that reads mails, but no invoices, is given none by a mail', async () => {
    const scopes = ['mails.get', 'mails.document', 'deliveries.note'];
    const { key } = await newKey(api.prisma, principalOf('finance'), { scopes });
    const { json } = await api.call({ method: 'GET', path: pathOf(mine.mail), key });
    expect(json?.['documents']).toMatchObject([{ path: null }, { path: expect.any(String) as string }]);
    const status = async (place: number): Promise<number> =>
      (await api.call({ method: 'GET', path: `${pathOf(mine.mail)}/documents/${place}/document.pdf`, key })).status;
    expect([await status(1), await status(2)]).toEqual([403, 200]);
  });
});
