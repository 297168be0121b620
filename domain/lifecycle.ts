import type { RateAmount, StatusReason } from '../contracts/lifecycle.js';
import type { InvoiceChannel, LifecycleAction, LifecycleCode } from '../contracts/vocabulary.js';
import { electronicAddressOf } from './electronic-address.js';
import { add, allocate, isZero, subtract } from './money.js';

/** Somebody must do something about it: approved in part, disputed, suspended, refused, rejected, not admitted. */
const forWork: ReadonlySet<LifecycleCode> = new Set(['206', '207', '208', '210', '213', '501']);

export const asksForWork = (code: LifecycleCode): boolean => forWork.has(code);

/** After it nothing that was asked before waits any more: approved, completed, paid, its money there. */
export const endings: readonly LifecycleCode[] = ['205', '209', '211', '212'];

export const endsWork = (code: LifecycleCode): boolean => endings.includes(code);

/** The invoice does not stand with its buyer: it is to be credited, and charged anew where it is owed. */
export const isTurnedDown = (code: LifecycleCode): boolean => code === '210' || code === '213' || code === '501';

/** What is usually done about a status where its sender does not say what is wanted (XP Z12-012, MDT-121). */
export function actionFor(code: LifecycleCode, reasons: readonly StatusReason[]): LifecycleAction {
  const asked = reasons.find(({ action }) => action !== null)?.action ?? null;
  if (asked !== null) return asked;
  if (code === '208') return 'PIN';
  return isTurnedDown(code) ? 'NIN' : 'OTH';
}

type Buyer = { readonly siren: string | null; readonly vatNumber: string | null };

/**
 * The way that an invoice goes: who has no electronic address is reached by no network, and by the platform of the French
 * reform whom a SIREN names.
 */
export function channelFor(wanted: InvoiceChannel, buyer: Buyer): InvoiceChannel {
  const address = electronicAddressOf(buyer);
  if (wanted === 'platform') return address?.scheme === '0225' ? 'platform' : 'mail';
  if (wanted === 'peppol') return address === null ? 'mail' : 'peppol';
  return wanted;
}

/** Does a network carry it, to an electronic address? */
export const isElectronic = (channel: InvoiceChannel): channel is 'platform' | 'peppol' =>
  channel === 'platform' || channel === 'peppol';

/** Does a person take it on its way? */
export const isByHand = (channel: InvoiceChannel): channel is 'portal' | 'paper' =>
  channel === 'portal' || channel === 'paper';

type VatRow = { readonly vatRate: string; readonly base: string; readonly vat: string };
type Money = { readonly before: string; readonly after: string };

/**
 * Money of an invoice by VAT rate, tax included, as the status 212 tells it: what is paid by now, shared by what each rate
 * comes to, less what was told before. So parts sum to the cent to what each rate comes to, and money that went back is
 * below zero.
 * @param paid of the invoice, tax included, before and after
 */
export function receiptsByRate(rows: readonly VatRow[], paid: Money, currency: string): readonly RateAmount[] {
  const rates = [...new Set(rows.map(({ vatRate }) => vatRate))];
  const weights = rates.map((rate) =>
    rows.filter(({ vatRate }) => vatRate === rate).reduce((all, { base, vat }) => add(add(all, base), vat), '0'),
  );
  const [before, after] = [allocate(paid.before, weights, currency), allocate(paid.after, weights, currency)];
  return rates
    .map((vatRate, at) => ({ vatRate, amount: subtract(after[at] ?? '0', before[at] ?? '0') }))
    .filter(({ amount }) => !isZero(amount));
}

/**
 * Is the money of an invoice to be told? Where VAT falls due with the money: services, unless the seller pays VAT on what he
 * charges or the buyer owes it (art. 269 2 c and 290 A CGI). Goods are taxed when they are delivered.
 * @param frame BT-23 of the invoice
 * @param rule `all`: the company tells it of every invoice
 */
export function tellsReceipts(
  frame: string,
  categories: readonly string[],
  rule: { readonly receipts: 'due' | 'all'; readonly vatOnDebits: boolean },
): boolean {
  if (rule.receipts === 'all') return true;
  if (rule.vatOnDebits || frame.startsWith('B')) return false;
  return categories.some((category) => category !== 'AE');
}
