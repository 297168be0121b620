import { tellIn } from '../../words/said.js';
import type { Said } from '../../contracts/said.js';

/** The import cannot go on; the message says why and what to do. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** A table as a whole cannot be read. */
export class TableError extends ImportError {
  readonly said: Said;

  constructor(what: Said) {
    super(tellIn('en', what));
    this.said = what;
  }
}
