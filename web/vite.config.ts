import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The text that stands for the nonce of an answer: api/console.ts puts a new one in its place each time. */
const NONCE_PLACE = 'CSP_NONCE_OF_THIS_ANSWER';

/**
 * Has the page run web/early.ts as soon as it is there: `async` waits neither for styles nor for other scripts. The mark
 * `data-desk` has api/console.ts leave the desk out for who has no session.
 */
const early: Plugin = {
  name: 'early',
  transformIndexHtml: {
    order: 'post',
    handler: (_page, { bundle = {} }) => {
      const urlOf = (name: string): string =>
        Object.values(bundle)
          .filter((file) => file.type === 'chunk' && file.name === name)
          .map(({ fileName }) => `/${fileName}`)
          .join('');
      const common = { crossorigin: true, nonce: NONCE_PLACE };
      const injectTo = 'head' as const;
      return [
        { tag: 'script', attrs: { ...common, type: 'module', async: true, src: urlOf('early') }, injectTo },
        { tag: 'link', attrs: { ...common, rel: 'modulepreload', 'data-desk': true, href: urlOf('desk') }, injectTo },
      ];
    },
  },
};

/** Nearly as small as the best, in a tenth of its time. */
const fast = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };

/** Leaves each file of script and style compressed beside it: compressing at each visit would make it wait. */
const compressed: Plugin = {
  name: 'compressed',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const file of Object.values(bundle).filter(({ fileName }) => /\.(js|css|svg)$/.test(fileName))) {
        const source = file.type === 'chunk' ? file.code : file.source;
        this.emitFile({ type: 'asset', fileName: `${file.fileName}.br`, source: brotliCompressSync(source, fast) });
        this.emitFile({ type: 'asset', fileName: `${file.fileName}.gz`, source: gzipSync(source) });
      }
    },
  },
};

/** The console as static files. Nothing is inline, nothing comes from elsewhere. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), early, compressed],
  html: { cspNonce: NONCE_PLACE },
  clearScreen: false,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_500,
    // What every visit begins with comes in one file, the desk in another: some fifteen small ones would wait for their turn.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'early', test: /web\/(early|first)\.ts$/, priority: 3 },
            { name: 'first', tags: ['$initial'], priority: 2 },
            { name: 'desk', test: /web\/app\/desk\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
});
