import { describe, expect, it } from 'vitest';
import { routes } from '../../api/app.js';
import { changesSomething, isStream } from '../../api/route.js';
import { addingActions, auditFacts, type AuditAction } from '../../contracts/audit.js';
import { readInvariants } from '../../prisma/queries/invariants.js';
import { takenAway, written } from '../support/written-actions.js';

/** Routes by which nothing is changed that was something else. */
const addings: readonly string[] = [
  'orders.create',
  'orders.receive',
  'orders.deliver',
  'orders.prepare',
  'orders.log-request',
  'complaints.open',
  'complaints.attach',
  'complaints.note',
  'payments.create',
  'dunning-holds.place',
  'stock.receive',
  'tax-rates.create',
  'exchange-rates.create',
  'invoice-series.set',
  'document-templates.set',
  'document-logos.keep',
  'product-costs.create',
  'capacities.set',
  'acquisition-spends.enter',
  'customers.create',
  'customers.add-address',
  'customers.add-contact',
  'products.create',
  'quotes.create',
  'quotes.send',
  'quotes.proforma',
  'orders.proforma',
  'customers.issue-statement',
  'worklist.comment',
  'move-ins.upload',
  'move-ins.correct',
  'views.save',
  'month-ends.make',
  'billing-runs.begin',
  'legal-holds.place',
  'people.create',
  'api-keys.create',
];

/** Routes that change something and add another thing, each on record as what it is. */
const changeAndAdd: readonly string[] = ['invoices.credit', 'invoices.correct'];

const adds = (action: AuditAction): boolean => addingActions.some((adding) => adding === action);

describe('the record of who did what', () => {
  it('says of every route that changes something which actions it writes', () => {
    const changing = routes.filter(changesSomething).map(({ permission }) => permission);
    expect(Object.keys(written).toSorted()).toEqual([...new Set<string>(changing)].toSorted());
  });

  it('says of every read that answers a file of rows that it was taken away', () => {
    const files = routes.filter(({ responses }) => isStream(responses[200])).map(({ permission }) => permission);
    expect(Object.keys(takenAway)).toEqual(files);
    expect(
      Object.values(takenAway)
        .flat()
        .filter((action) => !adds(action)),
    ).toEqual([]);
  });

  it.each(Object.entries(written))('keeps what was before %s, unless it only adds', (permission, actions) => {
    const expected = changeAndAdd.includes(permission) ? [false, true] : [addings.includes(permission)];
    expect([...new Set(actions.map(adds))]).toEqual(expected);
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
