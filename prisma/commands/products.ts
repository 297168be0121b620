import type { Refusal } from '../../contracts/problems.js';
import type { Answer } from '../../contracts/process.js';
import type { Product, ProductInput, ProductPatch } from '../../contracts/product.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import { refusePrice } from '../../domain/amount-entry.js';
import { refuseDate } from '../../domain/date-bounds.js';
import { invariant } from '../../domain/invariant.js';
import type { Transaction } from '../client.js';
import { productOf } from '../mappers.js';
import { companyToday } from '../queries/company.js';
import { productColumns, stockColumns } from '../queries/products.js';
import { appendAudit } from '../repositories/audit.js';
import type { ProductRow } from '../rows.js';
import { changedNames, pick, withoutUndefined } from './changes.js';
import { refuse } from './refusals.js';

/** Lists a product, with an empty stock: goods come in by stock receipts. */
export async function createProduct(
  tx: Transaction,
  input: ProductInput,
  actor: Actor,
  nowMs: number = Date.now(),
): Promise<Answer<Product>> {
  const unfit =
    refusePrice('listPrice', input.listPrice, input.currency) ?? (await refuseContributions(tx, input, nowMs));
  if (unfit) return unfit;
  const rows = await tx.$queryRaw<ProductRow[]>`
    WITH product AS (
      INSERT INTO product (number, name, unit, unit_code, category, list_price, price_base, currency, tax_class, goods_sector, eco_contributions, document_text, active, gtin)
      VALUES (${input.number}, ${input.name}, ${input.unit}, ${input.unitCode ?? null}, ${input.category}, ${input.listPrice}::numeric,
        ${input.priceBase ?? '1'}::numeric, ${input.currency}, ${input.taxClass}, ${input.goodsSector ?? null}, ${JSON.stringify(input.ecoContributions ?? [])}::jsonb, ${input.documentText ?? ''}, ${input.active}, ${input.gtin ?? null})
      ON CONFLICT DO NOTHING RETURNING *),
    stock AS (INSERT INTO stock (product_number) SELECT number FROM product RETURNING on_hand, allocated)
    SELECT ${productColumns}, ${stockColumns} FROM product CROSS JOIN stock`;
  const [row] = rows;
  if (!row) return (await refuseGtin(tx, input.number, input.gtin)) ?? (await refuseKnown(tx, input.number));
  const created = productOf(row);
  await appendAudit(tx, [
    {
      actor,
      action: 'product.created',
      entity: 'product',
      entityId: created.number,
      after: created,
    },
  ]);
  return created;
}

/** A trade item is one product. */
async function refuseGtin(tx: Transaction, number: string, gtin: string | null | undefined): Promise<Refusal | null> {
  if (gtin === null || gtin === undefined) return null;
  const [other] = await tx.$queryRaw<{ number: string }[]>`
    SELECT number FROM product WHERE lpad(gtin, 14, '0') = lpad(${gtin}, 14, '0') AND number <> ${number}`;
  if (other === undefined) return null;
  return refuse('already-exists', said('gtin-of-product', { gtin, product: other.number }), { field: 'gtin' });
}

async function refuseContributions(
  tx: Transaction,
  { ecoContributions: entered = [], currency }: Pick<ProductInput, 'ecoContributions' | 'currency'>,
  nowMs: number,
): Promise<Refusal | null> {
  if (entered.length === 0) return null;
  const today = await companyToday(tx, nowMs);
  for (const [at, { from, amountPerUnit }] of entered.entries()) {
    const field = `ecoContributions.${at}`;
    const unfit =
      refusePrice(`${field}.amountPerUnit`, amountPerUnit, currency) ??
      refuseDate('ecoContribution', { field: `${field}.from`, date: from }, today);
    if (unfit) return unfit;
  }
  return null;
}

/** Numbers that differ by capitals alone are read as one. */
async function refuseKnown(tx: Transaction, number: string): Promise<Refusal> {
  const [known] = await tx.$queryRaw<{ number: string }[]>`
    SELECT number FROM product WHERE lower(number) = lower(${number})`;
  return refuse('already-exists', said('product-exists', { product: known?.number ?? number }), {
    field: 'number',
    remedy: said('change-that-product'),
  });
}

/** Changes a product; orders and quotes that name it keep the price they were given. */
export async function patchProduct(
  tx: Transaction,
  number: string,
  patch: ProductPatch,
  actor: Actor,
  nowMs: number = Date.now(),
): Promise<Answer<Product>> {
  const found = await tx.$queryRaw<ProductRow[]>`
    SELECT ${productColumns}, ${stockColumns} FROM product LEFT JOIN stock ON stock.product_number = product.number
    WHERE product.number = ${number} FOR UPDATE OF product`;
  const [row] = found;
  if (!row) return refuse('not-found', said('product-unknown-here', { product: number }));
  const before = productOf(row);
  const wanted: Product = { ...before, ...withoutUndefined(patch) };
  const unfit =
    refusePrice('listPrice', wanted.listPrice, wanted.currency) ??
    (await refuseContributions(tx, { ...patch, currency: wanted.currency }, nowMs));
  if (unfit) return unfit;
  const taken = await refuseGtin(tx, number, wanted.gtin);
  if (taken) return taken;
  const written = await tx.$queryRaw<Omit<ProductRow, 'onHand' | 'allocated'>[]>`
    UPDATE product SET name = ${wanted.name}, unit = ${wanted.unit}, unit_code = ${wanted.unitCode}, category = ${wanted.category},
      list_price = ${wanted.listPrice}::numeric, tax_class = ${wanted.taxClass},
      goods_sector = ${wanted.goodsSector}, eco_contributions = ${JSON.stringify(wanted.ecoContributions)}::jsonb, document_text = ${wanted.documentText}, gtin = ${wanted.gtin}, active = ${wanted.active}, updated_at = now()
    WHERE number = ${number}
    RETURNING ${productColumns}`;
  invariant(written[0] !== undefined, `product ${number} was locked and is gone`);
  const after = productOf({ ...written[0], onHand: row.onHand, allocated: row.allocated });
  const names = changedNames(before, after);
  await appendAudit(tx, [
    {
      actor,
      action: 'product.changed',
      entity: 'product',
      entityId: number,
      before: pick(before, names),
      after: pick(after, names),
    },
  ]);
  return after;
}
