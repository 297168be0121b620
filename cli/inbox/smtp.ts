import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { ScriptedReplies, Stage } from './script.js';
import type { MailStore } from './store.js';

const sizeLimitBytes = 30_000_000;

/** An SMTP server on loopback that keeps every mail it accepts and delivers none. */
export function createSmtpServer(store: MailStore, replies: ScriptedReplies): SMTPServer {
  const sockets = new Map<number, Socket>();
  const dropper = (session: SMTPServerSession) => () => void sockets.get(session.remotePort)?.destroy();
  const server = new SMTPServer({
    name: 'inbox.encours.example',
    banner: 'Encours inbox',
    size: sizeLimitBytes,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1000,
    onConnect: (session, done) => void settle(follow(replies, 'connect', []), done, dropper(session)),
    onMailFrom: (_from, session, done) => void settle(follow(replies, 'mail', []), done, dropper(session)),
    onRcptTo: (to, session, done) => void settle(follow(replies, 'rcpt', [to.address]), done, dropper(session)),
    onData: (stream, session, done) => void settle(receive(store, replies, stream, session), done, dropper(session)),
  });
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  return server;
}

/** `drop`: close the connection instead of answering, with the mail kept or not. */
type Outcome = { readonly kind: 'answer' } | { readonly kind: 'drop'; readonly keep: boolean };

const errorWithCode = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

async function follow(replies: ScriptedReplies, stage: Stage, recipients: readonly string[]): Promise<Outcome> {
  const action = replies.next(stage, recipients);
  switch (action?.kind) {
    case 'refuse':
      throw errorWithCode(action.code, action.message || 'scripted refusal');
    case 'drop':
      return action;
    case 'delay':
      await sleep(action.delayMs);
      return { kind: 'answer' };
    case undefined:
      return { kind: 'answer' };
  }
}

async function receive(
  store: MailStore,
  replies: ScriptedReplies,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<Outcome> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw errorWithCode(552, 'message too large');
  const { mailFrom, rcptTo } = session.envelope;
  const to = rcptTo.map((recipient) => recipient.address);
  const outcome = await follow(replies, 'data', to);
  if (outcome.kind === 'answer' || outcome.keep)
    await store.keep(Buffer.concat(chunks), { from: mailFrom === false ? '' : mailFrom.address, to });
  return outcome;
}

async function settle(work: Promise<Outcome>, done: (error?: Error | null) => void, drop: () => void): Promise<void> {
  try {
    const outcome = await work;
    if (outcome.kind === 'drop') drop();
    else done();
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
  }
}
