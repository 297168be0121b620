import type { Server } from 'node:net';
import { parseArgs } from 'node:util';
import { createInboxServer } from './http.js';
import { scriptedReplies } from './script.js';
import { createSmtpServer } from './smtp.js';
import { openMailStore } from './store.js';

/** The inbox process: SMTP on one loopback port, its pages on another. `--control` lets tests script its answers. */
const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    'smtp-port': { type: 'string' },
    'http-port': { type: 'string' },
    control: { type: 'boolean', default: false },
  },
});
if (values.folder === undefined) throw new Error('--folder is where the mails are kept');

const store = openMailStore(values.folder);
const replies = scriptedReplies();
const smtp = createSmtpServer(store, replies);
const http = createInboxServer(store, values.control ? replies : undefined);

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

await listen(smtp.server, Number(values['smtp-port']));
await listen(http, Number(values['http-port']));
process.send?.({ kind: 'ready' });

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    http.closeAllConnections();
    http.close();
    smtp.close(() => process.exit(0));
  });
}
