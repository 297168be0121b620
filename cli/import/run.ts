import { asFacts, mistakesOf } from '../../contracts/mistakes.js';
import { said } from '../../contracts/said.js';
import { textMistakes } from '../../contracts/text.js';
import { figureMistakes } from '../../domain/amount-entry.js';
import { refuseEarlier } from './earlier.js';
import { canonicalJson } from '../../api/import/keys.js';
import { kindRules, letterOf, nameOf, type Body } from '../../api/import/kinds.js';
import type { ImportKind } from '../../contracts/import.js';
import { toldFault } from './faults.js';
import type { Row } from '../../api/import/rows.js';
import type { Refusal, Report } from './report.js';
import { send, type Outcome } from './send.js';
import { reportOf, type Sending } from './batch.js';

/** The rows to import, each with the Idempotency-Key it travels under. */
export type Batch = {
  readonly source: string;
  readonly kind: ImportKind;
  readonly rows: readonly BatchRow[];
};

type BatchRow = (Extract<Row, { kind: 'readable' }> & { readonly key: string }) | Extract<Row, { kind: 'unreadable' }>;

type Settings = Sending & {
  /** Also enters orders that an old order's customer reference says were entered before. */
  readonly again: boolean;
};

/** Sends every row in the file's order, several at once; a refused row stops no other. */
export const importRows = ({ source, kind, rows }: Batch, settings: Settings): Promise<Report> =>
  reportOf({ source, kind, items: rows }, settings, async (row) => {
    const outcome = await outcomeOf(kind, row, settings);
    return { outcome, refusals: outcome.kind === 'refused' ? refusalsOf(kind, row, outcome) : [] };
  });

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
  if (faults.length === 0) return { kind: 'accepted', wasThere: false, number: null };
  return { kind: 'refused', status: 422, code: 'invalid-request', faults: faults.map(toldFault) };
}

type RefusedOutcome = Extract<Outcome, { kind: 'refused' }>;

function refusalsOf(kind: ImportKind, row: BatchRow, { code, faults }: RefusedOutcome): readonly Refusal[] {
  const name = row.kind === 'readable' ? nameOf(kind, row.body) : '';
  return faults.map((fault) => ({ row: row.row, line: row.line, name, code, ...fault }));
}
