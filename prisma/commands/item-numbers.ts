import type { ItemNumber, ItemNumberInput } from '../../contracts/item-number.js';
import type { Answer } from '../../contracts/process.js';
import { said } from '../../contracts/said.js';
import type { Actor } from '../../contracts/vocabulary.js';
import type { Transaction } from '../client.js';
import { visible, type Scope } from '../queries/page.js';
import { appendAudit } from '../repositories/audit.js';
import { refuse } from './refusals.js';

/** Says which product of ours a customer's number or name of an item is; of none any more where it names none. */
export async function setItemNumber(
  tx: Transaction,
  customer: string,
  { item, product }: ItemNumberInput,
  actor: Actor,
  scope: Scope,
): Promise<Answer<ItemNumber>> {
  const known = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM customer WHERE customer.number = ${customer} AND ${visible(scope)} FOR NO KEY UPDATE`;
  if (known.length === 0) return refuse('not-found', said('customer-unknown-here', { customer }));
  const [named] = await tx.$queryRaw<{ name: string }[]>`SELECT name FROM product WHERE number = ${product}`;
  if (product !== null && named === undefined)
    return refuse('product-unknown', said('product-unknown-here', { product }), { field: 'product' });
  const [old] = await tx.$queryRaw<{ product: string }[]>`
    SELECT product_number AS product FROM customer_item WHERE customer_number = ${customer} AND item = ${item}`;
  const before = old?.product ?? null;
  if (before !== product) {
    await write(tx, customer, item, product);
    await appendAudit(tx, [
      {
        actor,
        action: 'customer.item-set',
        entity: 'customer',
        entityId: customer,
        customerNumber: customer,
        before: { item, product: before },
        after: { item, product },
      },
    ]);
  }
  return { item, product, productName: named?.name ?? null };
}

const write = (tx: Transaction, customer: string, item: string, product: string | null): Promise<number> =>
  product === null
    ? tx.$executeRaw`DELETE FROM customer_item WHERE customer_number = ${customer} AND item = ${item}`
    : tx.$executeRaw`
        INSERT INTO customer_item (customer_number, item, product_number) VALUES (${customer}, ${item}, ${product})
        ON CONFLICT (customer_number, item) DO UPDATE SET product_number = EXCLUDED.product_number`;
