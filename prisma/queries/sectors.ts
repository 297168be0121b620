import { Prisma } from '../generated/client.js';

/**
 * What goods some lines are of, each sector once: that of the product, else the company's, else null.
 * @param lines a table called `line` and which of its rows, each with a product's number
 */
export const sectorsOfLines = (lines: Prisma.Sql): Prisma.Sql => Prisma.sql`(
  SELECT coalesce(json_agg(DISTINCT coalesce(product.goods_sector, (SELECT body ->> 'goodsSector' FROM company WHERE id = 1))), '[]')
  FROM (SELECT DISTINCT line.product_number FROM ${lines}) AS line JOIN product ON product.number = line.product_number)`;
