import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';

/** One accepted mail, without the bytes of its parts. */
export type MailSummary = {
  /** Sorts by arrival: UTC time and a random end. */
  readonly id: string;
  /** Instant, UTC. */
  readonly receivedAt: string;
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Sender and recipients as SMTP named them (RFC 5321), whatever the headers say. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly subject: string;
  readonly text: string;
  readonly hasHtml: boolean;
  readonly attachments: readonly AttachmentSummary[];
};

export type AttachmentSummary = { readonly name: string; readonly type: string; readonly sizeBytes: number };

export type MailFile = { readonly name: string; readonly type: string; readonly bytes: Buffer };

export type Envelope = { readonly from: string; readonly to: readonly string[] };

export type MailPage = { readonly items: readonly MailSummary[]; readonly nextCursor: string | null };

export type MailStore = {
  /** Keeps one mail on disk and returns its id. */
  readonly keep: (raw: Buffer, envelope: Envelope) => Promise<string>;
  /** Newest first, from before `cursor` on; only those that `wanted` accepts. */
  readonly list: (limit: number, cursor?: string, wanted?: (mail: MailSummary) => boolean) => Promise<MailPage>;
  readonly summary: (id: string) => Promise<MailSummary | undefined>;
  readonly raw: (id: string) => Promise<Buffer | undefined>;
  readonly html: (id: string) => Promise<string | undefined>;
  readonly attachment: (id: string, index: number) => Promise<MailFile | undefined>;
};

const idPattern = /^\d{8}T\d{9}Z-[0-9a-f]{8}$/;

/** The mails are `.eml` files in one folder, each as it came, below a Return-Path and a Delivered-To per recipient. */
export function openMailStore(folder: string): MailStore {
  mkdirSync(folder, { recursive: true });
  const summaries = new Map<string, MailSummary>();
  const known = readdirSync(folder)
    .filter((file) => file.endsWith('.eml') && idPattern.test(file.slice(0, -4)))
    .map((file) => file.slice(0, -4));
  const ids = new Set(known.toSorted());

  const raw = async (id: string): Promise<Buffer | undefined> =>
    ids.has(id) ? readFile(join(folder, `${id}.eml`)) : undefined;
  const parsed = async (id: string): Promise<Email | undefined> => {
    const bytes = await raw(id);
    return bytes === undefined ? undefined : PostalMime.parse(bytes);
  };
  const summary = async (id: string): Promise<MailSummary | undefined> => {
    const known = summaries.get(id);
    if (known !== undefined) return known;
    const email = await parsed(id);
    if (email === undefined) return undefined;
    const made = summarise(id, email);
    summaries.set(id, made);
    return made;
  };

  return {
    raw,
    summary,
    keep: async (bytes, envelope) => {
      const id = newId();
      const path = join(folder, `${id}.eml`);
      await writeFile(`${path}.tmp`, Buffer.concat([envelopeHeaders(envelope), bytes]), { mode: 0o600 });
      await rename(`${path}.tmp`, path);
      ids.add(id);
      return id;
    },
    list: async (limit, cursor, wanted = () => true) => {
      const items: MailSummary[] = [];
      const older = [...ids].filter((id) => cursor === undefined || id < cursor).toSorted();
      for (const id of older.toReversed()) {
        const mail = await summary(id);
        if (mail === undefined || !wanted(mail)) continue;
        if (items.length === limit) return { items, nextCursor: items.at(-1)?.id ?? null };
        items.push(mail);
      }
      return { items, nextCursor: null };
    },
    html: async (id) => {
      const email = await parsed(id);
      return email?.html === undefined ? undefined : withInlineImages(email.html, email.attachments);
    },
    attachment: async (id, index) => {
      const part = (await parsed(id))?.attachments[index];
      return part === undefined ? undefined : { name: nameOf(part, index), type: part.mimeType, bytes: bytesOf(part) };
    },
  };
}

const newId = (): string => `${new Date().toISOString().replaceAll(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`;

const receivedAtOf = (id: string): string =>
  id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*$/, '$1-$2-$3T$4:$5:$6.$7Z');

function envelopeHeaders(envelope: Envelope): Buffer {
  const clean = (address: string): string => address.replaceAll(/[\r\n]/g, '');
  const lines = [`Return-Path: <${clean(envelope.from)}>`, ...envelope.to.map((to) => `Delivered-To: ${clean(to)}`)];
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

function summarise(id: string, email: Email): MailSummary {
  const delivered = email.headers.filter((header) => header.key === 'delivered-to').map((header) => header.value);
  return {
    id,
    receivedAt: receivedAtOf(id),
    messageId: email.messageId ?? '',
    from: addresses(email.from === undefined ? [] : [email.from]).join(', '),
    to: addresses(email.to ?? []),
    envelope: { from: (email.returnPath ?? '').replaceAll(/[<>]/g, ''), to: delivered },
    subject: email.subject ?? '',
    text: email.text ?? '',
    hasHtml: email.html !== undefined,
    attachments: email.attachments.map((part, index) => ({
      name: nameOf(part, index),
      type: part.mimeType,
      sizeBytes: bytesOf(part).byteLength,
    })),
  };
}

const addresses = (list: readonly Address[]): string[] =>
  list.flatMap((entry) => (entry.group === undefined ? [entry] : entry.group)).map((box) => box.address);

const nameOf = (part: Attachment, index: number): string => part.filename ?? `part-${index + 1}`;

function bytesOf(part: Attachment): Buffer {
  if (typeof part.content === 'string')
    return Buffer.from(part.content, part.encoding === 'base64' ? 'base64' : 'utf8');
  return part.content instanceof ArrayBuffer ? Buffer.from(part.content) : Buffer.from(part.content);
}

/** Pictures that the HTML names by Content-ID (RFC 2392) become part of it: the page may fetch nothing. */
function withInlineImages(html: string, parts: readonly Attachment[]): string {
  return html.replaceAll(/cid:([^"'\s)]+)/g, (whole: string, contentId: string) => {
    const part = parts.find((candidate) => candidate.contentId === `<${contentId}>`);
    return part === undefined ? whole : `data:${part.mimeType};base64,${bytesOf(part).toString('base64')}`;
  });
}
