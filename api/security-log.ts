import type { Request } from 'express';
import type { Logger } from 'pino';

/**
 * What whoever watches over an installation wants to hear of: one line at info for each, `{ security: { event, … } }`, never
 * with a key, a token or a cookie. Keys and people are changed on the command line, which says so in the same shape.
 */
export type SecurityEvent =
  | 'session.opened'
  | 'session.refused'
  | 'session.ended'
  | 'credentials.refused'
  | 'access.denied'
  | 'limit.reached'
  | 'form.refused';

type About = {
  readonly principal?: string | undefined;
  readonly role?: string | undefined;
  readonly reason?: string | undefined;
};

export type SecurityLog = (event: SecurityEvent, req: Request, about?: About) => void;

export const createSecurityLog =
  (logger: Logger): SecurityLog =>
  (event, req, about = {}) => {
    const { method, path, id: requestId } = req;
    logger.info({ security: { event, address: req.ip ?? '', ...about, method, path, requestId } }, 'security');
  };
