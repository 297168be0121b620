import { z } from 'zod';
import type { Party } from '../../contracts/parties.js';
import { OrderNumber } from '../../contracts/primitives.js';
import { hasEnded, isAccepted } from '../../domain/order-stages.js';
import { companyToday, getCompany } from '../../prisma/queries/company.js';
import { listInvoices } from '../../prisma/queries/invoices.js';
import { listMails } from '../../prisma/queries/mails.js';
import { getOrder, listDossier, listOwed } from '../../prisma/queries/orders.js';
import type { OrderRecord } from '../../prisma/queries/orders.js';
import { listWorklist } from '../../prisma/queries/worklist.js';
import { orderWorkflowId } from '../../workflows/ids.js';
import { dossierBounds, shownEntry, shownOrder } from '../shown.js';
import { mayUse, salespersonBound, worklistRole } from '../permissions.js';
import type { Permission } from '../permissions.js';
import { isRefusal, notFound, refusalProblem } from '../problem.js';
import { temporalUrlOf } from '../routes/answers.js';
import { addressLines, namedAddressLines } from '../../words/format.js';
import { wordsOf } from '../../words/index.js';
import { tellWorkItem } from '../tell.js';
import type { Shown, SignedIn } from './view.js';

const Paging = z.object({ cursor: z.string().max(500).optional().catch(undefined) });
const DOSSIER_SIZE = 200;
const LIST_SIZE = 100;

/** Where an order is, what it waits for, what is promised and owed; then everything that happened to it. */
export async function dossierPage(view: SignedIn, salesperson: string | null): Promise<Shown> {
  const { deps, req, language } = view;
  const number = OrderNumber.safeParse(req.params['number']);
  if (!number.success) throw notFound('order');
  const scope = { salesperson };
  const found = await getOrder(deps.prisma, number.data, scope);
  if (!found) throw notFound('order');
  const order = { ...found, parties: shownOrder(view.principal, found).parties };
  const { cursor } = Paging.parse(req.query);
  const asked = { limit: DOSSIER_SIZE, cursor, ...dossierBounds(view.principal) };
  const dossier = await listDossier(deps.prisma, order.number, asked, scope);
  if (isRefusal(dossier)) throw refusalProblem(dossier);
  const today = await companyToday(deps.prisma, deps.now().getTime());
  const { zone } = await getCompany(deps.prisma);
  const data = {
    order,
    isAccepted: isAccepted(order.stage),
    isClosed: hasEnded(order.stage),
    today,
    ...(await moneyOf(view, order, today)),
    parties: partiesOf(view, order),
    tasks: await tasksOf(view, order.number),
    documents: documentsOf(view, order),
    mails: await mailsOf(view, order.number),
    entries: dossier.items.map((entry) => shownEntry(view.principal, entry)),
    moment: (instant: string): string => wordsOf(language).say.moment(instant, zone),
    nextCursor: dossier.nextCursor,
    temporalUrl: temporalUrlOf(deps, orderWorkflowId(order.number)),
    inboxUrl: deps.config.mail.inboxUrl,
  };
  return { template: 'dossier', title: order.number, data };
}

/** Invoices with what is open on them, and the sum; null: the caller's role does not see invoices. */
async function moneyOf({ deps, principal }: SignedIn, order: OrderRecord, today: string) {
  if (!mayUse(principal, 'invoices.list')) return { invoices: null, owed: null };
  const scope = { salesperson: salespersonBound(principal, 'invoices.list') };
  const list = await listInvoices(deps.prisma, { order: order.number, limit: LIST_SIZE, sort: 'number' }, scope);
  const owed = await listOwed(deps.prisma, [order], today);
  return { invoices: isRefusal(list) ? [] : list.items, owed: owed.get(order.number) ?? null };
}

/** What this order asks of the caller's role; of every role for those who look over everybody's shoulder. */
async function tasksOf({ deps, principal, language }: SignedIn, order: string) {
  if (!mayUse(principal, 'worklist.list')) return [];
  const scope = { salesperson: salespersonBound(principal, 'worklist.list') };
  const filter = { order, status: 'open', role: worklistRole(principal), limit: LIST_SIZE } as const;
  const list = await listWorklist(deps.prisma, filter, scope);
  if (isRefusal(list)) return [];
  return list.items.map((item) => ({ ...tellWorkItem(item, language), role: item.role, dueOn: item.dueOn }));
}

/** Who buys, who is billed and where the goods go, as the order keeps them. */
function partiesOf({ language }: SignedIn, { parties }: OrderRecord) {
  const { label, pages: t } = wordsOf(language);
  const company = ({ number, name, siren, vatNumber, address }: Party): string[] => {
    const [, ...place] = namedAddressLines(name, address, language);
    const numbers = [siren && `${label.siren} ${siren}`, vatNumber && `${label.vatNumber} ${vatNumber}`];
    return [`${name} (${number})`, ...place, ...numbers.filter((text) => text !== null)];
  };
  return [
    { title: t.buyer, lines: company(parties.buyer) },
    { title: label.billTo, lines: company(parties.billTo) },
    { title: label.shipTo, lines: addressLines(parties.shipTo.address, language) },
  ];
}

type Link = { readonly href: string; readonly text: string };

function documentsOf({ principal, language }: SignedIn, order: OrderRecord): readonly Link[] {
  const { pages: t } = wordsOf(language);
  const links = (permission: Permission, made: readonly Link[]): readonly Link[] =>
    mayUse(principal, permission) ? made : [];
  const acknowledgement = { href: `/v1/orders/${order.number}/acknowledgement.pdf`, text: t.acknowledgement };
  const notes = order.deliveries.map((no) => ({
    href: `/v1/deliveries/${no}/note.pdf`,
    text: `${t.deliveryNote} ${no}`,
  }));
  const invoices = order.invoices.map((no) => ({
    href: `/v1/invoices/${no}/document.pdf`,
    text: `${t.invoice} ${no}`,
  }));
  return [
    ...links('orders.acknowledgement', order.acknowledgedAt === null ? [] : [acknowledgement]),
    ...links('deliveries.note', notes),
    ...links('invoices.document', invoices),
  ];
}

/** Null: the caller's role does not see mails. */
async function mailsOf({ deps, principal }: SignedIn, order: string) {
  if (!mayUse(principal, 'mails.list')) return null;
  const scope = { salesperson: salespersonBound(principal, 'mails.list') };
  const list = await listMails(deps.prisma, { order, limit: LIST_SIZE }, scope);
  return isRefusal(list) ? [] : list.items;
}
