import type { StatementDocument } from '../../contracts/documents.js';
import { documentIds, numberOf, numberPrefixes } from '../../contracts/ids.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { IssuedStatement, StatementInput } from '../../contracts/statement.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { issuedWith } from '../../domain/document-template.js';
import { partiesOf, recipientOf } from '../../domain/parties.js';
import { statementTotals } from '../../domain/statement.js';
import type { Transaction } from '../client.js';
import { companyToday, getCompany } from '../queries/company.js';
import { readTemplates } from '../queries/document-templates.js';
import type { Scope } from '../queries/page.js';
import { readAccountHolder, readOpenOn } from '../queries/statements.js';
import { appendAudit } from '../repositories/audit.js';
import { insertDocuments } from '../repositories/documents.js';
import { insertOutgoing } from '../repositories/outgoing.js';
import { refuse } from './refusals.js';

/** Issues a statement of a customer's account at the end of a day, and queues it as a mail where that is asked for. */
export async function issueStatement(
  tx: Transaction,
  customer: string,
  input: StatementInput,
  actor: Actor,
  scope: Scope,
  nowMs: number,
): Promise<Answer<IssuedStatement>> {
  const holder = await readAccountHolder(tx, customer, scope);
  if (holder === null) return refuse('not-found', said('customer-unknown-here', { customer }));
  const today = await companyToday(tx, nowMs);
  const { on = today, currency = holder.currency } = input;
  const misdated = refuseDate('statement', { field: 'on', date: on }, today);
  if (misdated) return misdated;
  const parties = partiesOf(holder.parties);
  const recipient = recipientOf(parties, 'invoices');
  if (input.mail && recipient === null)
    return refuse('invalid-request', said('nobody-to-write-to', { customer }), {
      field: 'mail',
      remedy: said('give-contact-or-print'),
    });
  const company = await getCompany(tx);
  const open = { on, currency, ...(await readOpenOn(tx, { customer, on, currency })) };
  const number = await nextStatement(tx, today.slice(0, 4));
  const { name, siren, vatNumber } = parties.buyer;
  const snapshot: StatementDocument = {
    language: recipient?.language ?? company.language,
    ...issuedWith(await readTemplates(tx), 'statement', today),
    company,
    customer: { number: customer, name, siren, vatNumber, billingAddress: parties.billTo.address },
    number,
    issuedOn: today,
    ...open,
    ...statementTotals(open),
  };
  const id = documentIds.statement(number);
  const mail = input.mail && recipient !== null ? id : null;
  const about = { id, customerNumber: customer, orderNumber: null };
  await tx.$executeRaw`${insertDocuments([{ ...about, kind: 'statement', number, issuedOn: today, snapshot }])}`;
  if (recipient !== null && mail !== null)
    await tx.$executeRaw`${insertOutgoing([{ ...about, kind: 'statement', recipient: recipient.email, documents: [id] }])}`;
  await appendAudit(tx, [
    {
      actor,
      action: 'customer.statement-issued',
      entity: 'customer',
      entityId: customer,
      customerNumber: customer,
      on: today,
      after: { statement: number, on, mail },
    },
  ]);
  const { owed, credited, balance } = snapshot;
  return { number, customer, on, currency, owed, credited, balance, mail };
}

async function nextStatement(tx: Transaction, year: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ readonly n: bigint }[]>`SELECT nextval('statement_number') AS n`;
  return numberOf(numberPrefixes.statement, year, row?.n ?? 0n);
}
