import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Company } from '../../contracts/company.js';
import { dunningStepId } from '../../contracts/ids.js';
import { MoveInTotals, moveInKinds, type MoveInSet, type Placed, type RefusedRow } from '../../contracts/move-in.js';
import type { Parties } from '../../contracts/parties.js';
import type { PolicySnapshot } from '../../contracts/policies.js';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { Actor, Currency, DunningLevel, TaxClass } from '../../contracts/vocabulary.js';
import type { LocalDate } from '../../domain/calendar.js';
import { nextDunningStep } from '../../domain/dunning.js';
import { partiesOf, type PartyFacts } from '../../domain/parties.js';
import { openOrderGross, taxable, totalsOf, type OpenOrderLine } from '../../domain/order-totals.js';
import { taxCountryOf, vatRegimeOf } from '../../domain/vat-regime.js';
import { partyFactsJson } from '../queries/parties.js';
import { alone } from './alone.js';
import { insertedChecks, rowChecks, sumChecks } from './checks.js';
import * as make from './insert.js';
import { indexStaging, openStaging, stage } from './staging.js';

export type MoveInBatch = {
  /** Left out: a new one. */
  readonly id?: string;
  /** SHA-256 of the rows. */
  readonly digest: string;
  readonly asOf: LocalDate;
  readonly files: readonly string[];
  readonly actor: Actor;
  readonly isDemo: boolean;
};

export type Looked =
  | { readonly kind: 'refused'; readonly rows: readonly RefusedRow[] }
  | { readonly kind: 'fits'; readonly totals: MoveInTotals };
export type MovedIn = Looked | { readonly kind: 'known'; readonly id: string; readonly totals: MoveInTotals };

/** A file has so many mistakes told at most. */
const MOST_REFUSED = 1_000;

/**
 * Looks at a set of rows, and moves it in unless it is only looked at. All or nothing: one transaction.
 * @param look `dry`: nothing stays. A digest that was moved in before changes nothing.
 */
export const moveIn = (
  databaseUrl: string,
  set: MoveInSet,
  batch: MoveInBatch,
  look: 'dry' | 'sign-off',
): Promise<MovedIn> =>
  alone<MovedIn>(
    databaseUrl,
    async (client) => (await knownBatch(client, batch.digest)) ?? (await take(client, set, batch)),
    ({ kind }) => look === 'sign-off' && kind === 'fits',
  );

async function knownBatch(client: pg.ClientBase, digest: string): Promise<MovedIn | null> {
  const { rows } = await client.query<{ id: string; totals: MoveInTotals }>(
    'SELECT id, totals FROM move_in WHERE digest = $1 AND undone_at IS NULL',
    [digest],
  );
  const [row] = rows;
  return row === undefined ? null : { kind: 'known', ...row };
}

async function take(client: pg.ClientBase, set: MoveInSet, batch: MoveInBatch): Promise<Looked> {
  await openStaging(client);
  for (const kind of moveInKinds) await stage(client, kind, (set[kind] ?? []) as readonly Placed<typeof kind>[]);
  return takeStaged(client, batch);
}

/**
 * Judges what stands in the tables of `openStaging`, and makes facts of it; the transaction is the caller's, who takes it
 * back when it is refused.
 */
export async function takeStaged(client: pg.ClientBase, batch: MoveInBatch): Promise<Looked> {
  const id = batch.id ?? randomUUID();
  const house = await readHouse(client);
  await openBatch(client, id, batch, house);
  await indexStaging(client);
  await refuse(client, [...rowChecks, ...sumChecks]);
  const early = await refusedRows(client);
  if (early.length > 0) return { kind: 'refused', rows: early };
  await runAll(client, make.masterData);
  await runAll(client, make.ownDossiers);
  await placeParties(client, house);
  await runAll(client, make.quotes);
  await runAll(client, make.derived);
  await placeTotals(client);
  await runAll(client, make.documents);
  await placeDunning(client, house);
  const { rows } = await client.query<{ totals: Omit<MoveInTotals, 'rows'> }>(make.totals);
  const totals = MoveInTotals.parse({ ...rows[0]?.totals, rows: await countRows(client) });
  await client.query(make.said, [JSON.stringify(totals.money)]);
  await refuse(client, [...insertedChecks, make.controlChecks]);
  const late = await refusedRows(client);
  if (late.length > 0) return { kind: 'refused', rows: late };
  await signOff(client, id, batch, totals);
  await client.query('SELECT analyze_books()');
  return { kind: 'fits', totals };
}

const runAll = async (client: pg.ClientBase, statements: readonly string[]): Promise<void> => {
  for (const statement of statements) await client.query(statement);
};

