import { asFacts, mistakesOf } from '../../contracts/mistakes.js';
import { said } from '../../contracts/said.js';
import { textMistakes } from '../../contracts/text.js';
import { figureMistakes } from '../../domain/amount-entry.js';
import { refuseEarlier } from './earlier.js';
import { canonicalJson } from '../../api/import/keys.js';
import { ImportError } from '../../api/import/errors.js';
import { kindRules, letterOf, nameOf, type Body } from '../../api/import/kinds.js';
import type { ImportKind } from '../../contracts/import.js';
import { toldFault } from './faults.js';
import { doneOf, showProgress, type Tally } from './progress.js';
import type { Row } from '../../api/import/rows.js';
import type { Refusal, Report } from './report.js';
import { send, type Connection, type Outcome } from './send.js';

/** The rows to import, each with the Idempotency-Key it travels under. */
export type Batch = {
  readonly source: string;
  readonly kind: ImportKind;
  readonly rows: readonly BatchRow[];
};

type BatchRow = (Extract<Row, { kind: 'readable' }> & { readonly key: string }) | Extract<Row, { kind: 'unreadable' }>;

type Settings = {
  /** Undefined: the rows are only checked against the contract. */
  readonly connection: Connection | undefined;
  /** Also enters orders that an old order's customer reference says were entered before. */
  readonly again: boolean;
  readonly concurrency: number;
  readonly screen: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
};

/** Sends every row in the file's order, several at once; a refused row stops no other. */
export async function importRows(batch: Batch, settings: Settings): Promise<Report> {
  const { connection, concurrency, screen } = settings;
  const tally: Tally = { accepted: 0, wasThere: 0, refused: 0 };
  const refusals: Refusal[] = [];
  const startedAt = Date.now();
  const stopProgress = showProgress(screen, batch.kind, tally, batch.rows.length);
  const stoppedBecause = await eachAtOnce(batch.rows, concurrency, async (row) => {
    const outcome = await outcomeOf(batch.kind, row, settings);
    count(tally, outcome);
    if (outcome.kind === 'refused') refusals.push(...refusalsOf(batch.kind, row, outcome));
  }).finally(stopProgress);
  const seconds = (Date.now() - startedAt) / 1000;
  return {
    source: batch.source,
    kind: batch.kind,
    dryRun: connection === undefined,
    rows: batch.rows.length,
    accepted: tally.accepted,
    alreadyThere: tally.wasThere,
    refused: tally.refused,
    notSent: batch.rows.length - doneOf(tally),
    seconds,
    rowsPerSecond: seconds > 0 ? doneOf(tally) / seconds : 0,
    stoppedBecause,
    refusals: refusals.toSorted((a, b) => a.row - b.row),
  };
}

async function outcomeOf(kind: ImportKind, row: BatchRow, { connection, again }: Settings): Promise<Outcome> {
  if (row.kind === 'unreadable')
    return { kind: 'refused', status: 0, code: 'unreadable', faults: row.faults.map(toldFault) };
  if (!connection) return check(kind, row.body);
  const earlier = kind === 'orders' && !again ? await refuseEarlier(connection, row.body) : null;
  if (earlier !== null) return earlier;
  const letter = letterOf(kind, row.body);
  if (!letter) return check(kind, row.body);
  return send(connection, { path: letter.path, idempotencyKey: row.key, content: canonicalJson(letter.body) });
}

/** What the contract and the figures say of a row; stock, products, customers and quotes are the API's to judge. */
function check(kind: ImportKind, body: Body): Outcome {
  const parsed = kindRules[kind].schema.safeParse(body, asFacts);
  const mistakes = parsed.success ? textMistakes(parsed.data, 'documents') : mistakesOf(parsed.error);
  const usual = said('put-row-right-and-retry');
  const faults = [
    ...mistakes.map(({ path, said: what }) => ({ field: path.join('.'), said: what, remedy: usual })),
    ...(parsed.success ? figureMistakes(parsed.data) : []).map(({ field = '', said: what, remedy = usual }) => ({
      field,
      said: what,
      remedy,
    })),
  ];
  if (faults.length === 0) return { kind: 'accepted', wasThere: false };
  return { kind: 'refused', status: 422, code: 'invalid-request', faults: faults.map(toldFault) };
}

/** Adds a verdict to the tally. */
export function count(tally: Tally, outcome: Outcome): void {
  if (outcome.kind === 'refused') tally.refused += 1;
  else if (outcome.wasThere) tally.wasThere += 1;
  else tally.accepted += 1;
}

type RefusedOutcome = Extract<Outcome, { kind: 'refused' }>;

function refusalsOf(kind: ImportKind, row: BatchRow, { code, faults }: RefusedOutcome): readonly Refusal[] {
  const name = row.kind === 'readable' ? nameOf(kind, row.body) : '';
  return faults.map((fault) => ({ row: row.row, line: row.line, name, code, ...fault }));
}

/** Works through the items, `concurrency` at once. Returns why it had to stop early, or null. */
export async function eachAtOnce<T>(
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
