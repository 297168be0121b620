import pg from 'pg';
import { unhurriedConnectMs } from '../client.js';

/** What a workflow is to look after: an order, or an invoice to collect. */
export type ProcessRow = {
  /** Order or invoice number. */
  readonly number: string;
  readonly kind: 'order' | 'collection';
  /** Not closed, or not paid: its workflow has to run. */
  readonly open: boolean;
};

/** Every order and every invoice on record, with whether something is still to be done for it. */
export async function readProcessRows(databaseUrl: string): Promise<readonly ProcessRow[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: unhurriedConnectMs });
  await client.connect();
  try {
    const { rows } = await client.query<ProcessRow>(`
      SELECT number, 'order' AS kind, stage NOT IN ('settled', 'refused', 'rejected', 'cancelled') AS open FROM sales_order
      UNION ALL SELECT invoice_number, 'collection', bool_or(open > 0) FROM receivable GROUP BY invoice_number ORDER BY 2 DESC, 1`);
    return rows;
  } finally {
    await client.end();
  }
}
