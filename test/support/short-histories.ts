import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Connection } from '@temporalio/client';
import { choosePorts } from '../../cli/stack/ports.js';
import { addressOf, createNamespace } from '../../cli/stack/temporal.js';
import { testServers } from './stack.js';

export type TemporalOfItsOwn = {
  readonly address: string;
  readonly namespace: string;
  readonly close: () => Promise<void>;
};

/** A Temporal server of its own, in memory, that asks every run to hand over after a few events. */
export async function openShortHistories(events: number): Promise<TemporalOfItsOwn> {
  const { temporalBinary } = testServers();
  const { temporal } = await choosePorts(['temporal'], { temporal: 'any' });
  const limit = `limit.historyCount.suggestContinueAsNew=${events}`;
  const network = ['--ip', '127.0.0.1', '--port', String(temporal), '--headless', '--log-level', 'error'];
  const server = spawn(temporalBinary, ['server', 'start-dev', ...network, '--dynamic-config-value', limit], {
    stdio: 'ignore',
  });
  const exited = once(server, 'exit');
  const close = async (): Promise<void> => {
    server.kill('SIGTERM');
    await exited;
  };
  try {
    const address = addressOf(temporal);
    const namespace = 'short-histories';
    await (await Connection.connect({ address, connectTimeout: '60 seconds' })).close();
    await createNamespace(temporalBinary, address, namespace);
    return { address, namespace, close };
  } catch (error) {
    await close();
    throw error;
  }
}
