import type { AuditFacts } from '../../contracts/audit.js';
import type { Difference } from '../../contracts/discrepancy.js';
import type { ComplaintOrigin, ErrorCause } from '../../contracts/vocabulary.js';
import type { CreditHoldReason, ShownWait } from '../../contracts/wait.js';
import type { WorkItemFacts } from '../../contracts/work-item.js';
import type { StatusReason } from '../../contracts/lifecycle.js';
import { isElectronic } from '../../domain/lifecycle.js';
import { isNegative, isZero, negate } from '../../domain/money.js';
import { creditSentence } from '../credit.js';
import { capital } from '../format.js';
import type { Say } from '../say.js';
import type { Sentences, ToldFrom } from '../sentences.js';
import { claimOf, valuesOf } from '../values.js';
import { complaintKind, complaintOutcome } from './complaints.js';
import { creditReason, creditScope } from './credit-notes.js';
import { lifecycle } from './lifecycle.js';
import { terms } from './terms.js';
import { seriesOrigin } from './series.js';

const holds = {
  'credit-limit': 'the order exceeds the credit limit',
  overdue: 'the customer has overdue invoices',
  'credit-stop': 'the customer has a credit stop',
} as const;
const holdOf = (reason: CreditHoldReason | null): string => (reason === null ? 'no credit' : holds[reason]);

const repaired = {
  started: 'started again',
  reset: 'reset to its last good point',
  told: 'told what it had missed',
} as const;

const held = { customer: 'customer', order: 'order', document: 'document' } as const;

const reconciled = {
  matched: 'matched',
  tolerated: 'differences tolerated',
  accepted: 'differences accepted',
} as const;

const takenBack = ({ reason, returnedBy }: Pick<AuditFacts<'payment.reversed'>, 'reason' | 'returnedBy'>): string =>
  returnedBy === null ? because(reason) : `: the money went back (${returnedBy})`;
/** Whose error it was, where that was stated. */
const blamed = (cause: ErrorCause | null | undefined): string => {
  if (cause === null || cause === undefined) return '';
  return cause === 'none' ? ` (${terms.errorCause.none})` : ` (error of ${terms.errorCause[cause]})`;
};
const because = (reason: string | null): string => (reason === null ? '' : `: ${reason}`);
const goesTo = ({ applied, toGive, currency }: AuditFacts<'invoice.credited'>, say: Say): string =>
  [
    ...(isZero(applied) ? [] : [`${say.amount(applied, currency)} deducted from it`]),
    ...(isZero(toGive) ? [] : [`${say.amount(toGive, currency)} ours to give`]),
    ...(isZero(applied) && isZero(toGive) ? ['no money'] : []),
  ].join(', ');
const stillToGive = ({ open, currency }: AuditFacts<'invoice.credit-spent'>, say: Say): string =>
  isZero(open) ? '' : `; ${say.amount(negate(open), currency)} still ours to give`;
const openedBy: Readonly<Record<ComplaintOrigin, string>> = {
  person: '',
  proof: ' by the reservation on the proof of receipt',
  platform: ' by the refusal that the platform told',
};
const disputed = ({ disputed: amount, currency }: AuditFacts<'complaint.qualified'>, say: Say): string =>
  amount === null ? '' : `, ${say.amount(amount, currency)} disputed`;
const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
const linesOf = (lines: readonly { lineNo: number; quantity: string }[], say: Say): string =>
  lines.map((line) => `${say.quantity(line.quantity)} of line ${line.lineNo}`).join(', ');
const nextDelivery = (date: string | null, say: Say): string =>
  date === null ? 'no delivery planned' : `next delivery ${say.date(date)}`;

const difference = (found: Difference, currency: string): string => {
  const where = found.lineNo === null ? '' : ` on line ${found.lineNo}`;
  const { expected, actual } = valuesOf(found, currency, 'en');
  if (found.type === 'reference')
    return `${terms.discrepancy.reference}: ${actual} is that of order ${expected} already`;
  return `${terms.discrepancy[found.type]}${where}: ${actual} instead of ${expected}`;
};

/** What orders held before ask for, and whether that counts: nothing to say where there are none. */
function heldBefore(
  { heldBefore: held, heldCounts }: Pick<AuditFacts<'credit.held'>, 'heldBefore' | 'heldCounts'>,
  currency: string,
  say: Say,
): string {
  if (held === undefined || !/[1-9]/.test(held)) return '';
  return heldCounts
    ? `, ${say.amount(held, currency)} of orders held before it counted`
    : `, ${say.amount(held, currency)} of orders held before it not counted`;
}

const account = ({ facts, currency }: ToldFrom<AuditFacts<'credit.held'>>, say: Say): string =>
  `${say.amount(facts.gross, currency)}, exposure ${say.amount(facts.exposure, currency)} of ${say.amount(facts.limit, currency)}${heldBefore(facts, currency, say)}`;

const mailOf = ({ facts, what }: ToldFrom<{ readonly subject: string }>): string =>
  facts.subject === '' ? what : `“${facts.subject}”`;

const letterOf = ({ level, invoice }: Pick<AuditFacts<'dunning.skip'>, 'level' | 'invoice'>): string =>
  `${capital(terms.level[level])}, invoice ${invoice}`;

