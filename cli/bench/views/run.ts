import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Stack } from '../../stack/stack.js';
import { openLargeHouse } from './generate.js';
import { percentile } from '../run.js';
import { exportText, measureExports, type ExportMeasured } from './exports.js';
import { interactiveMs } from './first-page.js';
import { measureViews, type Measured } from './measure.js';

export type ViewsReport = {
  readonly orders: number;
  readonly views: readonly Measured[];
  readonly exports: readonly ExportMeasured[];
  /** As PostgreSQL wrote them, of the statements that took longer than {@link slowMs}. */
  readonly plans: string;
};

/** A statement that takes so long has its plan kept. */
const slowMs = 15;
const interactiveLimitMs = 1_000;
const exportRows = 100_000;

/** Makes or reuses a house of so many orders and measures what its people read. @param only paths of lists, `/v1/kpis`, `beside`, `first-page`, `exports`; none: all */
export async function runViews(
  orders: number,
  only: readonly string[],
  say: (text: string) => void,
): Promise<ViewsReport> {
  const stack = await openLargeHouse(orders, say);
  try {
    const log = join(stack.home.logs, 'postgres.log');
    const begun = statSync(log).size;
    await keepPlans(stack);
    const isWanted = (what: string): boolean => only.length === 0 || only.includes(what);
    const views = await measureViews(stack, isWanted, say);
    const first = isWanted('first-page') ? await firstPages(stack) : [];
    const exports = isWanted('exports') ? await measureExports(stack, exportRows, say) : [];
    return { orders, views: [...views, ...first], exports, plans: readFileSync(log).subarray(begun).toString('utf8') };
  } finally {
    await stack.close();
  }
}

/** From here on PostgreSQL writes the plan of each slow statement of the API into its log. */
async function keepPlans(stack: Stack): Promise<void> {
  const client = new pg.Client({ connectionString: stack.adminDatabaseUrl });
  await client.connect();
  try {
    await client.query(`
      ALTER ROLE encours_app SET session_preload_libraries = 'auto_explain';
      ALTER ROLE encours_app SET auto_explain.log_min_duration = ${slowMs}`);
  } finally {
    await client.end();
  }
  await stack.stop('api');
  await stack.start('api');
}

async function firstPages(stack: Stack): Promise<readonly Measured[]> {
  const { signIn, worklist } = await interactiveMs(stack.apiUrl);
  const told = (name: string, times: readonly number[]): Measured => ({
    name,
    p50Ms: percentile(times, 50),
    p95Ms: percentile(times, 95),
    limitMs: interactiveLimitMs,
  });
  return [told('first page interactive', signIn), told('worklist interactive', worklist)];
}

/** The views, those over their limit first, and how many there are. */
export function viewsText({ orders, views, exports }: Omit<ViewsReport, 'plans'>): string {
  const over = views.filter(({ p95Ms, limitMs }) => p95Ms > limitMs);
  const line = ({ name, p50Ms, p95Ms, limitMs }: Measured): string =>
    `${String(p50Ms).padStart(8)} ${String(p95Ms).padStart(8)} ${String(limitMs).padStart(6)}  ${name}`;
  const byTime = views.toSorted((a, b) => b.p95Ms / b.limitMs - a.p95Ms / a.limitMs);
  return [
    '  p50 ms   p95 ms  limit',
    ...byTime.map(line),
    ...exports.map(exportText),
    `${orders} orders: ${views.length} views, ${over.length} over their limit`,
  ].join('\n');
}
