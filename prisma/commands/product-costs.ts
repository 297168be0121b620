import type { Answer } from '../../contracts/process.js';
import type { Refusal } from '../../contracts/problems.js';
import type { ProductCost, ProductCostInput } from '../../contracts/product-cost.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { refusePrice } from '../../domain/amount-entry.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { invariant } from '../../domain/invariant.js';
import type { Transaction } from '../client.js';
import { localDateOrNull } from '../mappers.js';
import { companyToday } from '../queries/company.js';
import { productCostOf, type ProductCostRow } from '../queries/product-costs.js';
import { appendAudit } from '../repositories/audit.js';
import type { Moment, Numeric } from '../rows.js';
import { refuse } from './refusals.js';

type Standing = { readonly currency: string; readonly first: Moment | null };

/**
 * Enters what a product costs from a day on; a cost that is not in force yet may be entered again. A day that has a cost
 * keeps it, so that a margin once told stands: a new one begins after today, or before the first that is known.
 */
export async function setProductCost(
  tx: Transaction,
  input: ProductCostInput,
  actor: Actor,
  nowMs: number = Date.now(),
): Promise<Answer<ProductCost>> {
  const { product, from, cost } = input;
  const [found] = await tx.$queryRaw<Standing[]>`
    SELECT product.currency, (SELECT min(valid_from) FROM product_cost WHERE product_number = ${product}) AS first
    FROM product WHERE product.number = ${product} FOR UPDATE`;
  if (!found) return refuse('product-unknown', said('product-unknown-here', { product }), { field: 'product' });
  const today = await companyToday(tx, nowMs);
  const refused =
    refusePrice('cost', cost, found.currency) ??
    refuseDate('productCost', { field: 'from', date: from }, today) ??
    refuseKnown(input, localDateOrNull(found.first), today);
  if (refused) return refused;
  const rows = await tx.$queryRaw<(Omit<ProductCostRow, 'currency'> & { readonly before: Numeric | null })[]>`
    INSERT INTO product_cost (product_number, valid_from, cost) VALUES (${product}, ${from}::date, ${cost}::numeric)
    ON CONFLICT (product_number, valid_from) DO UPDATE SET cost = EXCLUDED.cost
    RETURNING product_number AS product, valid_from AS "from", product_cost.cost, old.cost AS before`;
  const [row] = rows;
  invariant(row, `the cost of ${product} from ${from} was not written`);
  const set = productCostOf({ ...row, currency: found.currency });
  const { before } = row;
  await appendAudit(tx, [
    {
      actor,
      action: 'product.cost-set',
      entity: 'product',
      entityId: product,
      ...(before === null
        ? {}
        : { before: { ...set, cost: productCostOf({ ...row, cost: before, currency: set.currency }).cost } }),
      after: set,
    },
  ]);
  return set;
}

function refuseKnown({ product, from }: ProductCostInput, first: string | null, today: string): Refusal | null {
  if (first === null || from > today || from < first) return null;
  return refuse('invalid-request', said('cost-known', { product, day: from }), {
    field: 'from',
    remedy: said('enter-cost-on-other-day', { today, first }),
  });
}
