import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

const require = createRequire(import.meta.url);

/** Arguments that make Node run one of our TypeScript files, from whatever folder. */
export const nodeArguments = (file: string, ...args: readonly string[]): string[] => [
  '--import',
  pathToFileURL(require.resolve('tsx')).href,
  file,
  ...args,
];
