import { ApplicationFailure } from '@temporalio/workflow';
import { UnknownVersionError, type Versioned } from '../domain/upcasts.js';

/** Type of the failure of a run whose input this release does not know. */
export const UNKNOWN_VERSION = 'UnknownVersion';

/**
 * The input of a run in the shape of this release, whichever release wrote it. One of a later release ends the run at
 * once: retrying would not help, and `reconcile --repair` starts it again from what is on record.
 */
export function atTheDoor<T>(upcast: (given: Versioned) => T, given: Versioned): T {
  try {
    return upcast(given);
  } catch (error) {
    if (!(error instanceof UnknownVersionError)) throw error;
    throw ApplicationFailure.nonRetryable(error.message, UNKNOWN_VERSION);
  }
}
