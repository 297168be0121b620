import { setCurrentDetails } from '@temporalio/workflow';
import type { Language } from '../contracts/vocabulary.js';
import { wordsOf } from '../words/index.js';

/** What Temporal shows is read by those who run the installation; no setting says in which language, so it is English. */
const OPS_LANGUAGE: Language = 'en';

export const words = wordsOf(OPS_LANGUAGE);
export const { ops } = words;

/** Writes the page that ops read in the Temporal UI: a title, and one named fact a line. Costs no event. */
export function tellPage(title: string, facts: readonly (readonly [name: string, value: string | number])[]): void {
  const lines = facts.map(
    ([name, value]) => `**${name}${words.colon.trimEnd()}** ${value === '' ? ops.facts.none : value}`,
  );
  setCurrentDetails([`### ${title}`, ...lines].join('\n'));
}
