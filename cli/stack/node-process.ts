import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Arguments that make Node run one of our TypeScript files, from whatever folder. */
export const nodeArguments = (file: string, ...args: readonly string[]): string[] => [
  '--import',
  import.meta.resolve('tsx'),
  file,
  ...args,
];
