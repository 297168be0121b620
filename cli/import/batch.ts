import { ImportError } from '../../api/import/errors.js';
import { doneOf, showProgress, type Tally } from './progress.js';
import type { Refusal, Report } from './report.js';
import type { Connection, Outcome } from './send.js';

/** How what is imported is sent. */
export type Sending = {
  /** Undefined: nothing is sent, it is only read and checked. */
  readonly connection: Connection | undefined;
  readonly concurrency: number;
  readonly screen: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
};

type Items<T> = Pick<Report, 'source' | 'kind'> & { readonly items: readonly T[] };
type Verdict = { readonly outcome: Outcome; readonly refusals: readonly Refusal[] };

/** Works through all items, several at once, with its progress on the screen; a refused one stops no other. */
export async function reportOf<T>(
  { source, kind, items }: Items<T>,
  { connection, concurrency, screen }: Sending,
  work: (item: T) => Promise<Verdict>,
): Promise<Report> {
  const tally: Tally = { accepted: 0, wasThere: 0, refused: 0 };
  const refusals: Refusal[] = [];
  const startedAt = Date.now();
  const stopProgress = showProgress(screen, kind, tally, items.length);
  const stoppedBecause = await eachAtOnce(items, concurrency, async (item) => {
    const verdict = await work(item);
    count(tally, verdict.outcome);
    refusals.push(...verdict.refusals);
  }).finally(stopProgress);
  const seconds = (Date.now() - startedAt) / 1000;
  return {
    source,
    kind,
    dryRun: connection === undefined,
    rows: items.length,
    accepted: tally.accepted,
    alreadyThere: tally.wasThere,
    refused: tally.refused,
    notSent: items.length - doneOf(tally),
    seconds,
    rowsPerSecond: seconds > 0 ? doneOf(tally) / seconds : 0,
    stoppedBecause,
    refusals: refusals.toSorted((a, b) => a.row - b.row),
  };
}

/** Adds a verdict to the tally. */
function count(tally: Tally, outcome: Outcome): void {
  if (outcome.kind === 'refused') tally.refused += 1;
  else if (outcome.wasThere) tally.wasThere += 1;
  else tally.accepted += 1;
}

/** Works through the items, `concurrency` at once. Returns why it had to stop early, or null. */
async function eachAtOnce<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<string | null> {
  const left = items.values();
  const stops: string[] = [];
  const lane = async (): Promise<void> => {
    for (const item of left) {
      if (stops.length > 0) return;
      await work(item).catch((error: unknown) => {
        if (!(error instanceof ImportError)) throw error;
        stops.push(error.message);
      });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return stops[0] ?? null;
}
