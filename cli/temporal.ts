import { Connection } from '@temporalio/client';
import type { TemporalSettings } from '../config/temporal.js';
import { StackError } from './stack/home.js';
import { textOf } from './stack/processes.js';

/** @throws StackError that names the server, and the settings by which it was asked, when it does not answer */
export async function connectTemporal(
  { connection }: TemporalSettings,
  connectTimeout: '30s' | '2s' = '30s',
): Promise<Connection> {
  try {
    return await Connection.connect({ ...connection, connectTimeout });
  } catch (error) {
    const { address, tls, apiKey } = connection;
    const how = [tls === undefined ? 'without TLS' : 'by TLS', ...(apiKey === undefined ? [] : ['with an API key'])];
    throw new StackError(
      `Temporal at ${address} does not answer ${how.join(' ')}: ${textOf(error)}\n` +
        'See TEMPORAL_ADDRESS, TEMPORAL_TLS and TEMPORAL_API_KEY in docs/PRODUCTION.md.',
    );
  }
}
