import type { DepositOutcome, PlatformFormat, PlatformPort } from '../../activities/platform/port.js';

export type HttpPlatform = {
  /** Without a slash at the end. */
  readonly url: string;
  readonly token: string;
  readonly timeoutMs: number;
  readonly format: PlatformFormat;
};

/** Longest answer of a platform that is read and kept. */
const LONGEST_ANSWER = 500;

/** Of the connection, before anything was sent. */
const never: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * A platform reached by HTTP: docs/PLATFORM.md. One request per attempt, under a key that makes it one deposit however often it
 * is sent; retries are Temporal's. What it has for us it brings by itself, to `/platform/messages`.
 */
export function httpPlatform({ url, token, timeoutMs, format }: HttpPlatform): PlatformPort {
  const authorization = `Bearer ${token}`;
  return {
    format,
    attemptTimeoutMs: 2 * timeoutMs,
    async deposit({ key, fileName, mime, kind, network, bytes }) {
      const headers = {
        Authorization: authorization,
        'Content-Type': mime,
        'Idempotency-Key': key,
        'X-File-Name': fileName,
        'X-Kind': kind,
        'X-Network': network,
      };
      try {
        const body = new Uint8Array(bytes);
        return await answered(await asked(`${url}/deposits`, { method: 'POST', headers, body }, timeoutMs));
      } catch (error) {
        return unanswered(error);
      }
    },
    async find({ key }) {
      try {
        const headers = { Authorization: authorization };
        const { status } = await asked(`${url}/deposits/${encodeURIComponent(key)}`, { headers }, timeoutMs);
        if (status === 200) return 'there';
        return status === 404 ? 'not-there' : 'unknown';
      } catch {
        return 'unknown';
      }
    },
    arrived: () => Promise.resolve([]),
    putAway: () => Promise.resolve(),
  };
}

const asked = (address: string, request: RequestInit, timeoutMs: number): Promise<Response> =>
  fetch(address, { ...request, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });

/** 401 and 403 are of us, 408, 429 and 5xx for now, every other refusal for good. */
async function answered(answer: Response): Promise<DepositOutcome> {
  const { status, ok } = answer;
  const response = `${status} ${(await answer.text().catch(() => '')).slice(0, LONGEST_ANSWER)}`.trim();
  if (ok) return { kind: 'accepted', response };
  if (status === 401 || status === 403) return { kind: 'barred', response };
  return { kind: 'refused', permanent: status < 500 && status !== 408 && status !== 429, response };
}

/** Only what failed before a connection stood has certainly not arrived. */
function unanswered(error: unknown): DepositOutcome {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const said = cause instanceof Error ? cause.message : String(cause);
  if (never.has(code)) return { kind: 'unreachable', error: said };
  if (/^(ERR_TLS|CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO)/.test(code)) return { kind: 'barred', response: said };
  return { kind: 'unknown', error: said };
}
