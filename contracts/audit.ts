import { ExchangeRate } from './exchange-rate.js';
import { z } from 'zod';
import { FoundDiscrepancy } from './discrepancy.js';
import type { OrderStanding, OrderVersion, StandingLines } from './order-version.js';
import { CapacityInput } from './capacity.js';
import { Sha256 } from './document-template.js';
import { InvoiceSeriesInput } from './invoice-series.js';
import { PartyContact } from './parties.js';
import { StatusReason } from './lifecycle.js';
import { Instant, LocalDate } from './primitives.js';
import { ProductCost } from './product-cost.js';
import { TaxRate } from './tax.js';
import {
  heldKinds,
  claimKinds,
  complaintKinds,
  complaintOrigins,
  complaintOutcomes,
  complaintStatuses,
  creditReasons,
  creditScopes,
  dunningLevels,
  dunningStepStatuses,
  errorCauses,
  orderOrigins,
  orderStages,
  roles,
  informationAskers,
  lifecycleCodes,
} from './vocabulary.js';
import { CreditHoldReason, Wait } from './wait.js';

/**
 * What somebody did, and the facts kept with it: each is an action of the audit, and its schema the least that stands in
 * `after`. The sentence of the dossier is made of them in the reader's language, so that an action without its facts, or
 * without its sentence, does not compile.
 */

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const lines = z.array(z.looseObject({ lineNo: z.number(), quantity: decimal })).readonly();
const date = LocalDate.nullable();

const names = z.array(z.string()).readonly();
/** Who stood on which side of a decision: persons, whatever the names under which they act. */
const sides = {
  sides: z.object({ asked: names, gaveRoom: names, decided: z.string() }).optional(),
};
/** Room that those who asked gave themselves, and that was not counted. */
const ownRoom = z.object({ limit: decimal, money: decimal, overdue: decimal, stopLifted: z.boolean() }).optional();
const account = {
  gross: decimal,
  exposure: decimal,
  limit: decimal,
  heldBefore: decimal.optional(),
  heldCounts: z.boolean().optional(),
  ...sides,
};
const assessed = z.looseObject({ ...account, reason: CreditHoldReason.nullable(), ownRoom });
const decided = z.looseObject({ ...account, reason: z.string() });
const found = z.array(FoundDiscrepancy).readonly();
const cause = z.enum(errorCauses).nullable().optional();
const disposed = z.looseObject({ discrepancy: z.string(), reason: z.string(), cause, ...sides });
/** Empty when it had not been written yet. */
const mailed = { to: z.string(), subject: z.string() };
const mailResolved = z.looseObject({ ...mailed, reason: z.string() });
const spent = z.looseObject({ month: LocalDate, amount: decimal, currency: z.string(), what: z.string() });
const closed = z.looseObject({ reason: z.string().nullable() });
const letter = { invoice: z.string(), level: z.enum(dunningLevels) };
const letterResolved = z.looseObject({ ...letter, reason: z.string() });
const dunned = z.looseObject({
  ...letter,
  status: z.enum(dunningStepStatuses),
  claimed: decimal,
  recoveryFee: decimal,
  openAmount: decimal,
  handOver: z.boolean(),
  creditStop: z.boolean(),
});
/** `code`: of the request, one of an invoice after the other. */
const creditRequest = { code: z.string(), amount: decimal, currency: z.string() };
/** What was posted on an invoice, or on what is claimed beside it, and what is open of that afterwards. */
const posted = {
  of: z.enum(['principal', ...claimKinds]),
  invoice: z.string(),
  amount: decimal,
  open: decimal,
  currency: z.string(),
};
const changes = z.looseObject({});
/** What is complained of; `disputed`: tax included, null: nobody has said how much. */
const complained = {
  kind: z.enum(complaintKinds),
  disputed: decimal.nullable(),
  currency: z.string(),
  lines,
};
const complaint = z.looseObject({ complaint: z.string(), status: z.enum(complaintStatuses) });
const coded = z.looseObject({ code: z.string() });
/** Nothing beyond what was done and to what. */
const bare = z.unknown();

