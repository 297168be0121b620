import type { InvoiceDocument } from '../contracts/documents.js';
import { outgoingIds } from '../contracts/ids.js';
import type { InvoiceStatusNotice } from '../contracts/lifecycle.js';
import { billingFrameOf } from '../documents/e-invoice/index.js';
import { electronicAddressOf } from '../domain/electronic-address.js';
import { less } from '../domain/deposits.js';
import { receiptsByRate, tellsReceipts } from '../domain/lifecycle.js';
import { invariant } from '../domain/invariant.js';
import { canonicalAmount, isZero, negate, subtract, sum } from '../domain/money.js';
import type { Transaction } from '../prisma/client.js';
import type { AuditInput } from '../prisma/repositories/audit.js';
import {
  insertStatuses,
  readTold,
  type ToldInvoice,
  type WithChannel,
} from '../prisma/repositories/invoice-statuses.js';
import type { Act, Entry } from '../prisma/repositories/ledger.js';
import type { NewOutgoing } from '../prisma/repositories/outgoing.js';

type Receipts = { readonly outgoing: readonly NewOutgoing[]; readonly audit: readonly AuditInput[] };
const nothing: Receipts = { outgoing: [], audit: [] };

type Posted = {
  readonly receivables: readonly (WithChannel & { readonly invoice: string; readonly order: string })[];
  readonly entries: readonly Entry[];
};

/**
 * What a platform is told of the money of invoices that it carried (status 212): each time that some is allocated or taken
 * back, and VAT falls due with it. To be called before the entries are posted.
 */
export async function receiptsOf(tx: Transaction, act: Act, { receivables, entries }: Posted): Promise<Receipts> {
  const carried = new Map(
    receivables.flatMap((each) => (each.channel === 'platform' ? [[each.invoice, each.order]] : [])),
  );
  const money = entries.filter(
    ({ kind, itemKind, invoice }) =>
      (kind === 'allocation' || kind === 'reversal') && itemKind === 'receivable' && carried.has(invoice ?? ''),
  );
  const invoices = [...new Set(money.flatMap(({ invoice }) => (invoice === undefined ? [] : [invoice])))];
  if (invoices.length === 0) return nothing;
  const at = new Date().toISOString();
  const notices = (await readTold(tx, invoices)).flatMap((told) => {
    const amount = negate(sum(money.filter(({ invoice }) => invoice === told.invoice).map((entry) => entry.amount)));
    return noticeOf(told, { act, amount, at });
  });
  if (notices.length === 0) return nothing;
  await insertStatuses(tx, notices.map(statusOf));
  return {
    outgoing: notices.map((notice) => outgoingNotice(notice, act, carried.get(notice.invoice) ?? null)),
    audit: notices.map((notice) => auditNotice(notice, act, carried.get(notice.invoice) ?? null)),
  };
}

function noticeOf(
  { invoice, snapshot, paid, told }: ToldInvoice,
  { act, amount, at }: { readonly act: Act; readonly amount: string; readonly at: string },
): InvoiceStatusNotice[] {
  const document = snapshot as InvoiceDocument;
  const { company, customer, currency, vatBreakdown, language, issueDate, deposit, deducted } = document;
  const frame = billingFrameOf(document);
  const rule = { receipts: company.receipts ?? 'due', vatOnDebits: false } as const;
  const categories = vatBreakdown.map(({ vatCategory }) => vatCategory);
  if (isZero(amount) || !tellsReceipts(frame, categories, rule)) return [];
  const before = canonicalAmount(paid, currency);
  const owed = less(vatBreakdown, deducted?.deposits.flatMap(({ rows }) => rows) ?? []);
  const amounts = receiptsByRate(owed, { before, after: subtract(before, negate(amount)) }, currency);
  if (amounts.length === 0) return [];
  const { name, siren, vatNumber } = customer;
  return [
    {
      language,
      company,
      buyer: { name, siren, vatNumber },
      invoice,
      issueDate,
      typeCode: deposit === undefined ? '380' : '386',
      code: '212',
      place: told + 1,
      at,
      on: act.on,
      currency,
      amounts: [...amounts],
    },
  ];
}

const statusOf = ({ invoice, place, code, at, amounts }: InvoiceStatusNotice) =>
  ({
    id: outgoingIds.invoiceStatus(invoice, place),
    invoice,
    direction: 'out',
    code,
    at,
    reasons: [],
    amounts,
    message: null,
  }) as const;

function outgoingNotice(notice: InvoiceStatusNotice, { customer }: Act, orderNumber: string | null): NewOutgoing {
  const address = electronicAddressOf(notice.buyer);
  invariant(address, `${notice.invoice} went to a platform and its buyer has no address`);
  return {
    id: outgoingIds.invoiceStatus(notice.invoice, notice.place),
    channel: 'platform',
    kind: 'invoice-status',
    snapshot: notice,
    recipient: `${address.scheme}:${address.value}`,
    customerNumber: customer,
    orderNumber,
    invoiceNumber: notice.invoice,
  };
}

const auditNotice = (
  { invoice, code, amounts, currency, on }: InvoiceStatusNotice,
  { actor, customer }: Act,
  orderNumber: string | null,
): AuditInput => ({
  actor,
  action: 'invoice.status-told',
  entity: 'invoice',
  entityId: invoice,
  orderNumber,
  customerNumber: customer,
  on,
  after: { code, amount: sum(amounts.map(({ amount }) => amount)), currency, on },
});
