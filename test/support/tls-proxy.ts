import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import type { ClientHttp2Session, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Issued } from './certificates.js';

/** One gRPC call as it reached the proxy. */
export type SeenCall = {
  /** Such as `/temporal.api.workflowservice.v1.WorkflowService/GetSystemInfo`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Common name of the client's certificate; undefined: it showed none. */
  readonly client: string | undefined;
};

export type TlsProxy = {
  readonly address: string;
  readonly calls: readonly SeenCall[];
  readonly close: () => Promise<void>;
};

/**
 * TLS before a Temporal server that has none, as Temporal Cloud has it: passes each call on and notes who made it.
 * @param options.clientCa path of the authority whose certificates callers must show; undefined: none is asked for
 * @param options.refuses calls that nobody may make through it: they get PERMISSION_DENIED
 */
export async function openTlsProxy(
  upstream: string,
  certificate: Issued,
  options: { readonly clientCa?: string; readonly refuses?: (path: string) => boolean } = {},
): Promise<TlsProxy> {
  const calls: SeenCall[] = [];
  const server = http2.createSecureServer({
    cert: readFileSync(certificate.cert),
    key: readFileSync(certificate.key),
    ...(options.clientCa === undefined
      ? {}
      : { requestCert: true, rejectUnauthorized: true, ca: readFileSync(options.clientCa) }),
  });
  const onward = http2.connect(`http://${upstream}`);
  const sessions = new Set<{ destroy: () => void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => session.destroy()).on('close', () => sessions.delete(session));
  });
  server.on('stream', (stream, headers) => {
    const call = seen(stream, headers);
    calls.push(call);
    if (options.refuses?.(call.path)) refuse(stream);
    else pass(stream, headers, onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: async () => {
      onward.destroy();
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function seen(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): SeenCall {
  const texts = Object.entries(headers).map(([name, value]) => [name, value?.toString()]);
  const socket = stream.session?.socket as TLSSocket | undefined;
  return {
    path: headers[':path']?.toString() ?? '',
    headers: Object.fromEntries(texts),
    client: socket?.getPeerCertificate().subject?.CN?.toString(),
  };
}

const PERMISSION_DENIED = '7';

const refuse = (stream: ServerHttp2Stream): void =>
  stream.respond(
    { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': PERMISSION_DENIED, 'grpc-message': 'no' },
    { endStream: true },
  );

function pass(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, onward: ClientHttp2Session): void {
  const call = onward.request({ ...headers, ':scheme': 'http' });
  let trailers: IncomingHttpHeaders = {};
  call.on('trailers', (late) => {
    trailers = late;
  });
  call.on('response', (answered, flags) => {
    if (stream.destroyed) return;
    const isWhole = (flags & http2.constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    stream.respond(answered, isWhole ? { endStream: true } : { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers(trailers));
    if (!isWhole) call.pipe(stream);
  });
  stream.pipe(call);
  stream.on('aborted', () => call.close(http2.constants.NGHTTP2_CANCEL)).on('error', () => call.close());
  call.on('error', () => stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR));
}
