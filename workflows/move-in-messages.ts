import { defineSignal } from '@temporalio/workflow';

/** A signal: somebody asked for the next step of a move-in; PostgreSQL holds which. */
export const moveInNews = defineSignal('moveInNews');
