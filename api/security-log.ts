import type { Request } from 'express';
import type { Logger } from 'pino';

/**
 * What whoever watches over an installation wants to hear of: one line at info for each, `{ security: { event, … } }`, never
 * with a key, a token or a cookie. The command line says in the same shape what it changes of keys and people.
 */
export type SecurityEvent =
  | 'session.opened'
  | 'session.refused'
  | 'session.ended'
  | 'credentials.refused'
  | 'access.denied'
  | 'limit.reached'
  | 'origin.refused'
  | 'password.changed'
  | 'totp.confirmed'
  | 'totp.removed'
  | 'password.set'
  | 'person.created'
  | 'person.changed'
  | 'key.created'
  | 'key.revoked'
  | 'company.changed'
  | 'policy.changed';

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
