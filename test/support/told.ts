import type { Refusal } from '../../contracts/problems.js';
import type { Language } from '../../contracts/vocabulary.js';
import { tellIn } from '../../words/said.js';

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'refused';

/** Why something is refused and what to do about it, as a reader of the language is told. @throws when it is not refused */
export function toldOf(answer: unknown, language: Language = 'en') {
  if (!isRefusal(answer)) throw new Error(`nothing is refused: ${JSON.stringify(answer)}`);
  const { said, remedy, ...others } = answer;
  return { ...others, detail: tellIn(language, said), ...(remedy && { remedy: tellIn(language, remedy) }) };
}
