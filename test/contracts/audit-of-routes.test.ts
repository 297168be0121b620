import { describe, expect, it } from 'vitest';
import { routes } from '../../api/app.js';
import type { Permission } from '../../api/permissions.js';
import { addingActions, auditFacts, type AuditAction } from '../../contracts/audit.js';
import { readInvariants } from '../../prisma/queries/invariants.js';

/** What each route that changes something has on record of it, the process that it commands included. */
const written: Partial<Readonly<Record<Permission, readonly AuditAction[]>>> = {
  'orders.create': ['order.received'],
  'orders.amend': ['order.amended'],
  'orders.contacts': ['order.contacts-changed'],
  'orders.cancel': ['order.cancelled'],
  'orders.decide-credit': ['credit.released', 'credit.refused'],
  'orders.dispose': ['discrepancy.accept', 'discrepancy.requote', 'discrepancy.ask', 'discrepancy.reject'],
  'orders.dispose-several': ['discrepancy.accept', 'discrepancy.requote', 'discrepancy.ask', 'discrepancy.reject'],
  'orders.deliver': ['order.delivered'],
  'orders.release-deliveries': ['delivery.released'],
  'deliveries.arrive': ['delivery.arrived'],
  'deliveries.prove': ['delivery.proved'],
  'deliveries.correct-proof': ['delivery.proof-corrected'],
  'payments.create': ['payment.received'],
  'payments.allocate': ['payment.allocated', 'claim.paid'],
  'payments.reverse': ['payment.reversed'],
  'payments.assign': ['payment.assigned'],
  'invoices.write-off': ['invoice.written-off'],
  'claims.waive': ['claim.waived'],
  'dunning-steps.resolve': ['dunning.was-sent', 'dunning.send-again', 'dunning.skip'],
  'dunning-holds.place': ['dunning.held'],
  'dunning-holds.lift': ['dunning.hold-lifted'],
  'mails.resolve': ['mail.was-sent', 'mail.send-again', 'mail.skip'],
  'mails.resolve-several': ['mail.was-sent', 'mail.send-again', 'mail.skip'],
  'customers.create': ['customer.created'],
  'customers.update': ['customer.changed'],
  'customers.add-address': ['customer.address-added'],
  'customers.change-address': ['customer.address-changed'],
  'customers.add-contact': ['customer.contact-added'],
  'customers.change-contact': ['customer.contact-changed'],
  'products.create': ['product.created'],
  'products.update': ['product.changed'],
  'tax-rates.create': ['tax-rate.set'],
  'quotes.create': ['quote.created'],
  'quotes.revise': ['quote.revised'],
  'quotes.update': ['quote.changed', 'quote.lost'],
  'quotes.accept': ['quote.accepted'],
  'stock.receive': ['stock.received'],
  'worklist.assign': ['worklist.assigned'],
  'worklist.put-aside': ['worklist.put-aside'],
  'worklist.comment': ['worklist.commented'],
  'sessions.end': ['session.ended'],
  'me.password': ['password.changed', 'session.ended'],
};

/** Routes by which nothing is changed that was something else. */
const addings: readonly string[] = [
  'orders.create',
  'orders.deliver',
  'payments.create',
  'dunning-holds.place',
  'stock.receive',
  'tax-rates.create',
  'customers.create',
  'customers.add-address',
  'customers.add-contact',
  'products.create',
  'quotes.create',
  'worklist.comment',
];

const adds = (action: AuditAction): boolean => addingActions.some((adding) => adding === action);

describe('the record of who did what', () => {
  it('says of every route that changes something which actions it writes', () => {
    const changing = routes.filter(({ method }) => method !== 'get').map(({ permission }) => permission);
    expect(Object.keys(written).toSorted()).toEqual([...new Set<string>(changing)].toSorted());
  });

  it.each(Object.entries(written))('keeps what was before %s, unless it only adds', (permission, actions) => {
    expect([...new Set(actions.map(adds))]).toEqual([addings.includes(permission)]);
  });

  it('is looked through by verify with the same list of what only adds', () => {
    const sql = readInvariants().find(({ name }) => name === 'audit-keeps-before')?.sql ?? '';
    const named = [...sql.slice(sql.lastIndexOf('NOT IN')).matchAll(/'([a-z-]+\.[a-z0-9-]+)'/g)].map(
      ([, name]) => name,
    );
    expect(new Set(named)).toEqual(new Set<string>(addingActions));
    expect(named.filter((name) => !Object.hasOwn(auditFacts, name ?? ''))).toEqual([]);
  });
});
