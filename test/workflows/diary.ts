import { expect } from 'vitest';
import type { PaymentTerms } from '../../contracts/primitives.js';
import type { DunningLevel } from '../../contracts/vocabulary.js';
import type { CreditNoteInput, CreditNoteResult } from '../../contracts/credit-note.js';
import type { Answer } from '../../contracts/process.js';
import { creditInvoice, resolveLetter } from '../../workflows/account-messages.js';
import { accountWorkflowId } from '../../workflows/ids.js';
import { stepStatus } from '../../prisma/repositories/dunning.js';
import { draftOrder, karim } from '../support/house.js';
import { letterId } from '../support/paperwork.js';
import { askAccount, eventually, pay, skipTo, type Processes } from '../support/workflows.js';
import { issueInvoice } from './trade.js';

/** What the clerk finds in the file of an invoice: one line for each dunning step. */
export type DiaryLine = {
  readonly level: string;
  readonly on: string;
  readonly status: string;
  readonly open: string;
  readonly interest: string;
  readonly fee: string;
  readonly next: string | null;
};

/** The dunning of one invoice, followed day by day in the company's zone; invoices of one customer share the calendar. */
export type Diary = {
  readonly customer: string;
  readonly invoice: string;
  readonly order: string;
  readonly issueDate: string;
  readonly dueDate: string;
  readonly workflowId: string;
  /**
   * Turns the calendar to a day and time. What fell due before is done then; what falls due in that very minute may
   * still be under way.
   */
  readonly at: (date: string, time: string) => Promise<void>;
  readonly steps: () => Promise<readonly DiaryLine[]>;
  /** The levels taken so far, each with its day. */
  readonly levels: () => Promise<readonly string[]>;
  /** The value date is today on the wall clock, years before the due date, unless said otherwise. */
  readonly pay: (amount: string, valueDate?: string) => ReturnType<typeof pay>;
  readonly credit: (wish: CreditNoteInput) => Promise<Answer<CreditNoteResult>>;
  readonly resolve: (level: DunningLevel, resolution: 'was-sent' | 'send-again' | 'skip') => Promise<unknown>;
  /** Id of the letter that lists the invoice at a level; empty: there is none. */
  readonly letter: (level: string) => Promise<string>;
  /** Id of what finance is told of it. */
  readonly report: (level: string) => Promise<string>;
  /** The day of the last cent and the level reached; waits for it. */
  readonly settled: () => Promise<unknown>;
  /** Waits until nothing is open on the account any more. */
  readonly rests: () => Promise<unknown>;
};

export type DiaryOptions = {
  readonly customer: string;
  readonly issued: string;
  /** Boxes at 12.00, tax included; 100 unless said otherwise: 1,200.00. */
  readonly boxes?: string;
  readonly terms?: PaymentTerms;
};

/**
 * An order delivered and invoiced on a day. The customer's account begins today on the wall clock: the days of a diary lie
 * years ahead, so that its calendar is always still to come.
 */
export async function openDiary(office: Processes, options: DiaryOptions): Promise<Diary> {
  const { customer, issued, boxes = '100', terms } = options;
  const draft = await draftOrder(office, customer, [{ product: 'BOX', quantity: boxes }]);
  const { number: order, invoice } = await issueInvoice(office, draft, issued, terms);
  const workflowId = accountWorkflowId(customer);
  const handle = office.client.workflow.getHandle(workflowId);
  const steps = () => stepsOf(office, invoice.number);
  return {
    customer,
    order,
    invoice: invoice.number,
    issueDate: invoice.issueDate,
    dueDate: invoice.dueDate,
    workflowId,
    at: (date, time) => skipTo(office, workflowId, date, time),
    steps,
    levels: async () => (await steps()).map(({ level, on }) => `${level} ${on}`),
    pay: (amount, valueDate) => pay(office, customer, invoice.number, amount, valueDate),
    credit: async (wish) => {
      const answer = await askAccount(office, customer, creditInvoice, {
        actor: karim(),
        invoice: invoice.number,
        wish,
      });
      if (answer.kind === 'asked') throw new Error('a second person is asked');
      return answer;
    },
    resolve: (level, resolution) =>
      askAccount(office, customer, resolveLetter, {
        actor: karim(),
        step: `${invoice.number}:1:${level}`,
        resolution,
        reason: 'asked the customer by telephone',
      }),
    letter: (level) => letterId(office, invoice.number, level),
    report: async (level) =>
      (await letterId(office, invoice.number, level)).replace('dunning-letter:', 'dunning-report:'),
    settled: () => settledOf(office, invoice.number),
    rests: () => handle.result(),
  };
}

async function stepsOf(office: Processes, invoice: string): Promise<DiaryLine[]> {
  return office.prisma.$queryRaw<DiaryLine[]>`
    SELECT level, decided_on::text AS on, ${stepStatus('s', 'o')} AS status, round(open_amount, 2)::text AS open, round(interest, 2)::text AS interest,
      round(recovery_fee, 2)::text AS fee, next_level || ' ' || next_on AS next
    FROM dunning_step s LEFT JOIN outgoing o ON o.id = s.letter_id WHERE s.invoice_number = ${invoice} ORDER BY sequence`;
}

const settledOf = (office: Processes, invoiceNumber: string) =>
  eventually(async () => {
    const row = await office.prisma.receivable.findFirstOrThrow({ where: { invoiceNumber } });
    expect(row.settledOn).not.toBeNull();
    return { settledOn: row.settledOn?.toISOString().slice(0, 10), levelReached: row.dunningLevel };
  });
