import type { z } from 'zod';
import { mistakesOf } from '../contracts/mistakes.js';
import { tellIn } from '../words/said.js';

/** The first of what is wrong with a value that was checked `asFacts`, to be read after its name. */
export const firstMistake = (error: z.ZodError): string =>
  mistakesOf(error)
    .slice(0, 1)
    .map(({ said }) => tellIn('en', said))
    .join('');
