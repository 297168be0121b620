import type { Role } from '../contracts/vocabulary.js';
import { worklistOf } from '../domain/worklist.js';

/**
 * Who may do what: one line per route, read by the middleware, the OpenAPI document and the authorisation matrix test.
 * `own-customers`: a salesperson sees and changes only what belongs to their own customers, unless allowed more; the
 * other roles see every customer. `all`: the object belongs to no customer, or the roles named see all of them anyway.
 */
export type Grant = { readonly roles: readonly Role[]; readonly ownership: 'all' | 'own-customers' };

const everybody: readonly Role[] = ['sales', 'logistics', 'finance', 'manager', 'ops', 'admin'];
const office: readonly Role[] = ['sales', 'finance', 'manager', 'ops', 'admin'];
const money: readonly Role[] = ['finance', 'manager', 'ops', 'admin'];
const all = (...roles: Role[]): Grant => ({ roles, ownership: 'all' });
const own = (...roles: Role[]): Grant => ({ roles, ownership: 'own-customers' });

export const permissions = {
  'customers.list': own(...everybody),
  'customers.get': own(...everybody),
  'customers.exposure': own(...office),
  'customers.addresses': own(...everybody),
  'customers.address': own(...everybody),
  'customers.contacts': own(...everybody),
  'customers.contact': own(...everybody),
  'customers.add-address': own('sales', 'finance', 'manager', 'admin'),
  'customers.change-address': own('sales', 'finance', 'manager', 'admin'),
  'customers.add-contact': own('sales', 'finance', 'manager', 'admin'),
  'customers.change-contact': own('sales', 'finance', 'manager', 'admin'),
  'customers.item-numbers': own(...everybody),
  'customers.set-item-number': own('sales', 'finance', 'manager', 'admin'),
  'customers.account': own(...office),
  'customers.statement': own(...office),
  'customers.issue-statement': own('sales', 'finance', 'manager', 'admin'),
  'customers.habits': own(...office),
  'customers.changes': own(...office),
  'customers.doubles': all('finance', 'manager', 'admin'),
  'customers.create': all('finance', 'manager', 'admin'),
  'customers.update': all('finance', 'manager', 'admin'),

  'products.list': all(...everybody),
  'products.get': all(...everybody),
  'products.create': all('manager', 'admin'),
  'products.update': all('manager', 'admin'),
  'product-costs.list': all('finance', 'manager', 'admin'),
  'product-costs.create': all('manager', 'admin'),

  'tax-rates.list': all(...everybody),
  'tax-rates.create': all('finance', 'admin'),
  'exchange-rates.list': all(...everybody),
  'exchange-rates.create': all('finance', 'admin'),
  'invoice-series.list': all('finance', 'manager', 'admin'),
  'invoice-series.set': all('admin'),
  'document-templates.list': all('admin'),
  'document-templates.get': all('admin'),
  'document-templates.preview': all('admin'),
  'document-templates.set': all('admin'),
  'document-logos.keep': all('admin'),

  'billing-runs.list': all('finance', 'manager', 'admin'),
  'billing-runs.get': all('finance', 'manager', 'admin'),
  'billing-runs.preview': all('finance', 'manager', 'admin'),
  'billing-runs.begin': all('finance', 'manager', 'admin'),

  'quotes.list': own(...office),
  'quotes.get': own(...office),
  'quotes.revisions': own(...office),
  'quotes.document': own(...office),
  'quotes.send': own('sales', 'manager', 'admin'),
  'quotes.create': own('sales', 'manager', 'admin'),
  'quotes.update': own('sales', 'manager', 'admin'),
  'quotes.revise': own('sales', 'manager', 'admin'),
  'quotes.accept': own('sales', 'manager', 'admin'),
  'quotes.proforma': own('sales', 'finance', 'manager', 'admin'),
  'quotes.proforma-document': own(...office),

  'orders.list': own(...everybody),
  'orders.get': own(...everybody),
  'orders.dossier': own(...everybody),
  'orders.payments': own(...office),
  'orders.actions': own(...everybody),
  'orders.acknowledgement': own(...everybody),
  'orders.proforma': own('sales', 'finance', 'manager', 'admin'),
  'orders.proforma-document': own(...office),
  'orders.estimate': own('sales', 'manager', 'admin'),
  'orders.estimate-amendment': own('sales', 'manager', 'admin'),
  'orders.create': own('sales', 'manager', 'admin'),
  'orders.receive': own('sales', 'manager', 'admin'),
  'orders.messages': own(...everybody),
  'orders.message-file': own(...everybody),
  'orders.response': own(...everybody),
  'orders.amend': own('sales', 'manager', 'admin'),
  'orders.contacts': own('sales', 'finance', 'manager', 'admin'),
  'orders.cancel': own('sales', 'manager', 'admin'),
  'orders.dispose': own('sales', 'manager', 'admin'),
  'orders.dispose-several': own('sales', 'manager', 'admin'),
  'orders.decide-credit': all('finance', 'manager', 'admin'),
  'orders.release-deliveries': all('finance'),
  'orders.prepare': all('logistics', 'manager', 'admin'),
  'orders.log-request': own(...everybody),
  'orders.withdraw-request': own(...everybody),
  'orders.deliver': all('logistics', 'manager', 'admin'),

  'preparations.list': own(...everybody),
  'deliveries.list': own(...everybody),
  'deliveries.get': own(...everybody),
  'deliveries.note': own(...everybody),
  'deliveries.arrive': all('logistics', 'manager', 'admin'),
  'deliveries.prove': all('logistics', 'manager', 'admin'),
  'deliveries.correct-proof': all('logistics', 'manager', 'admin'),

  'complaints.list': own(...everybody),
  'complaints.get': own(...everybody),
  'complaints.file': own(...everybody),
  'complaints.open': own('sales', 'logistics', 'finance', 'manager', 'admin'),
  'complaints.attach': own('sales', 'logistics', 'finance', 'manager', 'admin'),
  'complaints.note': own('sales', 'logistics', 'finance', 'manager', 'admin'),
  'complaints.assign': own('sales', 'finance', 'manager', 'admin'),
  'complaints.qualify': own('sales', 'logistics', 'finance', 'manager', 'admin'),
  'complaints.replace': own('sales', 'manager', 'admin'),
  'complaints.refuse': own('sales', 'finance', 'manager', 'admin'),
  'complaints.withdraw': own('sales', 'finance', 'manager', 'admin'),
  'complaints.receive': all('logistics', 'manager', 'admin'),
  /** Money is for whom a credit note is. */
  'complaints.credit': all('finance', 'admin'),

  'invoices.list': own(...office),
  'invoices.get': own(...office),
  'invoices.document': own(...office),
  'invoices.xml': own(...office),
  'invoices.write-off': all('finance', 'manager', 'admin'),
  'invoices.credit': all('finance', 'admin'),
  'invoices.preview-credit': all('finance', 'manager', 'admin'),
  'invoices.apply-credit': all('finance', 'admin'),
  'accounting.summary': all('finance', 'manager', 'admin'),
  'accounting.journal': all('finance', 'manager', 'admin'),
  'accounting.workbook': all('finance', 'manager', 'admin'),
  'accounting.e-report': all('finance', 'manager', 'admin'),
  'accounting.e-report-file': all('finance', 'manager', 'admin'),
  'accounting.documents': all('finance', 'manager', 'admin'),
  'credit-requests.decide': all('finance', 'manager', 'admin'),
  'invoices.reverse-application': all('finance', 'admin'),
  'invoices.correct': all('finance', 'admin'),
  'invoices.preview-correction': all('finance', 'manager', 'admin'),
  'claims.waive': all('finance', 'manager', 'admin'),

  'payments.list': all(...money),
  'payments.get': all(...money),
  'payments.create': all('finance', 'manager', 'admin'),
  'payments.allocate': all('finance', 'manager', 'admin'),
  'payments.assign': all('finance', 'manager', 'admin'),
  'payments.reverse': all('finance', 'manager', 'admin'),

  'dunning-agenda.list': own(...office),
  'dunning-steps.list': own(...office),
  'dunning-steps.get': own(...office),
  'dunning-letters.document': own(...office),
  'dunning-steps.resolve': all('finance', 'manager', 'admin'),
  'dunning-runs.list': own(...office),
  'dunning-holds.list': own(...office),
  'dunning-holds.place': all('finance', 'manager', 'admin'),
  'dunning-holds.lift': all('finance', 'manager', 'admin'),
  'legal-holds.list': all('finance', 'manager', 'admin'),
  'legal-holds.place': all('manager', 'admin'),
  'legal-holds.lift': all('manager', 'admin'),
  'mails.list': own(...office),
  'mails.get': own(...office),
  'mails.message': own(...office),
  'mails.document': own(...office),
  'mails.resolve': own('sales', 'finance', 'manager', 'admin'),
  'mails.resolve-several': own('sales', 'finance', 'manager', 'admin'),
  'worklist.list': own(...everybody),
  'worklist.get': own(...everybody),
  'worklist.counts': own(...everybody),
  'worklist.assign': own(...everybody),
  'worklist.put-aside': own(...everybody),
  'worklist.complete': all('finance', 'manager', 'admin'),
  'worklist.comments': own(...everybody),
  'worklist.comment': own(...everybody),
  'colleagues.list': all(...everybody),
  'search.find': own(...everybody),
  'events.list': own(...everybody),
  'kpis.list': own(...everybody),
  'kpis.get': own(...everybody),
  'kpis.export': own(...everybody),

  /** They show every figure, costs, capacities and spends too, so they are for who may read each. */
  'month-ends.list': all('manager', 'admin'),
  'month-ends.get': all('manager', 'admin'),
  'month-ends.document': all('manager', 'admin'),
  'month-ends.workbook': all('manager', 'admin'),
  'month-ends.make': all('manager', 'admin'),

  'acquisition-spends.list': all('manager', 'admin'),
  'acquisition-spends.enter': all('manager', 'admin'),
  'acquisition-spends.withdraw': all('manager', 'admin'),
  'capacities.list': all('manager', 'admin'),
  'capacities.set': all('manager', 'admin'),

  'imports.read': own('sales', 'finance', 'manager', 'admin'),
  'imports.try': own('sales', 'finance', 'manager', 'admin'),
  'imports.earlier': own('sales', 'finance', 'manager', 'admin'),
  'move-ins.template': all('manager', 'admin'),
  'move-ins.list': all('manager', 'admin'),
  'move-ins.get': all('manager', 'admin'),
  'move-ins.refused': all('manager', 'admin'),
  'move-ins.refused-file': all('manager', 'admin'),
  'move-ins.upload': all('manager', 'admin'),
  'move-ins.correct': all('manager', 'admin'),
  'move-ins.sign-off': all('manager', 'admin'),
  'move-ins.undo': all('manager', 'admin'),

  'stock.receipts': all(...everybody),
  'stock.estimate': all('logistics', 'manager', 'admin'),
  'stock.receive': all('logistics', 'manager', 'admin'),

  'permissions.list': all('admin'),
  'people.list': all('admin'),
  'people.get': all('admin'),
  'people.create': all('admin'),
  'people.update': all('admin'),
  'people.password': all('admin'),
  'api-keys.list': all('admin'),
  'api-keys.create': all('admin'),
  'api-keys.revoke': all('admin'),

  'company.get': all(...everybody),
  'company.update': all('admin'),
  'policies.list': all(...money),
  'policies.get': all(...money),
  'policies.history': all(...money),
  'policies.change-credit': all('admin'),
  'policies.change-tolerance': all('admin'),
  'policies.change-acknowledgement': all('admin'),
  'policies.change-fulfilment': all('admin'),
  'policies.change-dunning': all('admin'),
  'policies.change-accounting': all('finance', 'admin'),

  'exports.read': own(...everybody),
  'views.list': all(...everybody),
  'views.save': all(...everybody),
  'views.change': all(...everybody),
  'views.choose': all(...everybody),
  'views.share': all('manager', 'admin'),

  'sessions.list': all(...everybody),
  'sessions.end': all(...everybody),
  'me.password': all(...everybody),
  'me.totp-begin': all(...everybody),
  'me.totp-confirm': all(...everybody),
  'me.totp-remove': all(...everybody),

  'codec.encode': all('ops', 'admin'),
  'codec.decode': all('ops', 'admin'),
} as const satisfies Record<string, Grant>;

