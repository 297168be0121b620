import type { Problem as ProblemBody } from '../../contracts/problems.js';
import type { Language } from '../../contracts/vocabulary.js';
import { takeEarly } from '../first.js';

/** What the API refused, as problem+json tells it (RFC 9457), or that it could not be reached. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
  /** By path of the field, such as `lines.0.quantity`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Path of what was kept all the same; null: nothing was. */
  readonly location: string | null;

  constructor(body: Partial<ProblemBody>, status: number, location: string | null = null) {
    super(body.detail ?? body.title ?? `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? 'internal';
    this.title = body.title ?? '';
    this.detail = body.detail ?? '';
    this.remedy = body.remedy ?? '';
    this.location = location;
    this.fields = Object.fromEntries((body.errors ?? []).map(({ field, message }) => [field, message]));
  }
}

/** What was refused, by field; nothing when it was something else. */
export const fieldsOf = (error: unknown): Readonly<Record<string, string>> =>
  error instanceof Problem ? error.fields : {};

export type Query = Readonly<Record<string, string | number | undefined>>;

/** A path of the API with its query; what is undefined or empty is left out. */
export function urlOf(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === '' ? path : `${path}?${text}`;
}

let language: Language = 'en';

/** The language that sentences of the API are asked in. */
export const askIn = (wanted: Language): void => {
  language = wanted;
};

/** Where something was read, and the tag of it as it stood: what a write says that it was decided on. */
export type Tag = { readonly url: string; readonly etag: string };

/** What was read, with its tag where it has one. */
export type Read<T> = T & { readonly asRead?: Tag };

/** Reads JSON. @throws Problem */
export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<Read<T>> {
  const url = urlOf(path, query);
  const init = signal === undefined ? {} : { signal };
  const response = await reach(takeEarly(url) ?? fetch(url, { ...init, headers: headersOf({}) }));
  const body = (await response.json()) as Read<T>;
  const etag = response.headers.get('ETag');
  return etag === null ? body : { ...body, asRead: { url, etag: strong(etag) } };
}

/** A proxy that compresses may have weakened it, and a weak one matches nothing (RFC 9110, section 13.1.1). */
const strong = (etag: string): string => etag.replace(/^W\//, '');

/** Asks a question that is too long for an address; nothing is changed by it. @throws Problem */
export async function question<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await reach(
    fetch(path, {
      method: 'POST',
      headers: headersOf({ 'Content-Type': 'application/json' }),
      body: JSON.stringify(body),
      ...(signal !== undefined && { signal }),
    }),
  );
  return (await response.json()) as T;
}

export type Written<T> = {
  readonly body: T;
  /** Whether this is the answer that the same request got before. */
  readonly replayed: boolean;
};

export type Write = {
  readonly method?: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: unknown;
  /** One per thing that a person asks for: a repeat of it has the same. */
  readonly key: string;
  /** Tag of what it was decided on. */
  readonly ifMatch?: string;
};

const PATIENCE_TRIES = 5;

/** Writes, and repeats under the same key while the system is away. @throws Problem */
export async function send<T>({ method = 'POST', path, body, key, ifMatch }: Write): Promise<Written<T>> {
  for (let tries = 1; ; tries += 1) {
    try {
      const response = await reach(
        fetch(path, {
          method,
          headers: headersOf({
            'Content-Type': 'application/json',
            'Idempotency-Key': key,
            ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
          }),
          body: JSON.stringify(body),
        }),
      );
      const answered = response.status === 204 ? null : await response.json();
      return { body: answered as T, replayed: response.headers.get('Idempotency-Replayed') === 'true' };
    } catch (error) {
      if (!(error instanceof Problem) || !mayPass(error) || tries >= PATIENCE_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, 400 * 2 ** tries));
    }
  }
}

const mayPass = ({ status }: Problem): boolean => status === 503 || status === 0;

/** What every request says, and what this one says besides. */
export const headersOf = (extra: Readonly<Record<string, string>>): HeadersInit => ({
  Accept: 'application/json',
  'Accept-Language': language,
  ...extra,
});

/** The answer, where it is no refusal. @throws Problem */
export async function reach(asked: Promise<Response>): Promise<Response> {
  const response = await asked.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem({ code: 'unreachable', detail: '' }, 0);
  });
  if (response.ok) return response;
  throw new Problem(await problemOf(response), response.status, response.headers.get('Location'));
}

const problemOf = async (response: Response): Promise<Partial<ProblemBody>> =>
  response.json().then(
    (body: unknown) => Object(body) as Partial<ProblemBody>,
    () => ({}),
  );

/** A new Idempotency-Key. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return Array.from(bytes, (byte) => byte.toString(36).padStart(2, '0')).join('');
}
