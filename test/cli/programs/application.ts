import { createServer } from 'node:http';

/** Stands in for API or worker where the stack itself is tested: serves its environment, says ready, ends on SIGTERM. */
const port = process.env['API_PORT'] ?? '0';
const isApi = process.argv[1]?.endsWith('api.ts') === true;
const server = createServer((_request, response) => response.end(JSON.stringify(process.env)));
server.listen(isApi ? Number(port) : 0, '127.0.0.1', () => process.send?.({ kind: 'ready' }));
process.on('SIGTERM', () => process.exit(0));
