import { createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import express, { type Express, type RequestHandler } from 'express';
import { BuyerAnswer, openDesk, type Desk, type PlatformMessage } from './desk.js';

export type StandIn = {
  readonly token: string;
  /** Signs what is brought to the seller; the seller's PLATFORM_WEBHOOK_SECRET. */
  readonly secret: string;
  /** Where messages are brought: the seller's `/platform/messages`. */
  readonly webhook: string;
};

/** The signature of a message, as docs/PLATFORM.md has it. */
export const signatureOf = (secret: string, stamp: string, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${stamp}.${body}`).digest('hex')}`;

/** The stand-in by HTTP; messages are brought one after the other, and again until they are taken. */
export function standInApp(settings: StandIn): {
  readonly app: Express;
  readonly desk: Desk;
  readonly close: () => void;
} {
  let isOpen = true;
  let last: Promise<unknown> = Promise.resolve();
  const bringing = new AbortController();
  const send = (message: PlatformMessage): void => {
    last = last.then(() => bring(settings, message, () => isOpen, bringing.signal));
  };
  const desk = openDesk(send);
  const app = express();
  app.disable('x-powered-by');
  app.use('/deposits', authorised(settings.token));
  app.post('/deposits', express.raw({ limit: '20mb', type: () => true }), (req, res) => {
    const key = req.get('Idempotency-Key') ?? '';
    const fileName = req.get('X-File-Name') ?? key;
    if (key === '') return void res.status(400).json({ error: 'Idempotency-Key is missing' });
    const bytes = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    const { kind, deposited } = desk.take({ key, fileName }, bytes);
    if (kind === 'other') return void res.status(409).json({ error: `${key} was given with another content` });
    res.status(kind === 'taken' ? 201 : 200).json(told(deposited));
  });
  app.get('/deposits', (_req, res) => void res.json({ items: desk.all().map(told) }));
  app.get('/deposits/:key', (req, res) => {
    const found = desk.find(req.params.key);
    if (found === undefined) return void res.status(404).json({ error: 'no such deposit' });
    res.json(told(found));
  });
  app.use('/invoices', authorised(settings.token));
  app.post('/invoices/:number/statuses', express.json(), (req, res) => {
    const answer = BuyerAnswer.safeParse(req.body);
    if (!answer.success) return void res.status(422).json({ error: answer.error.issues });
    if (!desk.answer(req.params.number, answer.data)) return void res.status(404).json({ error: 'no such invoice' });
    res.status(202).json({ number: req.params.number, code: answer.data.code });
  });
  app.get('/', (_req, res) => void res.type('text').send(pageOf(desk)));
  const close = (): void => {
    isOpen = false;
    bringing.abort();
  };
  return { app, desk, close };
}

const told = ({ key, fileName, invoice, told: codes }: ReturnType<Desk['all']>[number]) => ({
  key,
  fileName,
  invoice: invoice?.number ?? null,
  statuses: codes,
});

const pageOf = (desk: Desk): string =>
  [
    'A small approved platform, standing in for a real one.',
    'POST /invoices/{number}/statuses {"code":"210","reasons":[{"code":"CMD_ERR","text":null,"action":"NIN"}]} speaks for the buyer.',
    '',
    ...desk.all().map(({ fileName, told: codes }) => `${fileName}: ${codes.join(', ') || 'taken'}`),
    '',
  ].join('\n');

const authorised =
  (token: string): RequestHandler =>
  (req, res, next) => {
    const [given, expected] = [Buffer.from(req.get('Authorization') ?? ''), Buffer.from(`Bearer ${token}`)];
    if (given.length === expected.length && timingSafeEqual(given, expected)) return next();
    res.status(401).json({ error: 'not the token of this platform' });
  };

const RETRY_MS = 1_000;

async function bring(
  { webhook, secret }: StandIn,
  { name, xml }: PlatformMessage,
  isOpen: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  while (isOpen()) {
    const stamp = String(Math.floor(Date.now() / 1_000));
    const headers = {
      'Content-Type': 'application/xml',
      'X-Message-Id': name,
      'X-Platform-Timestamp': stamp,
      'X-Platform-Signature': signatureOf(secret, stamp, xml),
    };
    const taken = await fetch(webhook, { method: 'POST', headers, body: xml, signal }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (taken) return;
    await pause(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
}
