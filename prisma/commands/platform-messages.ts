import type { Db } from '../queries/page.js';
import { keepMessage, type WaitingMessage } from '../repositories/invoice-statuses.js';

/** Keeps what a platform brought, as it came. @returns false: the same was brought before */
export const keepPlatformMessage = (db: Db, message: WaitingMessage): Promise<boolean> =>
  keepMessage(db, { ...message, transport: 'http' });
