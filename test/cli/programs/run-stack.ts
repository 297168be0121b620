import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openStack } from '../../../cli/stack/stack.js';

/** Opens a stack with stand-ins for API and worker, until SIGINT. One JSON report a line. */
const { values } = parseArgs({
  options: { home: { type: 'string', default: '' }, port: { type: 'string' } },
});
const beside = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const stop = new AbortController();
process.on('SIGINT', () => stop.abort());
const any = 'any';
const stack = await openStack({
  home: values.home,
  ports: {
    api: values.port === undefined ? any : Number(values.port),
    temporal: any,
    temporalUi: any,
    postgres: any,
    smtp: any,
    inbox: any,
  },
  entries: { api: beside('api.ts'), worker: beside('worker.ts') },
  seed: false,
  demoKeys: false,
  signal: stop.signal,
  report: (report) => console.log(JSON.stringify(report)),
});
console.log(JSON.stringify({ kind: 'ready' }));
if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener('abort', resolve));
await stack.close();
process.exit(0);