export const auditFacts = {
  'order.received': z.looseObject({
    origin: z.enum(orderOrigins),
    quote: z.looseObject({ number: z.string() }).nullable(),
    gross: decimal,
    lines: z.number(),
  }),
  /** It comes from another system, as it stood there. */
  'order.moved-in': z.looseObject({ gross: decimal, stage: z.enum(orderStages), lines: z.number() }),
  'order.proforma-made': z.looseObject({ version: z.number(), gross: decimal, currency: z.string() }),
  'quote.proforma-made': z.looseObject({ version: z.number(), gross: decimal, currency: z.string() }),
  'order.contacts-changed': z.looseObject({ contacts: z.array(PartyContact).readonly(), reason: z.string() }),
  'order.amended': z.looseObject({ version: z.number(), gross: decimal, reason: z.string(), cause }),
  /** With lines: a part, or the whole, taken back. Without: the order ended by it. */
  'order.cancelled': z.looseObject({ lines: lines.optional(), reason: z.string().nullable() }),
  'order.settled': closed,
  /** Money that had settled it was taken back from these invoices, or a complaint has goods delivered again. */
  'order.reopened': z.looseObject({
    stage: z.enum(orderStages),
    invoices: z.array(z.string()).readonly(),
    complaint: z.string().optional(),
  }),
  'order.refused': closed,
  'order.rejected': closed,
  'order.accepted': z.looseObject({
    version: z.number(),
    reconciled: z.enum(['matched', 'tolerated', 'accepted']),
    nextDate: date,
    backorder: z.boolean(),
  }),
  'order.promised': z.looseObject({ waitsFor: Wait, nextDate: date }),
  'order.escalated': z.looseObject({ kind: z.enum(['credit-hold', 'discrepancy']), escalation: z.number() }),
  'order.backorder-served': z.looseObject({
    line: z.number(),
    product: z.string(),
    quantity: decimal,
    /** Null: a credit stop that had held it back holds it no more. */
    receipt: z.string().nullable(),
    waiting: z.boolean(),
  }),
  'order.delivered': z.looseObject({ lines, carrier: z.string().nullable(), open: z.boolean() }),
  /** What is reserved was picked: it lies ready. */
  'order.prepared': z.looseObject({ lines: z.array(z.looseObject({ lineNo: z.number(), quantity: z.string() })) }),
  'information.requested': z.looseObject({ asker: z.enum(informationAskers), note: z.string().nullable() }),
  'information.withdrawn': z.looseObject({ asker: z.enum(informationAskers) }),
  'delivery.arrived': z.looseObject({ deliveredOn: LocalDate }),
  /** Finance lets an order go on that a credit stop holds. */
  'delivery.released': z.looseObject({ stopped: z.boolean(), reason: z.string(), ...sides }),
  'delivery.proved': z.looseObject({
    receivedBy: z.string(),
    reserves: z.string().nullable(),
    signed: z.boolean().optional(),
  }),
  'delivery.proof-corrected': z.looseObject({
    receivedBy: z.string(),
    reserves: z.string().nullable(),
    reason: z.string(),
  }),
  'credit.approved': assessed,
  'credit.watch': assessed,
  'credit.held': assessed,
  'credit.released': decided,
  'credit.refused': decided,
  'reconciliation.held': found,
  'reconciliation.tolerated': found,
  'discrepancy.accept': disposed,
  'discrepancy.requote': disposed,
  'discrepancy.ask': disposed,
  'discrepancy.reject': disposed,
  /** With the invoice whose place it takes, and what that came to still. */
  'invoice.issued': z.looseObject({
    gross: decimal,
    dueDate: LocalDate,
    delivery: z.string().nullable(),
    replaces: z.object({ invoice: z.string(), creditNote: z.string(), was: decimal }).optional(),
  }),
  'payment.received': z.looseObject({ amount: decimal, currency: z.string(), reference: z.string() }),
  'payment.assigned': z.looseObject({
    customer: z.string(),
    amount: decimal,
    currency: z.string(),
    reference: z.string(),
    reason: z.string(),
  }),
  'payment.allocated': z.looseObject({ amount: decimal, open: decimal, reference: z.string() }),
  /** Undone by a person for a reason, or with money that went back. */
  'payment.reversed': z.looseObject({
    ...posted,
    reference: z.string(),
    reason: z.string().nullable(),
    returnedBy: z.string().nullable(),
  }),
  'payment.returned': z.looseObject({
    amount: decimal,
    currency: z.string(),
    reference: z.string(),
    returnedBy: z.string(),
  }),
  'claim.paid': z.looseObject({ ...posted, reference: z.string() }),
  /** Fell away with what this credit note took back. */
  'claim.credited': z.looseObject({ ...posted, creditNote: z.string() }),
  'claim.waived': z.looseObject({ ...posted, reason: z.string() }),
  /** `amount`: the credit note's, tax included; `applied` is deducted from the invoice, and `toGive` stays ours to give. */
  'invoice.credited': z.looseObject({
    creditNote: z.string(),
    invoice: z.string(),
    scope: z.enum(creditScopes),
    reason: z.enum(creditReasons),
    note: z.string().nullable(),
    amount: decimal,
    applied: decimal,
    /** Of `applied`, what had been written off; not on record of what was credited before. */
    takenBack: decimal.optional(),
    toGive: decimal,
    open: decimal,
    currency: z.string(),
  }),
  /** A loss on this invoice that the credit note took the place of; `amount` is no loss any more. */
  'invoice.loss-taken-back': z.looseObject({ ...posted, creditNote: z.string() }),
  /** A credit of so much waits for a second person. */
  'invoice.credit-asked': z.looseObject({ ...creditRequest, reason: z.enum(creditReasons) }),
  'invoice.credit-granted': z.looseObject({ ...creditRequest, reason: z.string() }),
  'invoice.credit-refused': z.looseObject({ ...creditRequest, reason: z.string() }),
  /** What a credit note had left was deducted from this invoice. */
  'invoice.credit-applied': z.looseObject({ ...posted, creditNote: z.string() }),
  /** What was deducted from this invoice was taken back, and is ours to give again. */
  'invoice.credit-reversed': z.looseObject({ ...posted, creditNote: z.string(), reason: z.string() }),
  /** What this credit note had less to give came back to it. */
  'invoice.credit-regained': z.looseObject({ amount: decimal, open: decimal, currency: z.string() }),
  /** What this credit note had left was deducted from invoices; `open`, below zero, is ours to give afterwards. */
  'invoice.credit-spent': z.looseObject({ amount: decimal, open: decimal, currency: z.string() }),
  /** What this credit note had left was paid out; `open` as above. */
  'invoice.refunded': z.looseObject({ amount: decimal, open: decimal, currency: z.string(), reference: z.string() }),
  'invoice.written-off': z.looseObject({ ...posted, reason: z.string() }),
  /** The platform told what became of it. */
  'invoice.status-received': z.looseObject({
    code: z.enum(lifecycleCodes),
    reasons: z.array(StatusReason).readonly(),
    message: z.string(),
  }),
  /** We tell the platform that money of it is there, or went back. */
  'invoice.status-told': z.looseObject({
    code: z.enum(lifecycleCodes),
    amount: decimal,
    currency: z.string(),
    on: LocalDate,
  }),
  /** A customer finds something wrong with goods or an invoice. */
  'complaint.opened': complaint.extend({
    ...complained,
    origin: z.enum(complaintOrigins),
    delivery: z.string().nullable(),
    invoice: z.string().nullable(),
    description: z.string(),
    dueAt: Instant,
  }),
  'complaint.assigned': complaint.extend({ owner: z.string().nullable(), name: z.string().nullable(), dueAt: Instant }),
  'complaint.qualified': complaint.extend(complained),
  'complaint.noted': complaint.extend({ text: z.string() }),
  'complaint.file-added': complaint.extend({ name: z.string(), sha256: z.string() }),
  'complaint.decided': complaint.extend({
    outcome: z.enum(complaintOutcomes),
    reason: z.string(),
    creditNote: z.string().nullable(),
    goodsExpected: z.boolean(),
  }),
  /** What is delivered again, free of charge, as new lines of the order. */
  'complaint.replaced': complaint.extend({ lines, nextDate: date }),
  'complaint.goods-received': complaint.extend({
    goods: z.array(z.looseObject({ lineNo: z.number(), restocked: decimal, scrapped: decimal })).readonly(),
  }),
  'complaint.withdrawn': complaint.extend({ reason: z.string() }),
  /** Its time has passed, on this day: who is told, by their neutral codes. */
  'complaint.escalated': complaint.extend({
    escalation: z.number(),
    told: z.enum(['owner', 'manager']),
    dueOn: LocalDate,
    codes: names,
  }),
  'mail.sent': z.looseObject({ ...mailed, kind: z.string() }),
  'mail.failed': z.looseObject({ ...mailed, response: z.string() }),
  'mail.was-sent': mailResolved,
  'mail.send-again': mailResolved,
  'mail.skip': mailResolved,
  'dunning.courtesy': dunned,
  'dunning.level-1': dunned,
  'dunning.level-2': dunned,
  'dunning.level-3': dunned,
  'dunning.final-notice': dunned,
  'dunning.hand-over': dunned,
  /** Finance is asked to allocate money that waits, or to write off what is too little to ask for. */
  'dunning.asked': z.looseObject({
    toAllocate: decimal.nullable(),
    toWriteOff: z.array(z.string()).readonly(),
    currency: z.string(),
  }),
  /** The letter did not leave: what it claimed had changed. What is still due is decided anew. */
  'dunning.withdrawn': z.looseObject({ ...letter, letter: z.string() }),
  'dunning.held': z.looseObject({ invoice: z.string().nullable(), until: date, reason: z.string() }),
  'dunning.hold-lifted': z.looseObject({ invoice: z.string().nullable(), reason: z.string() }),
  'dunning.was-sent': letterResolved,
  'dunning.send-again': letterResolved,
  'dunning.skip': letterResolved,
  'stock.received': z.looseObject({
    lines: z.array(z.looseObject({ product: z.string(), quantity: decimal })).readonly(),
  }),
  'customer.created': bare,
  'customer.changed': changes,
  /** Stopped, or lifted, by the dunning of this invoice. */
  'customer.credit-stopped': z.looseObject({ invoice: z.string() }),
  'customer.credit-stop-lifted': z.looseObject({ invoice: z.string() }),
  'customer.address-added': coded,
  'customer.statement-issued': z.strictObject({ statement: z.string(), on: LocalDate, mail: z.string().nullable() }),
  'customer.address-changed': coded,
  'customer.contact-added': coded,
  'customer.contact-changed': coded,
  'customer.item-set': z.looseObject({ item: z.string(), product: z.string().nullable() }),
  'product.created': bare,
  'product.changed': changes,
  'product.cost-set': ProductCost,
  'capacity.set': CapacityInput,
  'acquisition-spend.entered': spent,
  'acquisition-spend.withdrawn': spent,
  'tax-rate.set': TaxRate,
  'exchange-rate.set': ExchangeRate,
  'invoice-series.set': InvoiceSeriesInput,
  'document-template.set': z.strictObject({
    version: z.number(),
    from: LocalDate,
    sha256: Sha256,
    warnings: z.number(),
  }),
  'document-logo.kept': z.strictObject({ sha256: Sha256, type: z.string(), width: z.number(), height: z.number() }),
  'quote.created': bare,
  'quote.revised': z.looseObject({ revision: z.number(), reason: z.string().nullable() }),
  'quote.sent': z.strictObject({ revision: z.number(), version: z.number(), mail: z.string() }),
  'quote.changed': z.looseObject({ validUntil: LocalDate }),
  'quote.lost': z.looseObject({ lostReason: z.string().nullable() }),
  'quote.accepted': z.looseObject({ reference: z.string().nullable() }),
  /** `role`: whose worklist the line is in. */
  'worklist.assigned': z.looseObject({
    role: z.enum(roles),
    assignee: z.string().nullable(),
    name: z.string().nullable(),
  }),
  'worklist.put-aside': z.looseObject({ role: z.enum(roles), until: date }),
  'worklist.completed': z.looseObject({ role: z.enum(roles), reason: z.string() }),
  'worklist.commented': z.looseObject({ role: z.enum(roles), text: z.string() }),
  'view.saved': z.looseObject({ list: z.string(), name: z.string(), address: z.string() }),
  'view.changed': z.looseObject({ list: z.string(), name: z.string(), address: z.string(), removed: z.boolean() }),
  'view.shared': z.looseObject({ list: z.string(), name: z.string(), shared: z.boolean() }),
  'view.chosen': z.looseObject({ list: z.string(), view: z.string().nullable() }),
  /** A list left as a file; `whole`: its reader took it to the end. */
  'list.exported': z.looseObject({
    list: z.string(),
    format: z.enum(['csv', 'xlsx', 'txt', 'zip', 'xml']),
    filters: z.record(z.string(), z.string()),
    columns: z.array(z.string()).readonly(),
    rows: z.number(),
    whole: z.boolean(),
  }),
  'process.repaired': z.looseObject({ workflowId: z.string(), how: z.enum(['started', 'reset', 'told']) }),
  'principal.created': z.looseObject({ role: z.string() }),
  /** What of it was changed: name, role, whether it sees all customers, whether it is in use. */
  'principal.changed': z.looseObject({
    name: z.string().optional(),
    role: z.string().optional(),
    seesAllCustomers: z.boolean().optional(),
    active: z.boolean().optional(),
  }),
  /** It is one person with this other principal, or again one of its own. */
  'principal.linked': z.looseObject({ person: z.string() }),
  'principal.unlinked': z.looseObject({ person: z.string() }),
  'api-key.created': z.looseObject({ principalId: z.string(), prefix: z.string() }),
  'api-key.revoked': z.looseObject({ reason: z.string().optional() }),
  /** By somebody else: it has to be changed before anything else is done. */
  'password.set': bare,
  'password.changed': bare,
  'totp.begun': bare,
  /** From here on a code is asked for beside the password. */
  'totp.confirmed': bare,
  'totp.removed': bare,
  'session.ended': z.looseObject({ principal: z.string() }),
  /** What was known of a person was erased where no voucher needs it: rows by table. */
  'person.erased': z.looseObject({ reason: z.string(), rows: z.record(z.string(), z.number()) }),
  /** The figures of a month, as they were told then; `reason` null: the schedule had it made. */
  'month-end.made': z.looseObject({ month: z.string(), version: z.number(), reason: z.string().nullable() }),
  /** What customers have had is billed together; `customer` null: of all of them. */
  'billing.begun': z.looseObject({ upTo: LocalDate, customer: z.string().nullable(), customers: z.number() }),
  /** Nothing of this is deleted, reduced or erased until the hold is lifted. */
  'legal-hold.placed': z.looseObject({ kind: z.enum(heldKinds), subject: z.string(), reason: z.string() }),
  'legal-hold.lifted': z.looseObject({
    kind: z.enum(heldKinds),
    subject: z.string(),
    lifted: z.boolean(),
    reason: z.string().optional(),
  }),
  'idempotency-keys.deleted': z.looseObject({ before: LocalDate, rows: z.number() }),
  'mails.reduced': z.looseObject({ before: LocalDate, rows: z.number() }),
  'worklist.forgotten': z.looseObject({
    before: LocalDate,
    lines: z.number(),
    comments: z.number(),
    /** Left out before there were any. */
    preparations: z.number().optional(),
    notes: z.number().optional(),
  }),
  'sessions.forgotten': z.looseObject({ before: LocalDate, rows: z.number() }),
  /** What another system had on its books, with what it adds up to. */
  'move-in.signed-off': z.looseObject({ rows: z.record(z.string(), z.number()) }),
  'move-in.undone': bare,
  /** Files came, or others in their place. */
  'move-in.uploaded': z.looseObject({ files: z.array(z.string()) }),
  'move-in.confirmed': bare,
  'move-in.undo-asked': z.looseObject({ reason: z.string() }),
  'company.created': bare,
  'company.changed': bare,
  'policy.created': bare,
  'policy.changed': bare,
} as const;

