import { defineConfig } from 'vitest/config';

/** `npx vitest run --config test/replay/record.config.ts` records the histories of this version anew. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/replay/record.ts'],
    globalSetup: ['test/support/servers.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
