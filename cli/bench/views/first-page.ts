import { existsSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const executablePath = '/usr/bin/chromium';
const rounds = 5;

/**
 * How long a real Chromium takes from an empty cache until the sign-in of the console can be used, each time anew.
 * @returns milliseconds of each visit but the first, which starts the browser's own processes
 * @throws Error when there is no Chromium
 */
export async function interactiveMs(url: string): Promise<readonly number[]> {
  if (!existsSync(executablePath)) throw new Error(`No Chromium at ${executablePath}: the first page is not measured.`);
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  const times: number[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const startedMs = performance.now();
      await page.goto(url);
      await page.locator('button:enabled').first().waitFor();
      times.push(Math.round(performance.now() - startedMs));
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return times.slice(1);
}
