/**
 * What the story must come to, worked by hand; the demo fails when a figure of the system differs.
 *
 * Order: 10 × 24.00 − 5 % = 228.00 and 2 × 199.99 = 399.98 at 20 %; 5 × 12.50 = 62.50 at 5.5 %; freight 18.00 shared over
 * the rates by their nets: 18 × 627.98 / 690.48 = 16.37, 18 × 62.50 / 690.48 = 1.63.
 *   20 %: 627.98 + 16.37 = 644.35 → 128.87   5.5 %: 62.50 + 1.63 = 64.13 → 3.53 (3.52715)
 *   net 708.48, VAT 132.40, gross 840.88
 * First delivery, 6 of 10 of line 1 and the other lines whole: 6 × 24.00 − 5 % = 136.80, 62.50, 399.98; the order's freight
 * goes with it, shared as on the order: 16.37 and 1.63.
 *   20 %: 536.78 + 16.37 = 553.15 → 110.63   5.5 %: 62.50 + 1.63 = 64.13 → 3.53 (3.52715)
 *   net 617.28, VAT 114.16, gross 731.44
 * Second delivery, 4 of 10: 4 × 24.00 − 5 % = 91.20, VAT 18.24, gross 109.44. Both together: VAT 132.40, gross 840.88.
 * Two orders more: 5 × 12.50 = 62.50 at 5.5 % → 3.44 (3.4375), 65.94; 2 × 24.00 = 48.00 at 20 % → 9.60, 57.60; together 123.54.
 * One of which a valve is missing: 4 × 24.00 = 96.00 at 20 % → 19.20, 115.20; 24.00 and 4.80 are credited, 86.40 is left.
 */
export const figures = {
  order: { net: '708.48', vat: '132.40', gross: '840.88' },
  firstInvoice: { net: '617.28', vat: '114.16', gross: '731.44' },
  secondInvoice: { net: '91.20', vat: '18.24', gross: '109.44' },
  recoveryFee: '40.00',
  together: '123.54',
  short: { credited: '28.80', rest: '86.40' },
} as const;

const YEARLY_PERCENT = 12n;

/** Late-payment interest on 109.44 at 12 % a year: 10944 cents × 12 × days / 36500, half up, in whole numbers. */
export function interestOn(openCents: bigint, days: number): string {
  const doubled = (openCents * YEARLY_PERCENT * BigInt(days) * 2n) / 36_500n;
  return centsAsText((doubled + 1n) / 2n);
}

export const centsAsText = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;

export const textAsCents = (text: string): bigint => BigInt(text.replace('.', ''));