const itemOf = ({ of, invoice }: Pick<AuditFacts<'claim.paid'>, 'of' | 'invoice'>): string =>
  `${terms.ledgerItem[of]} ${invoice}`;

const dunned = ({ facts, currency }: ToldFrom<AuditFacts<'dunning.level-1'>>, say: Say): string => {
  if (facts.status === 'SKIPPED') return `${letterOf(facts)}: skipped, nothing is open any more`;
  if (facts.handOver)
    return `Invoice ${facts.invoice} handed over to finance${facts.creditStop ? ', credit stop set' : ''}`;
  return `${letterOf(facts)}: ${claimOf(facts, currency, say, 'en')} claimed`;
};

const found = (told: ToldFrom<AuditFacts<'reconciliation.held'>>): string =>
  told.facts.map((one) => difference(one, told.currency)).join('; ');

const dunning = (facts: WorkItemFacts<'dunning-report'>, currency: string, say: Say): string => {
  const sent = facts.to === null ? 'Nothing went to the customer' : `Sent to ${facts.to}`;
  const next =
    facts.next === null
      ? 'nothing follows by itself'
      : `next ${terms.level[facts.next.level]} on ${say.date(facts.next.on)}`;
  return `${sent} for ${claimOf(facts, currency, say, 'en')} (open ${say.amount(facts.open, currency)}); ${next}.`;
};

const creditDecision = creditSentence({
  approved: ({ order, exposure, limit }) =>
    `The order of ${order} on top of an exposure of ${exposure} stays within the limit of ${limit}.`,
  watch: ({ order, exposure, limit }) =>
    `The order of ${order} on top of an exposure of ${exposure} stays within the limit of ${limit}, but comes close to it.`,
  decided: ({ order, exposure, limit, overdue }) =>
    `Decided on an order of ${order}, an exposure before it of ${exposure}, a limit of ${limit} and ${overdue} overdue.`,
  'credit-limit': ({ order, exposure, limit, together, excess }) =>
    excess === null
      ? `The order of ${order} had no room under the limit of ${limit} at an exposure of ${exposure}: orders held before it count, or room that who asks for it gave does not. Payments or a higher limit free it.`
      : `With this order of ${order} the exposure of ${exposure} would come to ${together}, ${excess} above the limit of ${limit}. Room of at least ${excess} (payments, or a higher limit) frees it.`,
  overdue: ({ order, exposure, limit, overdue }) =>
    `${overdue} is overdue at the customer (order of ${order}, exposure of ${exposure}, limit of ${limit}). Its payment frees the order.`,
  'credit-stop': ({ order, exposure, limit, overdue }) =>
    `The customer has a credit stop (order of ${order}, exposure of ${exposure}, limit of ${limit}, ${overdue} overdue). Its end (the last payment, or finance) frees the order.`,
});

const waiting = (wait: ShownWait, say: Say): string => {
  switch (wait.kind) {
    case 'none':
      return '';
    case 'credit-check':
      return 'credit check';
    case 'credit-decision':
      return wait.reason === undefined ? 'finance: decision on the credit' : `finance: ${holds[wait.reason]}`;
    case 'reconciliation':
      return 'reconciliation with the quote or price list';
    case 'discrepancies':
      return `sales: ${wait.open} ${wait.open === 1 ? 'discrepancy' : 'discrepancies'} to decide`;
    case 'customer-answer':
      return 'the customer: answer on a discrepancy';
    case 'requote':
      return 'sales: a new quote or an amendment';
    case 'acceptance':
      return 'acceptance';
    case 'delivery':
      return wait.backorder ? 'logistics: delivery of what is in stock; stock for the rest' : 'logistics: delivery';
    case 'credit-stop':
      return 'finance: the customer’s credit stop holds its deliveries';
    case 'deposit':
      return wait.invoice === null
        ? 'the deposit'
        : `the customer: deposit ${wait.invoice.number}, ${say.amount(wait.invoice.open, wait.invoice.currency)} due ${say.date(wait.invoice.dueDate)}`;
    case 'stock':
      return 'stock: everything open is backordered';
    case 'invoicing':
      return 'invoice and payment';
    case 'payment':
      return 'payment';
  }
};

