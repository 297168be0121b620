import type { ImportFault, ImportFile, ImportRow, ImportTrial } from '../../contracts/import.js';
import { Problem, question, send } from '../http/client.js';
import type { Outcome } from './kept.js';

/** Rows that are tried by one question. */
const TRIED = 50;
const LANES = 4;
const ASKED_TO_WAIT_MS = 3_000;

/** Rows that can be sent, in the order of the file. */
export const sendable = ({ rows }: ImportFile): readonly ImportRow[] =>
  rows.filter(({ faults, request }) => faults.length === 0 && request !== null);

/** Tries the rows without keeping anything. @param told faults by row, as they are found @throws Problem */
export async function tryAll(
  file: ImportFile,
  told: (faults: ReadonlyMap<number, readonly ImportFault[]>, done: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const rows = sendable(file);
  const faults = new Map(file.rows.map((row) => [row.row, row.faults as readonly ImportFault[]]));
  for (let at = 0; at < rows.length; at += TRIED) {
    const part = rows.slice(at, at + TRIED).map(({ row, body }) => ({ row, body }));
    const answer = await question<ImportTrial>('/v1/imports/trials', { kind: file.kind, rows: part }, signal);
    for (const { row, faults: found } of answer.rows) faults.set(row, found);
    told(new Map(faults), at + part.length);
  }
  if (rows.length === 0) told(faults, 0);
}

/**
 * Sends rows, some at once, each under its own Idempotency-Key: one that was sent before answers what came of it. A refused
 * row stops no other. @throws Problem when there is no verdict to be had
 */
export async function sendAll(
  rows: readonly ImportRow[],
  told: (row: number, outcome: Outcome) => void,
  signal: AbortSignal,
): Promise<void> {
  const left = rows.values();
  const lane = async (): Promise<void> => {
    for (const row of left) {
      if (signal.aborted) return;
      told(row.row, await outcomeOf(row, signal));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function outcomeOf(row: ImportRow, signal: AbortSignal): Promise<Outcome> {
  const { request } = row;
  if (request === null) return { kind: 'refused', faults: row.faults };
  for (;;) {
    try {
      const { replayed } = await send(request);
      return { kind: replayed ? 'there' : 'taken' };
    } catch (error) {
      if (!(error instanceof Problem) || signal.aborted) throw error;
      if (error.status === 429) await new Promise((resolve) => setTimeout(resolve, ASKED_TO_WAIT_MS));
      else if (isVerdict(error)) return { kind: 'refused', faults: faultsOf(error) };
      else throw error;
    }
  }
}

const isVerdict = ({ status }: Problem): boolean => status >= 400 && status < 500 && status !== 401;

function faultsOf({ fields, detail, remedy }: Problem): readonly ImportFault[] {
  const named = Object.entries(fields).map(([field, message]) => ({ field, message, remedy }));
  return named.length === 0 ? [{ field: '', message: detail, remedy }] : named;
}
