import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { standInFolder } from './folder.js';
import { standInApp } from './http.js';

/** The platform that stands in for a real one, by HTTP or by files: `npm start -- --platform` starts it. */
const Settings = z.discriminatedUnion('way', [
  z.strictObject({ way: z.literal('http'), token: z.string(), secret: z.string(), webhook: z.url() }),
  z.strictObject({ way: z.literal('files'), folder: z.string() }),
]);

const LOOK_MS = 1_000;

const { values } = parseArgs({ options: { settings: { type: 'string' }, port: { type: 'string' } } });
if (values.settings === undefined) throw new Error('--settings is the file that says how it is reached');
const settings = Settings.parse(JSON.parse(readFileSync(values.settings, 'utf8')));

if (settings.way === 'files') {
  mkdirSync(settings.folder, { recursive: true });
  const { look } = standInFolder(settings.folder);
  const looking = setInterval(look, LOOK_MS);
  stopBy(() => clearInterval(looking));
} else {
  const { app, close } = standInApp(settings);
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(Number(values.port), '127.0.0.1', resolve);
  });
  stopBy(() => {
    close();
    server.closeAllConnections();
    server.close();
  });
}
process.send?.({ kind: 'ready' });

function stopBy(stop: () => void): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stop();
      process.exit(0);
    });
}
