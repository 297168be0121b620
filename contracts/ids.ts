/**
 * Every number and id that is made of others, built here and read back here. This file imports nothing: workflows,
 * domain and database may all use it. Ids are business keys: the same thing always gets the same one.
 */

/** What stands before the year in a number; those of invoices are data, and none of these: `InvoiceSeries`. */
export const numberPrefixes = {
  quote: 'DE',
  order: 'SO',
  delivery: 'BL',
  letter: 'RL',
  statement: 'RC',
  complaint: 'RCL',
} as const;
export type NumberPrefix = (typeof numberPrefixes)[keyof typeof numberPrefixes];

/** A running number has at least so many digits, padded with zeros. */
export const LEAST_DIGITS = 6;
const MOST_DIGITS = 9;

/** `FA-2026-000017`: the nth of its series, `FA-2026`. */
export const numberIn = (series: string, n: number | bigint): string =>
  `${series}-${String(n).padStart(LEAST_DIGITS, '0')}`;

/** The nth of a year, or of a series that goes on, as its counter does. */
export const numberOf = (prefix: string, year: number | string, n: number | bigint): string =>
  numberIn(`${prefix}-${year}`, n);

/** What a number of the prefix looks like, from end to end. */
export const numberPattern = (prefix: NumberPrefix): RegExp =>
  new RegExp(`^${prefix}-\\d{4}-\\d{${LEAST_DIGITS},${MOST_DIGITS}}$`);

/** What the id of a receivable's step or claim looks like, which ends in one of the words; its number is whose it is. */
export const receivablePartPattern = (words: readonly string[]): RegExp =>
  new RegExp(`^[^\\p{C}\\p{Z}][^\\p{C}]{0,39}:\\d{1,2}:(${words.join('|')})$`, 'u');

/**
 * The key under which each step of an order is done once. What tells two of a kind apart is a business number, or the
 * request that asked; never an attempt.
 */
export const orderSteps = {
  received: (order: string): string => `order:${order}:received`,
  credit: (order: string, version: number, check: number): string => `order:${order}:credit:${version}:${check}`,
  reconciliation: (order: string, version: number): string => `order:${order}:reconciliation:${version}`,
  acceptance: (order: string, version: number): string => `order:${order}:accepted:${version}`,
  promise: (order: string, day: string): string => `order:${order}:promise:${day}`,
  escalation: (order: string, hold: string, version: number, escalation: number): string =>
    `order:${order}:escalation:${hold}:${version}:${escalation}`,
  creditDecision: (order: string, request: string): string => `order:${order}:credit-decision:${request}`,
  deliveryRelease: (order: string, request: string): string => `order:${order}:delivery-release:${request}`,
  disposition: (order: string, discrepancy: string, request: string): string =>
    `order:${order}:disposition:${discrepancy}:${request}`,
  amendment: (order: string, request: string): string => `order:${order}:amendment:${request}`,
  cancellation: (order: string, request: string): string => `order:${order}:cancellation:${request}`,
  delivery: (order: string, request: string): string => `order:${order}:delivery:${request}`,
  proof: (delivery: string, request: string): string => `delivery:${delivery}:proof:${request}`,
  invoice: (order: string, delivery: string): string => `order:${order}:invoice:${delivery}`,
  deposit: (order: string): string => `order:${order}:deposit`,
  depositOver: (order: string, deposit: string): string => `order:${order}:deposit-over:${deposit}`,
  /** `reopened`: how often it was opened again after it was settled. */
  closing: (order: string, reopened = 0): string => `order:${order}:closed${reopened === 0 ? '' : `:${reopened + 1}`}`,
} as const;

/** The same of a customer's account: what was asked, and by which request. */
export const accountStep = (customer: string, what: string, request: string): string =>
  `account:${customer}:${what}:${request}`;

/** The same of a complaint: what was done about it, and by which request; an escalation by its number. */
export const complaintSteps = {
  act: (complaint: string, act: string, request: string): string => `complaint:${complaint}:${act}:${request}`,
  /** `due`: Instant by which it was to be decided; it may be moved. */
  escalation: (complaint: string, due: string, escalation: number): string =>
    `complaint:${complaint}:escalation:${due}:${escalation}`,
} as const;

/** What opens a complaint by itself, once. */
export const complaintSources = {
  proof: (delivery: string): string => `proof:${delivery}`,
  /** `status`: the id of the word that the platform brought. */
  refusal: (status: string): string => `platform:${status}`,
} as const;

/** A month end made by the schedule, once, or asked for by hand, once for each request; null: the schedule. */
export const monthEndStep = (month: string, request: string | null): string =>
  `month-end:${month}:${request ?? 'scheduled'}`;

/** An instalment of an invoice: what the customer owes by one day. */
export const receivableId = (at: { readonly invoice: string; readonly instalment: number }): string =>
  `${at.invoice}:${at.instalment}`;

/** The step of a level of dunning, taken once for each receivable. */
export const dunningStepId = (invoice: string, instalment: number, level: string): string =>
  `${receivableId({ invoice, instalment })}:${level}`;

/** What is claimed beside a receivable: interest, or the fee. */
export const claimId = (at: { readonly invoice: string; readonly instalment: number }, kind: string): string =>
  `${receivableId(at)}:${kind}`;

/** What is done once with something that goes out: what became of a round of it, or what somebody found out. */
export const outgoingSteps = {
  ended: (id: string, outcome: string, round: number): string => `outgoing:${id}:${outcome}:${round}`,
  resolution: (id: string, request: string): string => `outgoing:${id}:resolution:${request}`,
} as const;

