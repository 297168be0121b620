import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { ImportFault, ImportFile, ImportKind, ImportReadInput } from '../../contracts/import.js';
import { useMe } from '../app/session.js';
import { question } from '../http/client.js';
import { keepImport, keepOutcomes, keptImport, type KeptImport, type Outcome } from './kept.js';
import { sendable, sendAll, tryAll } from './run.js';

export type Faults = ReadonlyMap<number, readonly ImportFault[]>;

type Found = { readonly file: ImportFile; readonly faults: Faults; readonly tried: number };

const SHOWN_EVERY_MS = 250;

/** What is kept of the import in this browser, and shown a few times a second while it goes on. */
function useKept() {
  const { person } = useMe();
  const [kept, setKept] = useState(() => keptImport(person));
  const outcomes = useRef<KeptImport['outcomes']>(kept?.outcomes ?? {});
  const pending = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const keep = (next: KeptImport | null): void => {
    outcomes.current = next?.outcomes ?? {};
    keepImport(person, next);
    setKept(next);
  };
  const flush = (of: KeptImport): void => {
    clearTimeout(pending.current);
    pending.current = undefined;
    keepOutcomes(person, outcomes.current);
    setKept({ ...of, outcomes: outcomes.current });
  };
  const told = (of: KeptImport, row: number, outcome: Outcome): void => {
    outcomes.current = { ...outcomes.current, [row]: outcome };
    pending.current ??= setTimeout(() => flush(of), SHOWN_EVERY_MS);
  };
  return { kept, keep, flush, told, outcomes };
}

/** One piece of work at a time: what began before is given up. */
function useWork() {
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);
  const running = useRef<AbortController | null>(null);
  const during = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setError(null);
    setBusy(true);
    try {
      await work(mine.signal);
    } catch (problem) {
      if (!mine.signal.aborted) setError(problem as Error);
    } finally {
      if (running.current === mine) setBusy(false);
    }
  };
  const stop = (): void => {
    running.current?.abort();
    setError(null);
  };
  return { error, isBusy, during, stop };
}

/** Sends the rows that nothing is known of yet. */
async function sendRest(
  file: ImportFile,
  outcomes: RefObject<KeptImport['outcomes']>,
  told: (row: number, outcome: Outcome) => void,
  signal: AbortSignal,
): Promise<void> {
  const left = sendable(file).filter(({ row }) => outcomes.current[row] === undefined);
  await sendAll(left, told, signal);
}

/** An import from the table to its last row. What is chosen and what came of it stay through a reload. */
export function useImport() {
  const client = useQueryClient();
  const { kept, keep, flush, told, outcomes } = useKept();
  const { error, isBusy, during, stop } = useWork();
  const [found, setFound] = useState<Found | null>(null);
  const rest = (file: ImportFile, of: KeptImport, signal: AbortSignal): Promise<void> =>
    sendRest(file, outcomes, (row, outcome) => told(of, row, outcome), signal).finally(() => {
      flush(of);
      void client.invalidateQueries();
    });
  const read = (of: KeptImport): Promise<void> =>
    during(async (signal) => {
      const asked: ImportReadInput = { name: of.name, kind: of.kind, text: of.text };
      const file = await question<ImportFile>('/v1/imports/readings', asked, signal);
      setFound({ file, faults: new Map(file.rows.map((row) => [row.row, row.faults])), tried: 0 });
      keep(of);
      if (of.isSent) await rest(file, of, signal);
      else await tryAll(file, (faults, tried) => setFound({ file, faults, tried }), signal);
    });
  useEffect(() => {
    if (kept !== null) void read(kept);
    return stop;
  }, []);
  /** Sends what the trial did not refuse; sent again, the rows that are left. */
  const send = (): void => {
    if (kept === null || found === null) return;
    const refused = [...found.faults].filter(([, faults]) => faults.length > 0);
    const known = Object.fromEntries(refused.map(([row, faults]) => [row, { kind: 'refused', faults } as const]));
    const next = { ...kept, isSent: true, outcomes: { ...known, ...outcomes.current } };
    keep(next);
    void during((signal) => rest(found.file, next, signal));
  };
  const putAway = (): void => {
    stop();
    keep(null);
    setFound(null);
  };
  return {
    kept,
    found,
    error,
    isBusy,
    read: (name: string, kind: ImportKind | null, text: string) =>
      void read({ version: 1, name, kind, text, isSent: false, outcomes: {} }),
    send,
    stop,
    putAway,
  };
}

export type Import = ReturnType<typeof useImport>;
