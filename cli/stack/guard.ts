import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { stopInOrder, type RunningProcess } from './stopping.js';

/** What the parent writes to the guard, one JSON text a line. */
export type GuardMessage =
  | { readonly kind: 'processes'; readonly processes: readonly RunningProcess[]; readonly files: readonly string[] }
  | { readonly kind: 'dismissed' };

/**
 * The guard process: it holds the read end of a pipe whose write end only the parent has. When the parent dies in any
 * way, kill -9 included, the pipe closes and the guard stops what the parent left running, within 10 s.
 */
async function keepGuard(): Promise<void> {
  let left: Extract<GuardMessage, { kind: 'processes' }> = { kind: 'processes', processes: [], files: [] };
  for await (const line of createInterface({ input: process.stdin })) {
    const message = JSON.parse(line) as GuardMessage;
    if (message.kind === 'dismissed') return;
    left = message;
  }
  await stopInOrder(left.processes);
  for (const file of left.files) rmSync(file, { force: true });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
await keepGuard();
process.exit(0);