/** Name of a line of the table, the operation id of its route, and what an API key's scopes list. */
export type Permission = keyof typeof permissions;

/** What the middleware reads of a caller. */
export type Caller = {
  readonly person: string;
  readonly role: Role;
  readonly seesAllCustomers: boolean;
  /** Empty: everything the role may; else only these permissions. */
  readonly scopes: readonly string[];
};

export const isPermission = (name: string): name is Permission => Object.hasOwn(permissions, name);

/** May this caller use this route at all? The scopes of an API key narrow its role, never widen it. */
export function mayUse(caller: Caller, permission: Permission): boolean {
  const grant: Grant = permissions[permission];
  if (!grant.roles.includes(caller.role)) return false;
  return caller.scopes.length === 0 || caller.scopes.includes(permission);
}

/** The one role whose worklist this caller sees; undefined: every role's. */
export const worklistRole = ({ role }: Pick<Caller, 'role'>): Role | undefined => worklistOf(role);

/** The salesperson whose customers bound what this caller sees through this route; null: every customer. */
export function salespersonBound(caller: Caller, permission: Permission): string | null {
  const grant: Grant = permissions[permission];
  if (grant.ownership === 'all' || caller.role !== 'sales' || caller.seesAllCustomers) return null;
  return caller.person;
}
