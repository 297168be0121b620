import type { Payload, PayloadCodec } from '@temporalio/common';
import express from 'express';
import type { Express, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { said } from '../contracts/said.js';
import { pathOf } from '../domain/paths.js';
import type { Caller } from './caller.js';
import type { Deps } from './context.js';
import { mayUse } from './permissions.js';
import { ProblemError } from './problem.js';
import { accept } from './validate.js';

/** Payloads as Temporal's UI and CLI send them (protobuf JSON): bytes are base64. */
const Base64 = z.base64();
const Payloads = z.strictObject({
  payloads: z
    .array(z.strictObject({ metadata: z.record(z.string(), Base64).optional(), data: Base64.optional() }))
    .max(1_000),
});

/**
 * Decodes and encodes payloads for the Temporal UI and CLI of operators, when payload encryption is on. A bearer token,
 * or the session cookie that the browser holds for this host; only the UI's own origin may read the answers.
 */
export function mountCodec(app: Express, deps: Deps, caller: Caller, codec: PayloadCodec): void {
  const cors = corsFor(deps.config.temporal.uiUrl);
  const json = express.json({ limit: '20mb', type: () => true });
  app.options('/codec/:direction', cors, (_req, res) => {
    res.status(204).end();
  });
  for (const direction of ['encode', 'decode'] as const) {
    const mayThey: RequestHandler = (_req, res, next) => {
      if (!mayUse(caller.of(res), `codec.${direction}`)) throw new ProblemError('forbidden', said('payloads-for-ops'));
      next();
    };
    const convert = async (req: Request, res: Response): Promise<void> => {
      const { payloads } = accept(Payloads, req.body);
      const converted = await codec[direction](payloads.map(toPayload)).catch(() => {
        throw new ProblemError('invalid-request', said(`payloads-not-${direction}d`), { field: 'payloads' });
      });
      res.set('Cache-Control', 'no-store').json({ payloads: converted.map(toJson) });
    };
    app.post(pathOf('/codec', direction), cors, caller.identifyReader, caller.limit, mayThey, json, convert);
  }
}

type PayloadJson = z.infer<typeof Payloads>['payloads'][number];

const toPayload = ({ metadata, data }: PayloadJson): Payload => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
  ),
  ...(data !== undefined && { data: Buffer.from(data, 'base64') }),
});

const toJson = ({ metadata, data }: Payload): PayloadJson => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
  ),
  ...(data && { data: Buffer.from(data).toString('base64') }),
});

function corsFor(uiUrl: string): RequestHandler {
  const allowed = uiUrl === '' ? undefined : new URL(uiUrl).origin;
  return (req, res, next) => {
    res.vary('Origin');
    if (allowed !== undefined && req.get('Origin') === allowed)
      res.set({
        'Access-Control-Allow-Origin': allowed,
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Methods': 'POST',
        'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Namespace',
        'Access-Control-Max-Age': '600',
      });
    next();
  };
}