const refuse = (client: pg.ClientBase, checks: readonly string[]): Promise<void> =>
  runAll(
    client,
    checks.map((check) => `INSERT INTO mi_refusal (kind, file, "row", field, fault, value, expected) ${check}`),
  );

async function refusedRows(client: pg.ClientBase): Promise<readonly RefusedRow[]> {
  const { rows } = await client.query<RefusedRow>(
    `SELECT DISTINCT kind, file, "row", field, fault, value, expected FROM mi_refusal ORDER BY file, "row", field LIMIT ${MOST_REFUSED}`,
  );
  return rows;
}

async function countRows(client: pg.ClientBase): Promise<Record<string, number>> {
  const { rows } = await client.query<{ kind: string; rows: number }>(`
    SELECT 'customers' AS kind, count(*)::int AS rows FROM mi_customer UNION ALL SELECT 'products', count(*)::int FROM mi_product
    UNION ALL SELECT 'quotes', count(*)::int FROM mi_quote UNION ALL SELECT 'orders', count(*)::int FROM mi_order WHERE NOT own
    UNION ALL SELECT 'deliveries', count(*)::int FROM mi_delivery d WHERE NOT EXISTS (SELECT FROM mi_own w WHERE w.number = d.number)
    UNION ALL SELECT 'invoices', count(*)::int FROM mi_invoice UNION ALL SELECT 'payments', count(*)::int FROM mi_payment`);
  return Object.fromEntries(rows.map(({ kind, rows: count }) => [kind, count]));
}

type House = { readonly company: Company; readonly policies: Pick<PolicySnapshot, 'dunning' | 'acknowledgement'> };

async function readHouse(client: pg.ClientBase): Promise<House> {
  const { rows } = await client.query<House>(`
    SELECT body AS company, (SELECT jsonb_object_agg(kind, body) FROM policy) AS policies FROM company WHERE id = 1`);
  const [house] = rows;
  if (house === undefined) throw new Error('the database has no company: write it first, by encours company');
  return house;
}

async function openBatch(
  client: pg.ClientBase,
  id: string,
  { asOf, actor }: MoveInBatch,
  { company, policies }: House,
): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE mi_batch (id uuid, as_of date, actor text, role text, request text, zone text, target_minutes int, our_currency text) ON COMMIT DROP`,
  );
  await client.query('INSERT INTO mi_batch VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
    id,
    asOf,
    actor.principal,
    actor.role,
    actor.requestId,
    company.zone,
    policies.acknowledgement.targetMinutes,
    company.currency,
  ]);
}

type PartyRow = {
  readonly customer: string;
  readonly currency: Currency;
  readonly terms: PaymentTerms;
  readonly salesperson: string | null;
  readonly facts: PartyFacts;
};
type Party = Omit<PartyRow, 'facts'> & { readonly parties: Parties };

/** Who takes part in the orders of each customer: as its file says today, since no other system's history of that is read. */
async function placeParties(client: pg.ClientBase, { company }: House): Promise<void> {
  await client.query(`
    CREATE TEMP TABLE mi_party (customer text PRIMARY KEY, currency text, payment_terms jsonb, salesperson text, parties jsonb, vat_regime text, tax_country text) ON COMMIT DROP`);
  const { rows } = await client.query<PartyRow>(`
    SELECT number AS customer, currency, payment_terms AS terms, salesperson, ${partyFactsJson.text} AS facts FROM customer
    WHERE number IN (SELECT customer FROM mi_order UNION SELECT customer FROM mi_quote UNION SELECT customer FROM mi_payment WHERE customer IS NOT NULL)`);
  const parties = rows.map(({ facts, ...row }): Party => ({ ...row, parties: partiesOf(facts) }));
  const seller = company.address;
  await insertJson(
    client,
    'mi_party',
    'customer text, currency text, payment_terms jsonb, salesperson text, parties jsonb, vat_regime text, tax_country text',
    parties.map(({ customer, currency, terms, salesperson, parties: who }) => ({
      customer,
      currency,
      payment_terms: terms,
      salesperson,
      parties: who,
      vat_regime: vatRegimeOf({ seller, shipTo: who.shipTo.address, buyerVatNumber: who.buyer.vatNumber }),
      tax_country: taxCountryOf(seller),
    })),
  );
}

async function insertJson(
  client: pg.ClientBase,
  table: string,
  columns: string,
  rows: readonly object[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += 2_000)
    await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_to_recordset($1::jsonb) AS r(${columns})`, [
      JSON.stringify(rows.slice(from, from + 2_000)),
    ]);
}

type OpenOrder = {
  readonly order: string;
  readonly currency: Currency;
  readonly freight: string;
  readonly invoiced: boolean;
  readonly lines: readonly (OpenOrderLine & { readonly taxClass: TaxClass })[];
};

