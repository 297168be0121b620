import { destination, pino } from 'pino';

/** Says a change of who may act in the shape of the API's security log, on standard error; never a key or a password itself. */
export function announce(event: string, about: Readonly<Record<string, unknown>>): void {
  const logger = pino(destination({ fd: 2, sync: true }));
  logger.info({ security: { event, by: 'command-line', ...about } }, 'security');
}
