import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The text that stands for the nonce of an answer: api/console.ts puts a new one in its place each time. */
const NONCE_PLACE = 'CSP_NONCE_OF_THIS_ANSWER';

/** The console as static files. Nothing is inline, nothing comes from elsewhere. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  html: { cspNonce: NONCE_PLACE },
  clearScreen: false,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1_500,
    // What every visit begins with comes in one file: each of some fifteen small ones would wait for its turn.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
});
