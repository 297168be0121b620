import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { Role } from '../../contracts/vocabulary.js';
import { capital } from '../../words/format.js';
import { wordsOf } from '../../words/index.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] };

/** A dialog that is still fading in has colours that nobody is meant to read; what turns for ever is not waited for. */
const stood = `Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
  .map(({ finished }) => finished))`;

/** What axe calls serious or critical on the page as it stands, each with the elements at fault; none is right. */
export async function seriousOf(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(axe);
  await page.evaluate(stood);
  const found = await page.evaluate<readonly Violation[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

/** How much wider than its window the page is, in pixels; 0 is right. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('Math.max(0, document.documentElement.scrollWidth - innerWidth)');

/** In at the start page of the embedded stack, by one click on the demo account of a role. */
export async function enterAs(page: Page, base: string, role: Role, language: 'fr' | 'en' = 'en'): Promise<void> {
  await page.goto(`${base}/`);
  const name = capital(wordsOf(language).role[role]);
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click();
  await page.getByRole('link', { name: 'Encours' }).waitFor();
}

/** The page once nothing on it is being read any more, and no list of choices is open. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('.mantine-Loader-root').first().waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.getByRole('listbox').first().waitFor({ state: 'hidden' });
}
