import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { listPage, mailPage, missingPage } from './pages.js';
import { SmtpScript, type ScriptedReplies } from './script.js';
import type { MailStore, MailSummary } from './store.js';

type Answer = {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

const pageSize = 100;
const jsonSize = 500;

/** Nothing a mail holds may run or reach out: no script, no network, no form, whoever opens the part. */
const ourPages = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'";
const foreignHtml =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/**
 * The inbox's pages and their JSON twins. `replies` adds the endpoint `/control` by which tests script what SMTP
 * answers: GET reads the script, PUT replaces it.
 */
export function createInboxServer(store: MailStore, replies: ScriptedReplies | undefined): Server {
  return createServer((request, response) => {
    answer(store, replies, request).then(
      (found) => send(response, found, request.method === 'HEAD'),
      (error: unknown) => send(response, json({ error: String(error) }, 500), false),
    );
  });
}

async function answer(
  store: MailStore,
  replies: ScriptedReplies | undefined,
  request: IncomingMessage,
): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://inbox');
  if (pathname === '/control' && replies !== undefined) return control(replies, request);
  if (request.method !== 'GET' && request.method !== 'HEAD') return json({ error: 'method not allowed' }, 405);
  if (pathname === '/') return { status: 302, type: 'text/plain', body: '', headers: { location: '/dev/mail' } };
  if (pathname === '/healthz') return json({ status: 'ok' });
  if (pathname === '/dev/mail')
    return html(listPage(await store.list(pageSize, searchParams.get('cursor') ?? undefined)));
  if (pathname === '/dev/mail.json') return json(await listJson(store, searchParams));
  const found = await oneMail(store, pathname);
  return found ?? html(missingPage(), 404);
}

/** Filters: `to` and `subject` by what they contain, `messageId` exactly. */
function listJson(store: MailStore, query: URLSearchParams) {
  const [to, subject, messageId] = [query.get('to'), query.get('subject'), query.get('messageId')];
  const wanted = (mail: MailSummary): boolean =>
    (to === null || mail.envelope.to.some((address) => address.includes(to))) &&
    (subject === null || mail.subject.includes(subject)) &&
    (messageId === null || mail.messageId === messageId);
  const limit = Math.min(Math.max(Number(query.get('limit') ?? jsonSize) || jsonSize, 1), 5000);
  return store.list(limit, query.get('cursor') ?? undefined, wanted);
}

async function oneMail(store: MailStore, pathname: string): Promise<Answer | undefined> {
  const [, id, part, index] =
    /^\/dev\/mail\/([0-9A-Za-z-]+)(?:\.json|\/(html|raw|attachments)(?:\/(\d+))?)?$/.exec(pathname) ?? [];
  const mail = id === undefined ? undefined : await store.summary(id);
  if (id === undefined || mail === undefined) return undefined;
  if (pathname.endsWith('.json')) return json({ ...mail, html: (await store.html(id)) ?? null });
  if (part === undefined) return html(mailPage(mail));
  if (part === 'html') return htmlPart(await store.html(id));
  if (part === 'raw') return file(`${id}.eml`, 'message/rfc822', await store.raw(id));
  const attachment = await store.attachment(id, Number(index));
  return attachment && file(attachment.name, attachment.type, attachment.bytes);
}

async function control(replies: ScriptedReplies, request: IncomingMessage): Promise<Answer> {
  if (request.method === 'GET') return json({ rules: replies.state() });
  if (request.method !== 'PUT') return json({ error: 'method not allowed' }, 405);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const script = SmtpScript.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  if (!script.success) return json({ error: script.error.issues }, 422);
  replies.set(script.data);
  return json({ rules: replies.state() });
}

const html = (body: string, status = 200): Answer => ({
  status,
  type: 'text/html; charset=utf-8',
  body,
  headers: { 'content-security-policy': ourPages },
});

const htmlPart = (body: string | undefined): Answer | undefined =>
  body === undefined
    ? undefined
    : { status: 200, type: 'text/html; charset=utf-8', body, headers: { 'content-security-policy': foreignHtml } };

const json = (body: unknown, status = 200): Answer => ({
  status,
  type: 'application/json; charset=utf-8',
  body: `${JSON.stringify(body, null, 2)}\n`,
});

/** RFC 6266: the plain name for old readers, the UTF-8 one for the rest. */
function file(name: string, type: string, body: Buffer | undefined): Answer | undefined {
  if (body === undefined) return undefined;
  const plain = name.replaceAll(/[^\w. -]/g, '_');
  const disposition = `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
  const safeType = /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream';
  const headers = { 'content-disposition': disposition, 'content-security-policy': foreignHtml };
  return { status: 200, type: safeType, body, headers };
}

function send(response: ServerResponse, { status, type, body, headers }: Answer, headOnly: boolean): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(headOnly ? undefined : body);
}
