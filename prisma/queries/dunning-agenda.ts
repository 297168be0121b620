import type { DunningAgendaItem } from '../../contracts/dunning.js';
import type { Page } from '../../contracts/primitives.js';
import type { Refusal } from '../../contracts/problems.js';
import { holdOf, nextReminder, type NextReminder } from '../../domain/dunning-plan.js';
import type { PrismaClient } from '../client.js';
import { readDunning } from '../repositories/dunning.js';
import { companyToday } from './company.js';
import { listInvoices } from './invoices.js';
import type { Scope } from './page.js';

type AgendaRecord = Omit<DunningAgendaItem, 'leftOut'> & Pick<NextReminder, 'leftOut'>;

type AgendaFilter = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly customer?: string | undefined;
};

/** Overdue invoices, what is due first before the others, each with the reminder that the dunning of its customer plans. */
export async function listAgenda(
  db: PrismaClient,
  filter: AgendaFilter,
  scope: Scope,
  nowMs: number,
): Promise<Page<AgendaRecord> | Refusal> {
  const page = await listInvoices(db, { ...filter, overdue: true, sort: 'dueDate' }, scope, nowMs);
  if ('kind' in page) return page;
  const today = await companyToday(db, nowMs);
  const items: AgendaRecord[] = [];
  const customers = [...new Set(page.items.map(({ customer }) => customer))];
  const plans = new Map<string, Awaited<ReturnType<typeof readDunning>>>();
  for (const customer of customers) plans.set(customer, await readDunning(db, customer));
  for (const {
    number: invoice,
    customer,
    customerName,
    nextDue,
    dueDate,
    currency,
    open,
    dunningLevel,
  } of page.items) {
    const facts = plans.get(customer);
    const next = facts === undefined ? null : nextReminder(facts, invoice, today);
    const held = facts === undefined ? null : holdOf(facts, { invoice }, today);
    items.push({
      invoice,
      customer,
      customerName,
      dueDate: nextDue ?? dueDate,
      currency,
      open,
      lastLevel: dunningLevel,
      next: next && { level: next.level, on: next.on },
      leftOut: next?.leftOut ?? null,
      hold: held && { id: held.id, invoice: held.invoice },
    });
  }
  return { ...page, items };
}
