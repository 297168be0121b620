import SMTPConnection from 'nodemailer/lib/smtp-connection';

/**
 * What became of one attempt. Only `unknown` may have reached the server: the message was on its way and no final
 * answer came (RFC 5321 §4.5.3.2.6 and RFC 1047: nobody can tell).
 */
export type SmtpOutcome =
  | { readonly kind: 'accepted'; readonly response: string }
  | { readonly kind: 'refused'; readonly permanent: boolean; readonly response: string }
  /** The server takes nothing from us: our sender or password, its TLS or greeting. What mends it helps every mail. */
  | { readonly kind: 'barred'; readonly response: string }
  | { readonly kind: 'unreachable'; readonly error: string }
  | { readonly kind: 'unknown'; readonly error: string };

export type SmtpSettings = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  /** Without `secure`: nothing is said before STARTTLS. */
  readonly requireTls: boolean;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly connectionTimeoutMs: number;
  /** Longest silence, also between the end of the message and the final answer. */
  readonly socketTimeoutMs: number;
};

export type Envelope = { readonly from: string; readonly to: string };

/** Reads `smtp://user:password@host:port` or `smtps://…`. */
export function smtpSettings(url: string, timeoutMs: number, requireTls: boolean): SmtpSettings {
  const parsed = new URL(url);
  const secure = parsed.protocol === 'smtps:';
  return {
    host: parsed.hostname,
    port: parsed.port === '' ? (secure ? 465 : 587) : Number(parsed.port),
    secure,
    requireTls,
    user: parsed.username === '' ? undefined : decodeURIComponent(parsed.username),
    password: parsed.password === '' ? undefined : decodeURIComponent(parsed.password),
    connectionTimeoutMs: Math.min(5_000, timeoutMs),
    socketTimeoutMs: timeoutMs,
  };
}

/** Longest time that {@link deliver} can take: connection, greeting, and a silence in each phase. */
export const attemptTimeoutMs = (settings: SmtpSettings): number =>
  2 * settings.connectionTimeoutMs + 2 * settings.socketTimeoutMs;

type SmtpError = Error & {
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly command?: unknown;
};

/** Sends one message over a connection of its own. Never throws. */
export async function deliver(settings: SmtpSettings, envelope: Envelope, message: Buffer): Promise<SmtpOutcome> {
  const connection = new SMTPConnection({
    host: settings.host,
    port: settings.port,
    secure: settings.secure,
    requireTLS: settings.requireTls,
    connectionTimeout: settings.connectionTimeoutMs,
    greetingTimeout: settings.connectionTimeoutMs,
    socketTimeout: settings.socketTimeoutMs,
    tls: { servername: settings.host },
  });
  const deadlineMs = attemptTimeoutMs(settings);
  try {
    const failure = await opened(connection, settings);
    if (failure !== null) return failure;
    return await sent(connection, envelope, message, deadlineMs);
  } finally {
    connection.close();
  }
}

function opened(connection: SMTPConnection, settings: SmtpSettings): Promise<SmtpOutcome | null> {
  return new Promise((resolve) => {
    connection.once('error', (error: SmtpError) => {
      resolve(closedDoor(error));
    });
    connection.connect(() => {
      if (settings.user === undefined) return resolve(null);
      connection.login({ credentials: { user: settings.user, pass: settings.password ?? '' } }, (error) => {
        resolve(error === null || error === undefined ? null : closedDoor(error));
      });
    });
  });
}

function sent(
  connection: SMTPConnection,
  envelope: Envelope,
  message: Buffer,
  deadlineMs: number,
): Promise<SmtpOutcome> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve({ kind: 'unknown', error: `no final answer within ${deadlineMs} ms` });
    }, deadlineMs);
    const end = (outcome: SmtpOutcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    connection.once('error', (error: SmtpError) => {
      end(refusalOf(error) ?? { kind: 'unknown', error: error.message });
    });
    connection.send({ from: envelope.from, to: [envelope.to] }, message, (error: SmtpError | null, info) => {
      if (error === null || error === undefined) return end({ kind: 'accepted', response: info.response });
      return end(refusalOf(error) ?? { kind: 'unknown', error: error.message });
    });
  });
}

/** Before any mail is named: for now where the server is away or says "later" (4yz), else it takes nothing from us. */
function closedDoor(error: SmtpError): SmtpOutcome {
  const { code, responseCode, message } = error;
  const isForNow = typeof responseCode === 'number' && responseCode < 500;
  const isOurs =
    typeof responseCode === 'number' ||
    code === 'EAUTH' ||
    code === 'ETLS' ||
    /certificate|\b(ssl|tls)\b/i.test(message);
  return isOurs && !isForNow ? { kind: 'barred', response: message } : { kind: 'unreachable', error: message };
}

/** Authentication required, failed or too weak (RFC 4954 §6): said at whatever command, never of a recipient. */
const ofOurSignIn: ReadonlySet<number> = new Set([530, 534, 535, 538]);

/** A reply of the server is an answer: 5yz for good, 4yz for now (RFC 5321 §4.2.1). A wrong address never leaves us. */
function refusalOf(error: SmtpError): SmtpOutcome | null {
  const response = typeof error.response === 'string' ? error.response : error.message;
  const { responseCode, command } = error;
  if (
    typeof responseCode === 'number' &&
    responseCode >= 500 &&
    (command === 'MAIL FROM' || ofOurSignIn.has(responseCode))
  )
    return { kind: 'barred', response };
  if (typeof responseCode === 'number') return { kind: 'refused', permanent: responseCode >= 500, response };
  if (error.code === 'EENVELOPE') return { kind: 'refused', permanent: true, response };
  return null;
}