export type AuditAction = keyof typeof auditFacts;
export type AuditFacts<A extends AuditAction = AuditAction> = z.infer<(typeof auditFacts)[A]>;

/**
 * Actions by which something comes to be, or is added to what was: nothing was something else before, and what they add
 * stands in `after`. A decision of the process about an order is such a thing too.
 */
export const addingActions = [
  'order.received',
  'order.moved-in',
  'move-in.signed-off',
  'move-in.uploaded',
  'order.accepted',
  'order.promised',
  'order.escalated',
  'order.backorder-served',
  'order.delivered',
  'credit.approved',
  'credit.watch',
  'credit.held',
  'reconciliation.held',
  'reconciliation.tolerated',
  'month-end.made',
  'billing.begun',
  'order.proforma-made',
  'quote.proforma-made',
  'invoice.issued',
  'invoice.status-received',
  'invoice.status-told',
  'invoice.credit-asked',
  'payment.received',
  'mail.sent',
  'mail.failed',
  'dunning.courtesy',
  'dunning.level-1',
  'dunning.level-2',
  'dunning.level-3',
  'dunning.final-notice',
  'dunning.hand-over',
  'dunning.asked',
  'dunning.withdrawn',
  'dunning.held',
  'stock.received',
  'customer.created',
  'customer.address-added',
  'customer.statement-issued',
  'customer.contact-added',
  'product.created',
  'product.cost-set',
  'capacity.set',
  'acquisition-spend.entered',
  'tax-rate.set',
  'exchange-rate.set',
  'invoice-series.set',
  'document-template.set',
  'document-logo.kept',
  'complaint.opened',
  'complaint.noted',
  'complaint.file-added',
  'complaint.escalated',
  'quote.created',
  'quote.sent',
  'worklist.commented',
  'order.prepared',
  'information.requested',
  'view.saved',
  'list.exported',
  'process.repaired',
  'principal.created',
  'api-key.created',
  'person.erased',
  'idempotency-keys.deleted',
  'legal-hold.placed',
  'mails.reduced',
  'worklist.forgotten',
  'sessions.forgotten',
  'company.created',
  'policy.created',
] as const satisfies readonly AuditAction[];

/** Actions on what was something else before: what it was stands in `before`. Any that is not said to add is one. */
export type ChangingAction = Exclude<AuditAction, (typeof addingActions)[number] | keyof Former>;

/** What stands in `before` where it is enough to rebuild what was. */
type Former = {
  readonly 'order.amended': OrderVersion;
  readonly 'order.cancelled': StandingLines;
  readonly 'order.settled': OrderStanding;
  readonly 'order.refused': OrderStanding;
  readonly 'order.rejected': OrderStanding;
};

/** An action with its facts. */
export type Audited = {
  readonly [A in AuditAction]: { readonly action: A } & (unknown extends AuditFacts<A>
    ? { readonly after?: unknown }
    : { readonly after: AuditFacts<A> }) &
    (A extends keyof Former
      ? { readonly before: Former[A] }
      : A extends ChangingAction
        ? { readonly before: object }
        : { readonly before?: unknown });
}[AuditAction];