/** A difference that an order of this number was found to have. */
export const discrepancyKey = (order: string, discrepancy: string): string => `${order}:${discrepancy}`;

/** What each entry of the ledger is posted for, once. */
export const postings = {
  payment: (payment: string): string => `payment:${payment}`,
  allocation: (payment: string, allocation: number): string => `payment:${payment}:allocation:${allocation}`,
  reversal: (posting: string): string => `${posting}:reversed`,
  return: (payment: string): string => `payment:${payment}:return`,
  claim: (claim: string, step: string): string => `claim:${claim}:${step}`,
  waiver: (claim: string, request: string): string => `claim:${claim}:waived:${request}`,
  creditNote: (creditNote: string): string => `invoice:${creditNote}`,
  /** `application`: 1, 2, 3 … of the credit note. */
  application: (creditNote: string, application: number): string => `invoice:${creditNote}:application:${application}`,
  claimCredited: (claim: string, creditNote: string): string => `claim:${claim}:credited:${creditNote}`,
  writeOff: (request: string, at: { readonly invoice: string; readonly instalment: number }): string =>
    `write-off:${request}:${receivableId(at)}`,
  lossTakenBack: (creditNote: string, of: { readonly invoice: string; readonly instalment: number }): string =>
    `invoice:${creditNote}:write-off:${receivableId(of)}`,
} as const;

/** A status that a message told us, by what the message calls itself. */
export const receivedStatusId = (messageId: string): string => `in:${messageId}`;

/** Each line of the worklist: the same is asked once. */
export const workItemIds = {
  /** One for each version of the order that is held. */
  hold: (hold: string, order: { readonly number: string; readonly version: number }): string =>
    `${hold}:${order.number}:${order.version}`,
  /** One for each round of what failed; the round is a word, since `question:…:2` is the second question. */
  outgoing: (kind: string, id: string, round: number): string => `${kind}:${id}${round === 1 ? '' : `:round-${round}`}`,
  /** About a letter's number, or about a step that has no letter. */
  dunning: (kind: string, of: string): string => `${kind}:${of}`,
  writeOff: (at: { readonly invoice: string; readonly instalment: number }): string => `write-off:${receivableId(at)}`,
  /** What asks for work is a status, by its id. */
  invoiceStatus: (status: string): string => `invoice-status:${status}`,
  platformMessage: (sha256: string): string => `platform-message:${sha256.slice(0, 16)}`,
  creditApproval: (request: string): string => `credit-approval:${request}`,
  monthEndUnaddressed: (month: string, version: number): string => `month-end-unaddressed:${month}:${version}`,
  complaint: (complaint: string): string => `complaint:${complaint}`,
} as const;

/** The key of each document. */
export const documentIds = {
  acknowledgement: (order: string, version: number): string => `acknowledgement:${order}:${version}`,
  orderResponse: (order: string, version: number): string => `order-response:${order}:${version}`,
  deliveryNote: (delivery: string): string => `delivery-note:${delivery}`,
  /** `version`: 1 as it was signed, one more for each correction of the proof. */
  signedDeliveryNote: (delivery: string, version = 1): string =>
    `signed-delivery-note:${delivery}${version === 1 ? '' : `:${version}`}`,
  invoice: (invoice: string): string => `invoice:${invoice}`,
  creditNote: (creditNote: string): string => `credit-note:${creditNote}`,
  proforma: (of: string, version: number): string => `proforma:${of}:${version}`,
  dunningLetter: (letter: string): string => `dunning-letter:${letter}`,
  monthEnd: (month: string, version: number): string => `month-end:${month}:${version}`,
  /** `version`: 1 as it was sent first, one more for each time after. */
  quote: (quote: string, version: number): string => `quote:${quote}:${version}`,
  statement: (statement: string): string => `statement:${statement}`,
  monthEndWorkbook: (month: string, version: number): string => `month-end-workbook:${month}:${version}`,
} as const;

/** Which version of its order an answer to a message is of. */
export const responseVersionIn = (document: string): number => Number(document.slice(document.lastIndexOf(':') + 1));

/** Which month end a document of one is of. */
export const monthEndIn = (document: string): { readonly month: string; readonly version: number } => {
  const [, month = '', version = ''] = document.split(':');
  return { month, version: Number(version) };
};

/** The key of each thing that goes out without being a document. */
export const outgoingIds = {
  /** `asked`: 1 for the first question about a difference. */
  question: (order: string, discrepancy: string, asked: number): string =>
    `question:${order}:${discrepancy}${asked === 1 ? '' : `:${asked}`}`,
  refusal: (order: string): string => `refusal:${order}`,
  /** `code`: the neutral code of who reads it. */
  monthEnd: (month: string, version: number, code: string): string => `month-end:${month}:${version}:${code}`,
  /** `place`: 1 for the first thing that is told of the invoice. */
  invoiceStatus: (invoice: string, place: number): string => `invoice-status:${invoice}:${place}`,
  /** `code`: the neutral code of who reads it. */
  complaintReminder: (complaint: string, dueOn: string, escalation: number, code: string): string =>
    `complaint-reminder:${complaint}:${dueOn}:${escalation}:${code}`,
  /** Of a letter's number, or of a step that has none. */
  dunningReport: (of: string): string => `dunning-report:${of}`,
} as const;