/** Totals of each order: those that go on by our own rules, all others as they were charged. */
async function placeTotals(client: pg.ClientBase): Promise<void> {
  await client.query(
    'CREATE TEMP TABLE mi_total ("order" text PRIMARY KEY, net numeric, vat numeric, gross numeric, open numeric) ON COMMIT DROP',
  );
  const { rows } = await client.query<OpenOrder>(`
    SELECT o.number AS "order", y.currency, COALESCE(o.freight, 0)::text AS freight, EXISTS (SELECT FROM mi_invoice i WHERE i."order" = o.number) AS invoiced,
      jsonb_agg(jsonb_build_object('lineNo', l.line_no, 'quantity', l.quantity::text, 'unitPrice', l.unit_price::text, 'discountPercent', l.discount_percent::text,
        'vatCategory', l.vat_category, 'vatRate', l.vat_rate::text, 'vatExemption', l.vat_exemption, 'invoiced', l.invoiced::text, 'cancelled', l.cancelled::text) ORDER BY l.line_no) AS lines
    FROM mi_order o JOIN mi_party y ON y.customer = o.customer JOIN mi_line l ON l."order" = o.number
    GROUP BY o.number, y.currency, o.freight HAVING bool_or(l.quantity > l.invoiced + l.cancelled)`);
  const totals = rows.map(({ order, currency, freight, invoiced, lines }) => {
    const { net, vat, gross } = totalsOf({ lines: lines.map((line) => taxable(line, currency)), freight, currency });
    return { order, net, vat, gross, open: openOrderGross({ lines, freight: invoiced ? '0' : freight, currency }) };
  });
  await insertJson(client, 'mi_total', '"order" text, net numeric, vat numeric, gross numeric, open numeric', totals);
  await client.query(make.closedTotals);
}

type Dunned = {
  readonly invoice: string;
  readonly instalment: number;
  readonly dueDate: LocalDate;
  readonly open: string;
  readonly level: DunningLevel;
  readonly on: LocalDate;
};

/** The last letter of the other system is the level that was reached: the next one follows it on its own day. */
async function placeDunning(client: pg.ClientBase, { policies }: House): Promise<void> {
  const { rows } = await client.query<Dunned>(`
    SELECT invoice, instalment, due_date::text AS "dueDate", open::text, level, last_letter_on::text AS "on" FROM mi_owed WHERE level IS NOT NULL AND open > 0`);
  const policy = policies.dunning;
  const steps = rows.map(({ invoice, instalment, dueDate, open, level, on }) => {
    const next = nextDunningStep({ policy, dueDate, lastLevel: { level, decidedOn: on }, startedOn: on });
    return {
      id: dunningStepId(invoice, instalment, level),
      invoice,
      instalment,
      level,
      sequence: policy.levels.findIndex((each) => each.level === level),
      on,
      open,
      next: next?.level.level ?? null,
      nextOn: next?.on ?? null,
    };
  });
  await client.query(
    `INSERT INTO dunning_step (id, invoice_number, instalment, level, sequence, run, decided_on, open_amount, interest, recovery_fee, credit_stop, next_level, next_on, move_in_id)
     SELECT s.id, invoice, instalment, level, sequence, 0, "on", open, 0, 0, false, next, "nextOn", b.id
     FROM jsonb_to_recordset($1::jsonb) AS s(id text, invoice text, instalment int, level text, sequence int, "on" date, open numeric, next text, "nextOn" date), mi_batch b
     ORDER BY s."on", s.id`,
    [JSON.stringify(steps)],
  );
  await client.query(
    `UPDATE receivable r SET dunning_level = w.level FROM mi_owed w
     WHERE w.level IS NOT NULL AND r.open > 0 AND r.invoice_number = w.invoice AND r.instalment = w.instalment`,
  );
}

async function signOff(client: pg.ClientBase, id: string, batch: MoveInBatch, totals: MoveInTotals): Promise<void> {
  const { actor, digest, asOf, files, isDemo } = batch;
  await client.query(
    `INSERT INTO audit_entry (on_date, actor, role, request_id, action, entity, entity_id, after)
     VALUES ($1, $2, $3, $4, 'move-in.signed-off', 'move-in', $5, $6::jsonb)`,
    [asOf, actor.principal, actor.role, actor.requestId, id, JSON.stringify({ ...totals, files, isDemo })],
  );
  await client.query(
    `INSERT INTO move_in (id, digest, as_of, files, totals, signed_by, signed_at, last_audit, is_demo)
     SELECT $1, $2, $3, $4::jsonb, $5::jsonb, $6, now(), max(id), $7 FROM audit_entry`,
    [id, digest, asOf, JSON.stringify(files), JSON.stringify(totals), actor.principal, isDemo],
  );
}
