import type { z } from 'zod';
import { mistakesOf } from '../contracts/mistakes.js';
import { tellIn } from '../words/said.js';

/** The first of what is wrong with a value that was checked `asFacts`, to be read after its name. */
export function firstMistake(error: z.ZodError): string {
  const [first] = mistakesOf(error);
  return first === undefined ? '' : tellIn('en', first.said);
}
