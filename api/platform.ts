import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import express, { type Express, type Request, type Response } from 'express';
import { said } from '../contracts/said.js';
import { keepPlatformMessage } from '../prisma/commands/platform-messages.js';
import type { Deps } from './context.js';
import { ProblemError } from './problem.js';

/** A message of the lifecycle is some kilobytes. */
const LIMIT = '1mb';
/** How far its clock may be from ours: what is older is not taken, whoever brings it. */
const TOLERANCE_S = 300;

/**
 * Where a platform brings what it has for us: docs/PLATFORM.md. It signs the moment and the body with a secret of its own; what
 * was brought before is there already, and does nothing. It is kept and answered at once, and read by a worker after.
 */
export function mountPlatform(app: Express, deps: Deps): void {
  const secret = deps.config.platform?.webhookSecret;
  if (secret === undefined) return;
  const raw = express.raw({ limit: LIMIT, type: () => true });
  const take = async (req: Request, res: Response): Promise<void> => {
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    requireSigned(req, body, secret, deps.now().getTime());
    const sha256 = createHash('sha256').update(body).digest('hex');
    const name = (req.get('X-Message-Id') ?? sha256).slice(0, 200);
    const isNew = await keepPlatformMessage(deps.prisma, { sha256, name, content: new Uint8Array(body) });
    await deps.processes.readPlatform().catch((error: unknown) => {
      deps.logger.warn({ err: error }, 'a message of the platform is kept, and read within a minute of the schedule');
    });
    res.status(isNew ? 202 : 200).json({ sha256, kept: isNew });
  };
  app.post('/platform/messages', raw, (req, res, next) => {
    take(req, res).catch(next);
  });
}

/** @throws ProblemError 401: nobody who knows the secret says this, or not now */
function requireSigned(req: Request, body: Buffer, secret: string, nowMs: number): void {
  const stamp = req.get('X-Platform-Timestamp') ?? '';
  const given = Buffer.from(/^v1=([0-9a-f]{64})$/.exec(req.get('X-Platform-Signature') ?? '')?.[1] ?? '', 'hex');
  const expected = signed(secret, stamp, body);
  const isYoung = /^\d{10}$/.test(stamp) && Math.abs(nowMs / 1_000 - Number(stamp)) <= TOLERANCE_S;
  if (isYoung && given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new ProblemError('unauthenticated', said('platform-not-signed'), { remedy: said('sign-platform-message') });
}

const signed = (secret: string, stamp: string, body: Buffer): Buffer =>
  createHmac('sha256', secret).update(`${stamp}.`).update(body).digest();