/** Every sentence about what happened, what is waited for and what is to be done, in English. */
export const sentences: Sentences = {
  audit: {
    'order.received': ({ facts, what, currency }, say) =>
      `Order ${what} received ${terms.origin[facts.origin]}${facts.quote === null ? '' : ` (${facts.quote.number})`}: ${count(facts.lines, 'line')}, ${say.amount(facts.gross, currency)} tax included`,
    'order.moved-in': ({ facts, currency }, say) =>
      `Moved in from another system: ${count(facts.lines, 'line')}, ${say.amount(facts.gross, currency)} tax included`,
    'order.amended': ({ facts, currency }, say) =>
      `Amended (version ${facts.version}, ${say.amount(facts.gross, currency)} tax included)${blamed(facts.cause)}${because(facts.reason)}`,
    'order.proforma-made': ({ facts }, say) =>
      `Proforma ${facts.version} made, of ${say.amount(facts.gross, facts.currency)} tax included`,
    'quote.proforma-made': ({ facts, what }, say) =>
      `Proforma ${facts.version} of quote ${what} made, of ${say.amount(facts.gross, facts.currency)} tax included`,
    'order.contacts-changed': ({ facts }) => `Contacts of the order changed${because(facts.reason)}`,
    'order.cancelled': ({ facts }, say) =>
      facts.lines === undefined
        ? `Order cancelled${because(facts.reason)}`
        : `Cancelled ${linesOf(facts.lines, say)}${because(facts.reason)}`,
    'order.settled': () => 'Settled: everything is delivered, invoiced and paid',
    'order.reopened': ({ facts }) =>
      facts.complaint !== undefined
        ? `Open again: goods are delivered again for complaint ${facts.complaint}`
        : `Open again: money was taken back from ${facts.invoices.join(', ')}, the order waits for its payment`,
    'order.refused': ({ facts }) => `Order refused${because(facts.reason)}`,
    'order.rejected': ({ facts }) => `Order rejected${because(facts.reason)}`,
    'order.accepted': ({ facts }, say) =>
      `Accepted (${reconciled[facts.reconciled]}), ${nextDelivery(facts.nextDate, say)}${facts.backorder ? ', part is backordered' : ''}`,
    'order.promised': ({ facts }, say) => `Stock looked at again: ${nextDelivery(facts.nextDate, say)}`,
    'order.escalated': ({ facts }) =>
      `Still waiting for ${facts.kind === 'credit-hold' ? 'finance' : 'sales'} (reminder ${facts.escalation})`,
    'order.backorder-served': ({ facts }, say) =>
      `${say.quantity(facts.quantity)} of ${facts.product} reserved for line ${facts.line}${facts.receipt === null ? ', since the credit stop holds it no more' : ` from stock receipt ${facts.receipt}`}${facts.waiting ? '; the rest still waits' : ''}`,
    'order.delivered': ({ facts, what }, say) =>
      `Delivery ${what}: ${linesOf(facts.lines, say)}; ${facts.open ? 'the rest is open' : 'everything is delivered'}`,
    'order.prepared': ({ facts }) =>
      `Picked: ${count(facts.lines.length, 'line')} ${facts.lines.length === 1 ? 'lies' : 'lie'} ready`,
    'information.requested': ({ facts }) =>
      `News of the order asked for by: ${terms.asker[facts.asker]}${facts.note === null ? '' : ` (${facts.note})`}`,
    'information.withdrawn': ({ facts }) => `Taken back: that news was asked for by: ${terms.asker[facts.asker]}`,
    'delivery.arrived': ({ facts, what }, say) => `${what} arrived on ${say.date(facts.deliveredOn)}`,
    'delivery.released': ({ facts, by }) => `Deliveries released from the credit stop by ${by}${because(facts.reason)}`,
    'delivery.proved': ({ facts, what }) =>
      `Delivery ${what} received by ${facts.receivedBy}${facts.reserves === null ? '' : `, with reservations: ${facts.reserves}`}`,
    'delivery.proof-corrected': ({ facts, what }) =>
      `Proof of ${what} corrected: received by ${facts.receivedBy}${facts.reserves === null ? '' : `, with reservations: ${facts.reserves}`}${because(facts.reason)}`,
    'credit.approved': (told, say) => `Credit approved: ${account(told, say)}`,
    'credit.watch': (told, say) => `Credit approved, close to the limit: ${account(told, say)}`,
    'credit.held': (told, say) =>
      `Credit hold, ${holdOf(told.facts.reason)}: ${account(told, say)}${told.facts.ownRoom === undefined ? '' : '; room that who asks for the order gave its customer is not counted'}`,
    'credit.released': ({ facts, by }) => `Credit released by ${by}${because(facts.reason)}`,
    'credit.refused': ({ facts, by }) => `Credit refused by ${by}${because(facts.reason)}`,
    'reconciliation.held': (told) =>
      `${count(told.facts.length, 'difference')} found, ${told.facts.filter((one) => !one.withinTolerance).length} beyond tolerance: ${found(told)}`,
    'reconciliation.tolerated': (told) =>
      `${count(told.facts.length, 'difference')} found, within tolerance: ${found(told)}`,
    'discrepancy.accept': ({ facts, by }) =>
      `Difference accepted by ${by}${blamed(facts.cause)}${because(facts.reason)}`,
    'discrepancy.requote': ({ facts, by }) =>
      `New quote asked for by ${by}${blamed(facts.cause)}${because(facts.reason)}`,
    'discrepancy.ask': ({ facts, by }) => `Customer asked by ${by}${blamed(facts.cause)}${because(facts.reason)}`,
    'discrepancy.reject': ({ facts, by }) =>
      `Difference rejected by ${by}${blamed(facts.cause)}${because(facts.reason)}`,
    'invoice.issued': ({ facts, what, currency }, say) =>
      facts.delivery === null
        ? `Deposit invoice ${what} of ${say.amount(facts.gross, currency)}, due ${say.date(facts.dueDate)}`
        : `Invoice ${what} of ${say.amount(facts.gross, currency)} ${facts.replaces ? `in place of ${facts.replaces.invoice} (${say.amount(facts.replaces.was, currency)})` : `for delivery ${facts.delivery}`}, due ${say.date(facts.dueDate)}`,
    'payment.received': ({ facts }, say) =>
      `Payment of ${say.amount(facts.amount, facts.currency)} received (${facts.reference})`,
    'payment.assigned': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} of payment ${facts.reference} is of ${facts.customer}${because(facts.reason)}`,
    'payment.allocated': ({ facts, what, currency }, say) =>
      `${say.amount(facts.amount, currency)} of payment ${facts.reference} on invoice ${what}; ${isZero(facts.open) ? 'settled' : `${say.amount(facts.open, currency)} still open`}`,
    'payment.reversed': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} of payment ${facts.reference} taken back from ${itemOf(facts)}; ${say.amount(facts.open, facts.currency)} open${takenBack(facts)}`,
    'payment.returned': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} of payment ${facts.reference} went back (${facts.returnedBy})`,
    'claim.paid': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} of payment ${facts.reference} on ${itemOf(facts)}; ${isZero(facts.open) ? 'paid' : `${say.amount(facts.open, facts.currency)} still open`}`,
    'claim.credited': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} of ${itemOf(facts)} fell away with credit note ${facts.creditNote}`,
    'claim.waived': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} of ${itemOf(facts)} waived${because(facts.reason)}`,
    'invoice.credited': ({ facts }, say) =>
      `Credit note ${facts.creditNote} of ${say.amount(facts.amount, facts.currency)} on invoice ${facts.invoice}: ${creditScope[facts.scope]}, ${creditReason[facts.reason]}${because(facts.note)}; ${goesTo(facts, say)}`,
    'invoice.credit-asked': ({ facts, by }, say) =>
      `Credit of ${say.amount(facts.amount, facts.currency)} asked for by ${by}: ${creditReason[facts.reason]}; a second person decides`,
    'invoice.credit-granted': ({ facts, by }, say) =>
      `Credit of ${say.amount(facts.amount, facts.currency)} granted by ${by}${because(facts.reason)}`,
    'invoice.credit-refused': ({ facts, by }, say) =>
      `Credit of ${say.amount(facts.amount, facts.currency)} refused by ${by}${because(facts.reason)}`,
    'invoice.credit-applied': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} of credit note ${facts.creditNote} deducted from ${itemOf(facts)}; ${isZero(facts.open) ? 'settled' : `${say.amount(facts.open, facts.currency)} still open`}`,
    'invoice.loss-taken-back': ({ facts }, say) =>
      `Credit note ${facts.creditNote} takes the place of a loss of ${say.amount(facts.amount, facts.currency)} on invoice ${facts.invoice}`,
    'invoice.credit-reversed': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} of credit note ${facts.creditNote} taken back from ${itemOf(facts)}; ${say.amount(facts.open, facts.currency)} open${because(facts.reason)}`,
    'invoice.credit-regained': ({ facts, what }, say) =>
      `${say.amount(facts.amount, facts.currency)} back on credit note ${what}${stillToGive(facts, say)}`,
    'invoice.credit-spent': ({ facts, what }, say) =>
      `${say.amount(facts.amount, facts.currency)} of credit note ${what} set off${stillToGive(facts, say)}`,
    'invoice.refunded': ({ facts, what }, say) =>
      `${say.amount(facts.amount, facts.currency)} of credit note ${what} paid out (${facts.reference})${stillToGive(facts, say)}`,
    'invoice.written-off': ({ facts }, say) =>
      `${say.amount(facts.amount, facts.currency)} of ${itemOf(facts)} written off${because(facts.reason)}`,
    'invoice.status-received': ({ facts, what }) =>
      `Invoice ${what} ${lifecycle.code[facts.code]} (${facts.code})${facts.reasons.length === 0 ? '' : `: ${whyOf(facts.reasons)}`}`,
    'invoice.status-told': ({ facts, what }, say) =>
      `The platform is told of ${say.amount(facts.amount, facts.currency)} ${isNegative(facts.amount) ? 'gone back' : 'paid'} on invoice ${what}`,
    'complaint.opened': ({ facts }, say) =>
      `Complaint ${facts.complaint} opened${openedBy[facts.origin]}: ${complaintKind[facts.kind]}${disputed(facts, say)}: ${facts.description}`,
    'complaint.assigned': ({ facts, by }, say) =>
      `Complaint ${facts.complaint} given to ${facts.name ?? 'nobody in particular'} by ${by}, to be decided by ${say.moment(facts.dueAt, 'UTC')} UTC`,
    'complaint.qualified': ({ facts }, say) =>
      `Complaint ${facts.complaint} is: ${complaintKind[facts.kind]}${facts.lines.length === 0 ? '' : `, ${linesOf(facts.lines, say)}`}${disputed(facts, say)}`,
    'complaint.noted': ({ facts, by }) => `On complaint ${facts.complaint}, ${by}: ${facts.text}`,
    'complaint.file-added': ({ facts }) => `${facts.name} kept with complaint ${facts.complaint}`,
    'complaint.decided': ({ facts, by }) =>
      `Complaint ${facts.complaint} decided by ${by}: ${complaintOutcome[facts.outcome]}${facts.creditNote === null ? '' : ` ${facts.creditNote}`}${facts.goodsExpected ? ', goods to come back' : ''}${because(facts.reason)}`,
    'complaint.replaced': ({ facts }, say) =>
      `Delivered again for complaint ${facts.complaint}, free of charge: ${linesOf(facts.lines, say)}; ${nextDelivery(facts.nextDate, say)}`,
    'complaint.goods-received': ({ facts }, say) =>
      `Goods back for complaint ${facts.complaint}: ${facts.goods.map(({ lineNo, restocked, scrapped }) => `line ${lineNo}, ${say.quantity(restocked)} into stock, ${say.quantity(scrapped)} written off`).join('; ')}`,
    'complaint.withdrawn': ({ facts }) => `Complaint ${facts.complaint} withdrawn${because(facts.reason)}`,
    'complaint.escalated': ({ facts }) =>
      `Complaint ${facts.complaint} waits too long: its ${facts.told} is told (reminder ${facts.escalation})`,
    'mail.sent': (told) => `Mail sent${told.facts.to === '' ? '' : ` to ${told.facts.to}`}: ${mailOf(told)}`,
    'mail.failed': (told) => `Mail refused by the server, ${mailOf(told)}: ${told.facts.response}`,
    'mail.was-sent': (told) => `Mail taken as sent, ${mailOf(told)}${because(told.facts.reason)}`,
    'mail.send-again': (told) => `Mail to be sent again, ${mailOf(told)}${because(told.facts.reason)}`,
    'mail.skip': (told) => `Mail given up, ${mailOf(told)}${because(told.facts.reason)}`,
    'dunning.courtesy': dunned,
    'dunning.level-1': dunned,
    'dunning.level-2': dunned,
    'dunning.level-3': dunned,
    'dunning.final-notice': dunned,
    'dunning.hand-over': dunned,
    'dunning.asked': ({ facts }, say) =>
      [
        ...(facts.toAllocate === null
          ? []
          : [`Finance asked to allocate ${say.amount(facts.toAllocate, facts.currency)}`]),
        ...(facts.toWriteOff.length === 0
          ? []
          : [`Finance asked to write off what is open of ${facts.toWriteOff.join(', ')}`]),
      ].join('; '),
    'dunning.withdrawn': ({ facts }) =>
      `${letterOf(facts)}: letter ${facts.letter} withdrawn, what it claimed has changed`,
    'dunning.held': ({ facts, what }, say) =>
      `Dunning of ${facts.invoice ?? what} held${facts.until === null ? '' : ` until ${say.date(facts.until)}`}${because(facts.reason)}`,
    'dunning.hold-lifted': ({ facts, what }) => `Dunning of ${facts.invoice ?? what} goes on${because(facts.reason)}`,
    'dunning.was-sent': ({ facts }) => `${letterOf(facts)}: taken as sent${because(facts.reason)}`,
    'dunning.send-again': ({ facts }) => `${letterOf(facts)}: to be sent again${because(facts.reason)}`,
    'dunning.skip': ({ facts }) => `${letterOf(facts)}: given up${because(facts.reason)}`,
    'stock.received': ({ facts, what }, say) =>
      `Stock receipt ${what}: ${facts.lines.map((line) => `${say.quantity(line.quantity)} of ${line.product}`).join(', ')}`,
    'customer.created': ({ what }) => `Customer ${what} created`,
    'customer.changed': ({ what }) => `Customer ${what} changed`,
    'customer.credit-stopped': ({ facts }) => `Credit stop set by the dunning of invoice ${facts.invoice}`,
    'customer.credit-stop-lifted': ({ facts }) => `Credit stop lifted: invoice ${facts.invoice} is paid`,
    'customer.statement-issued': ({ facts }, say) =>
      `Statement of account ${facts.statement} issued, at ${say.date(facts.on)}`,
    'customer.address-added': ({ facts }) => `Address ${facts.code} added`,
    'customer.address-changed': ({ facts }) => `Address ${facts.code} changed`,
    'customer.contact-added': ({ facts }) => `Contact ${facts.code} added`,
    'customer.contact-changed': ({ facts }) => `Contact ${facts.code} changed`,
    'customer.item-set': ({ facts }) =>
      facts.product === null
        ? `Their item ${facts.item} stands for nothing any more`
        : `Their item ${facts.item} is ${facts.product}`,
    'product.created': ({ what }) => `Product ${what} created`,
    'product.changed': ({ what }) => `Product ${what} changed`,
    'acquisition-spend.entered': ({ facts }, say) =>
      `Spent to win customers in ${facts.month.slice(0, 7)}: ${say.amount(facts.amount, facts.currency)} (${facts.what})`,
    'acquisition-spend.withdrawn': ({ facts }, say) =>
      `Spend of ${facts.month.slice(0, 7)} taken back: ${say.amount(facts.amount, facts.currency)} (${facts.what})`,
    'capacity.set': ({ facts }, say) =>
      `Capacity of ${facts.person}: ${facts.perDay} a day from ${say.date(facts.from)} (${terms.work[facts.work]})`,
    'product.cost-set': ({ facts, what }, say) => `Cost of ${what} entered from ${say.date(facts.from)}`,
    'exchange-rate.set': ({ facts }, say) =>
      `Rate of exchange of ${facts.currency}: ${facts.rate} from ${say.date(facts.from)}`,
    'tax-rate.set': ({ facts }, say) =>
      `VAT in ${facts.country}, ${terms.taxClass[facts.taxClass]}: ${say.percent(facts.vatRate)} from ${say.date(facts.from)}`,
    'invoice-series.set': ({ facts }, say) =>
      `Numbers (${terms.invoiceKind[facts.kind]}, ${seriesOrigin[facts.origin]}) from ${say.date(facts.from)}: ${facts.prefix ?? 'with all others'}`,
    'document-template.set': ({ facts }, say) =>
      `Template of documents ${facts.version} in force from ${say.date(facts.from)}`,
    'document-logo.kept': ({ facts }) => `Logo uploaded (${facts.width} × ${facts.height})`,
    'quote.created': ({ what }) => `Quote ${what} made`,
    'quote.revised': ({ facts, what }) => `Quote ${what} revised${because(facts.reason)}`,
    'quote.sent': ({ facts, what }) => `Quote ${what} sent (revision ${facts.revision})`,
    'quote.changed': ({ facts, what }, say) => `Quote ${what} valid until ${say.date(facts.validUntil)}`,
    'quote.lost': ({ facts, what }) => `Quote ${what} lost${because(facts.lostReason)}`,
    'quote.accepted': ({ facts, what }) =>
      `Quote ${what} accepted${facts.reference === null ? '' : ` (${facts.reference})`}`,
    'worklist.assigned': ({ facts }) =>
      facts.assignee === null
        ? 'Line of the worklist given back to all'
        : `Line of the worklist given to ${facts.name ?? facts.assignee}`,
    'worklist.put-aside': ({ facts }, say) =>
      facts.until === null
        ? 'Line of the worklist taken up again'
        : `Line of the worklist put aside until ${say.date(facts.until)}`,
    'worklist.completed': ({ facts, by }) => `Line of the worklist ended by ${by}: ${facts.reason}`,
    'worklist.commented': ({ facts, by }) => `${by} on a line of the worklist: ${facts.text}`,
    'view.saved': ({ facts }) => `View “${facts.name}” saved`,
    'view.changed': ({ facts }) => `View “${facts.name}” ${facts.removed ? 'taken away' : 'changed'}`,
    'view.shared': ({ facts }) => `View “${facts.name}” ${facts.shared ? 'shared with all' : 'shared no more'}`,
    'view.chosen': ({ facts }) => (facts.view === null ? 'List begins as it comes' : 'List begins with a view'),
    'list.exported': ({ facts, what }) =>
      `List ${what} taken away as ${facts.format.toUpperCase()}: ${facts.rows} ${facts.rows === 1 ? 'row' : 'rows'}${facts.whole ? '' : ', broken off'}`,
    'process.repaired': ({ facts }) => `Process ${facts.workflowId} ${repaired[facts.how]}`,
    'principal.created': ({ facts, what }) => `${what} may act as ${facts.role}`,
    'principal.changed': ({ facts, what }) =>
      [
        ...(facts.name === undefined ? [] : [`${what} is called ${facts.name}`]),
        ...(facts.role === undefined ? [] : [`${what} may act as ${facts.role}`]),
        ...(facts.seesAllCustomers === undefined
          ? []
          : [`${what} sees ${facts.seesAllCustomers ? 'every customer' : 'their own customers only'}`]),
        ...(facts.active === undefined ? [] : [`${what} was put ${facts.active ? 'in' : 'out of'} use`]),
      ].join('; '),
    'principal.linked': ({ facts, what }) => `${what} is one person with ${facts.person}`,
    'principal.unlinked': ({ what }) => `${what} is a person of its own again`,
    'api-key.created': ({ facts }) => `API key ${facts.prefix}… created for ${facts.principalId}`,
    'api-key.revoked': ({ facts }) => `API key revoked${facts.reason === undefined ? '' : `: ${facts.reason}`}`,
    'password.set': ({ what }) => `${what} was given a new password`,
    'password.changed': ({ what }) => `${what} changed their password`,
    'totp.begun': ({ what }) => `${what} began to set up an authenticator`,
    'totp.confirmed': ({ what }) => `${what} signs in with a code from here on`,
    'totp.removed': ({ what }) => `${what} signs in without a code again`,
    'session.ended': ({ facts }) => `Session of ${facts.principal} ended`,
    'person.erased': ({ facts }) =>
      `What we knew of a person is erased from ${count(
        Object.values(facts.rows).reduce((sum, rows) => sum + rows, 0),
        'row',
      )}: ${facts.reason}`,
    'month-end.made': ({ facts }) =>
      `Month end ${facts.month}, version ${facts.version}${facts.reason === null ? '' : `: ${facts.reason}`}`,
    'billing.begun': ({ facts }, say) =>
      `Billing of what left up to ${say.date(facts.upTo)} begun: ${facts.customer ?? count(facts.customers, 'customer')}`,
    'idempotency-keys.deleted': ({ facts }, say) =>
      `${count(facts.rows, 'idempotency key')} from before ${say.date(facts.before)} deleted`,
    'legal-hold.placed': ({ facts }) => `Legal hold on ${held[facts.kind]} ${facts.subject}: ${facts.reason}`,
    'legal-hold.lifted': ({ facts }) =>
      `Legal hold on ${held[facts.kind]} ${facts.subject} lifted${facts.reason === undefined ? '' : `: ${facts.reason}`}`,
    'mails.reduced': ({ facts }, say) =>
      `Text and recipient gone from ${count(facts.rows, 'mail')} of orders closed before ${say.date(facts.before)}`,
    'worklist.forgotten': ({ facts }, say) =>
      `${count(facts.lines, 'line')} of the worklist, ${count(facts.comments, 'comment')}, ${count(facts.preparations ?? 0, 'preparation')} and ${count(facts.notes ?? 0, 'word')} on requests for news from before ${say.date(facts.before)} deleted`,
    'sessions.forgotten': ({ facts }, say) =>
      `${count(facts.rows, 'sign-in')} over before ${say.date(facts.before)} deleted`,
    'move-in.signed-off': () => 'Books of another system moved in',
    'move-in.uploaded': ({ facts }) => `Files to be moved in: ${facts.files.join(', ')}`,
    'move-in.confirmed': () => 'Totals of the move-in signed off',
    'move-in.undo-asked': ({ facts }) => `The move-in is to be undone: ${facts.reason}`,
    'move-in.undone': () => 'Move-in undone: everything that it brought is gone',
    'company.created': () => 'Our company is on record',
    'company.changed': () => 'Our company is changed',
    'policy.created': ({ what }) => `Policy ${what} is on record`,
    'policy.changed': ({ what }) => `Policy ${what} is changed`,
  },
  wait: waiting,
  difference,
  creditDecision,
  notNow: {
    'order-closed': (stage) => `The order is closed: ${stage}.`,
    'order-delivered': () => 'Goods have left: an order with deliveries is not amended.',
    'order-not-ready': (stage) => `Not while the order is at: ${stage}.`,
    'credit-stopped': () => 'A credit stop of the customer holds its deliveries.',
    'deposit-unpaid': () => 'Its deposit is not paid.',
    'waits-for-finance': () => 'Its deliveries wait for finance.',
    'not-stopped': () => 'No credit stop holds its deliveries.',
    'over-delivery': () => 'Nothing is left to deliver.',
    'not-allocated': () => 'No stock is allocated: everything open is on backorder.',
    'over-cancellation': () => 'Nothing is left to cancel.',
    'asked-for-it': () => 'You entered or amended this order: somebody else decides.',
    'gave-room': () => 'You gave its customer room (a limit, the end of a stop, money): somebody else decides.',
  },
  workItems: {
    'credit-hold': ({ facts, order, currency }, say) => ({
      title: `Credit hold: order ${order}`,
      sentence: `${capital(holdOf(facts.reason))}. Order ${say.amount(facts.gross, currency)}, exposure ${say.amount(facts.exposure, currency)}, limit ${say.amount(facts.limit, currency)}, overdue ${say.amount(facts.overdue, currency)}${heldBefore(facts, currency, say)}. Release or refuse.`,
    }),
    discrepancy: ({ facts, order, currency }) => ({
      title: `Discrepancies: order ${order}`,
      sentence: facts.map((one) => difference(one, currency)).join('; '),
    }),
    'dunning-report': ({ facts, invoice, currency }, say) => ({
      title: `Dunning, ${terms.level[facts.level]}: ${facts.invoices.length === 1 ? `invoice ${invoice}` : `${facts.invoices.length} invoices`}`,
      sentence: dunning(facts, currency, say),
    }),
    collections: ({ facts, invoice, currency }, say) => ({
      title: `Take over: invoice ${invoice}`,
      sentence: dunning(facts, currency, say),
    }),
    allocation: ({ facts }, say) => ({
      title: `Allocate payment ${facts.reference}`,
      sentence: `${say.amount(facts.amount, facts.currency)} is left of it, and ${say.amount(facts.openTotal, facts.currency)} open on ${count(facts.openCount, 'invoice')}${facts.holdsLetters ? '; it covers what is due, and no letter leaves meanwhile' : ''}.`,
    }),
    'write-off': ({ facts, invoice, currency }, say) => ({
      title: `Residue: invoice ${invoice}`,
      sentence: `${say.amount(facts.amount, currency)} left is too little to ask for. Write it off, or leave it.`,
    }),
    'mail-unknown': ({ facts }) => ({
      title: `${isElectronic(facts.channel ?? 'mail') ? 'Does the platform have this?' : 'Did this mail arrive?'} ${mailNamed(facts)}`,
      sentence: facts.response,
    }),
    'mail-failed': ({ facts }) => ({
      title: `${isElectronic(facts.channel ?? 'mail') ? 'The platform refused this' : 'This mail was refused'}: ${mailNamed(facts)}`,
      sentence: facts.response,
    }),
    'month-end-unaddressed': ({ facts }) => ({
      title: `Month end ${facts.month} has nobody to go to`,
      sentence: `Version ${facts.version} is made and kept, but no manager has an e-mail address. Give one to a manager under People; the month end is read under Figures.`,
    }),
    'platform-channel': ({ facts }, say) => ({
      title: facts.isAway ? 'The platform is not to be reached' : 'The platform takes nothing from us',
      sentence: `${facts.isAway ? 'Attempts end in' : 'It says'}: ${facts.response}. Mend it, or PLATFORM_URL and what goes with it. Since ${say.moment(facts.since, 'UTC')} UTC ${count(facts.waiting, 'thing')} ${facts.waiting === 1 ? 'waits, and goes by itself' : 'wait, and go by themselves'} then.`,
    }),
    'platform-message': ({ facts }) => ({
      title: `${facts.found === 'unread' ? 'A message of the platform that cannot be read' : 'A message of the platform about no invoice of ours'}: ${facts.name}`,
      sentence: `${capital(facts.why)}. Ask the platform about it; the message is kept.`,
    }),
    'invoice-status': ({ facts, invoice }) => ({
      title: `Invoice ${invoice} ${lifecycle.code[facts.code]} (${facts.code})`,
      sentence: `${capital(whyOf(facts.reasons))}. To do: ${lifecycle.action[facts.action]}.`,
    }),
    'invoice-by-hand': ({ facts, invoice }) => ({
      title: facts.channel === 'paper' ? `Print and post: ${invoice}` : `Upload to the customer’s portal: ${invoice}`,
      sentence: `For ${facts.to}. Say when it is done.`,
    }),
    complaint: ({ facts, order }, say) => ({
      title: `Complaint ${facts.complaint}: ${complaintKind[facts.complaintKind]}`,
      sentence: `Order ${order}${facts.delivery === null ? '' : `, delivery ${facts.delivery}`}${facts.disputed === null ? '' : `: ${say.amount(facts.disputed, facts.currency)} disputed`}. ${facts.complaintKind === 'reserve' ? 'Say what it is, then decide.' : 'Decide.'}`,
    }),
    'mail-channel': ({ facts }, say) => ({
      title: facts.isAway === true ? 'The mail server is not to be reached' : 'The mail server takes nothing from us',
      sentence:
        (facts.isAway === true
          ? `Attempts end in: ${facts.response}. Mend the server, the way to it, or its address in SMTP_URL.`
          : `It says: ${facts.response}. Mend the server, or our address, password or TLS with it.`) +
        (facts.since === undefined || facts.waiting === undefined
          ? ' Mails wait, and go by themselves then.'
          : ` Since ${say.moment(facts.since, 'UTC')} UTC ${count(facts.waiting, 'mail')} ${facts.waiting === 1 ? 'waits, and goes by itself' : 'wait, and go by themselves'} then.`),
    }),
    acknowledgement: ({ facts, order }, say) => ({
      title: `${facts.isLate ? 'Acknowledgement late' : 'Acknowledgement soon late'}: order ${order}`,
      sentence: `${capital(terms.stage[facts.stage])}. The customer has no answer; it ${facts.isLate ? 'was' : 'is'} due ${say.moment(facts.target, facts.zone)}.`,
    }),
    'delivery-due': ({ facts, order }, say) => ({
      title: `To deliver: order ${order}`,
      sentence: `${count(facts.lines, 'line')} reserved, promised for ${say.date(facts.on)}${facts.backordered === 0 ? '' : `; ${count(facts.backordered, 'line')} on backorder`}.${facts.isPrepared ? ' It lies ready.' : ''}`,
    }),
    'promise-late': ({ facts, order }, say) => ({
      title: `Promise not kept: order ${order}`,
      sentence: `${count(facts.lines, 'line')} promised for ${say.date(facts.promised)} not delivered, ${facts.ready === 0 ? 'none in stock' : `${facts.ready} in stock`}${facts.next === null ? '; no new date yet' : `; new date ${say.date(facts.next)}`}. Tell the customer.`,
    }),
    'proof-missing': ({ facts, order }, say) => ({
      title: `No proof of receipt: delivery ${facts.delivery}`,
      sentence: `Order ${order} left on ${say.date(facts.departedOn)}${facts.carrier === null ? '' : ` with ${facts.carrier}`}${facts.deliveredOn === null ? '' : `, arrived on ${say.date(facts.deliveredOn)}`}; nobody has signed.`,
    }),
    'not-invoiced': ({ facts, order }, say) => ({
      title: `Not invoiced: delivery ${facts.delivery}`,
      sentence: `Order ${order} left on ${say.date(facts.departedOn)}${facts.billing === 'delivery' ? '' : ` and is billed by ${facts.billing}, at the latest on ${say.date(facts.billedBy)}`}; no invoice charges it.`,
    }),
    unallocated: ({ facts }, say) => ({
      title: `Money without a taker: ${facts.reference}`,
      sentence: `${say.amount(facts.amount, facts.currency)} of ${say.date(facts.date)}${facts.isCustomerKnown ? '; nothing of the customer is open for it' : ' from nobody known'}.`,
    }),
    'credit-approval': ({ facts, invoice }, say) => ({
      title: `${facts.isCorrection ? 'Correction' : 'Credit'} to grant: invoice ${invoice}`,
      sentence: `${say.amount(facts.amount, facts.currency)} asked for by ${facts.by}: ${creditReason[facts.reason]}${because(facts.note)}. Somebody else grants or refuses it.`,
    }),
    'credit-to-give': ({ facts }, say) => ({
      title: `Credit owed to the customer: ${facts.creditNote}`,
      sentence: `${say.amount(facts.amount, facts.currency)} of ${say.date(facts.date)}, a credit of ${facts.corrects}: to be set off, or paid out.`,
    }),
  },
};

const whyOf = (reasons: readonly StatusReason[]): string =>
  reasons.map(({ code, text }) => `${lifecycle.reason[code]}${because(text)}`).join('; ') || 'no reason was given';

const mailNamed = ({ mail, to, subject }: WorkItemFacts<'mail-failed'>): string =>
  subject === '' ? mail : `“${subject}” to ${to}`;
