import type { KpiName } from '../../../contracts/kpi.js';
import { minorDigits } from '../../../domain/money.js';
import { Prisma } from '../../generated/client.js';
import type { Facts } from './facts.js';
import { isOfSales } from './money.js';

/** Each cost of a product with the days on which it is in force, from the first up to the day before the last. */
const costs = Prisma.sql`
  SELECT c.product_number, c.cost, c.valid_from, coalesce(lead(c.valid_from) OVER (PARTITION BY c.product_number ORDER BY c.valid_from),
    'infinity'::date) AS until FROM product_cost AS c`;

/**
 * Lines invoiced in the window, with what their goods cost on the day of issue; null: that is not known in their currency. What
 * is credited of a price brings no goods back.
 */
const sold = (currency: string): Prisma.Sql => Prisma.sql`
  SELECT i.customer_number AS customer, o.salesperson AS person, l.product_number AS product, l.net,
    round(CASE WHEN note.scope IN ('price', 'allowance') THEN 0 WHEN l.net < 0 THEN -abs(l.quantity) ELSE l.quantity END * known.cost, ${minorDigits(currency)}::int) AS cost
  FROM invoice AS i JOIN sales_order AS o ON o.number = i.order_number JOIN invoice_line AS l ON l.invoice_number = i.number
  LEFT JOIN credit_note AS note ON note.invoice_number = i.number
  LEFT JOIN (SELECT each.*, product.currency FROM (${costs}) AS each JOIN product ON product.number = each.product_number) AS known
    ON known.product_number = l.product_number AND known.currency = i.currency
      AND i.issue_date >= known.valid_from AND i.issue_date < known.until
  WHERE i.issue_date BETWEEN w.first AND w.last AND i.currency = ${currency} AND ${isOfSales}`;

const margin: Facts = ({ currency }) => Prisma.sql`
  SELECT s.customer, s.person, s.product, NULL AS kind, s.net - s.cost AS num, NULL::numeric AS den
  FROM (${sold(currency)}) AS s WHERE s.cost IS NOT NULL`;

const marginRate: Facts = ({ currency }) => Prisma.sql`
  SELECT s.customer, s.person, s.product, NULL AS kind, s.net - s.cost AS num, s.net AS den
  FROM (${sold(currency)}) AS s WHERE s.cost IS NOT NULL`;

const marginCoverage: Facts = ({ currency }) => Prisma.sql`
  SELECT s.customer, s.person, s.product, NULL AS kind, CASE WHEN s.cost IS NULL THEN 0 ELSE s.net END AS num, s.net AS den
  FROM (${sold(currency)}) AS s`;

export const costFacts = {
  margin,
  'margin-rate': marginRate,
  'margin-coverage': marginCoverage,
} as const satisfies Partial<Readonly<Record<KpiName, Facts>>>;
