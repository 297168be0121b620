import { fetchValidators } from '../validators.js';

/** Fetches the validators before the tests want them: `node --import tsx test/validators/programs/fetch.ts`. */
await fetchValidators();
