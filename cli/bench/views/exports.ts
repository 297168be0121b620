import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '../../stack/postgres.js';
import type { Stack } from '../../stack/stack.js';

/** A list written to a file, and what the API held in memory while it wrote. */
export type ExportMeasured = {
  readonly name: string;
  readonly rows: number;
  readonly megabytes: number;
  readonly seconds: number;
  /** Least and most of the JavaScript heap in use while one half of the file was written, then the other: what stays shows in the least. */
  readonly heapMbByHalf: readonly (readonly [least: number, most: number])[];
  readonly rssPeakMb: number;
};

const everyMs = 100;
const megabyte = 2 ** 20;
const gauge = /^encours_api_nodejs_heap_size_used_bytes (\S+)$/m;

/** Writes the latest orders as CSV and as XLSX, one after the other. @param wanted rows at least, as far as there are so many */
export async function measureExports(
  stack: Stack,
  wanted: number,
  say: (text: string) => void,
): Promise<readonly ExportMeasured[]> {
  const { from, rows } = await sinceWhen(stack, wanted);
  const found: ExportMeasured[] = [];
  for (const format of ['csv', 'xlsx']) {
    found.push(await measureExport(stack, `/v1/exports/orders.${format}?receivedFrom=${from}`, rows));
    say(exportText(found.at(-1) as ExportMeasured));
  }
  return found;
}

/** The day since which at least so many orders came, and how many. */
const sinceWhen = (stack: Stack, wanted: number): Promise<{ readonly from: string; readonly rows: number }> =>
  withClient(stack.adminDatabaseUrl ?? '', async (client) => {
    const { rows } = await client.query<{ from: string; rows: number }>(
      `WITH day AS (SELECT received_on, count(*) AS orders FROM sales_order GROUP BY 1),
         since AS (SELECT received_on, sum(orders) OVER (ORDER BY received_on DESC) AS rows FROM day)
       SELECT received_on::text AS from, rows::int FROM since ORDER BY rows >= $1 DESC, abs(rows - $1) LIMIT 1`,
      [wanted],
    );
    const [found] = rows;
    if (found === undefined) throw new Error('The house is empty.');
    return found;
  });

export const exportText = ({ name, rows, megabytes, seconds, heapMbByHalf, rssPeakMb }: ExportMeasured): string =>
  `${name}: ${rows} rows, ${megabytes} MB in ${seconds} s; heap ${heapMbByHalf.map((half) => half.join('–')).join(' MB, then ')} MB, ${rssPeakMb} MB resident`;

async function measureExport(stack: Stack, path: string, rows: number): Promise<ExportMeasured> {
  const samples: { readonly atMs: number; readonly heapMb: number; readonly rssMb: number }[] = [];
  let isOver = false;
  const watch = async (): Promise<void> => {
    while (!isOver) {
      samples.push({ atMs: performance.now(), ...(await memoryOf(stack)) });
      await sleep(everyMs);
    }
  };
  const watching = watch();
  const startedMs = performance.now();
  const bytes = await lengthOf(stack, path);
  const ms = performance.now() - startedMs;
  isOver = true;
  await watching;
  const half = (fromMs: number) => samples.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + ms / 2);
  const range = (fromMs: number): readonly [number, number] => {
    const heap = half(fromMs).map(({ heapMb }) => Math.round(heapMb));
    return [Math.min(...heap), Math.max(...heap)];
  };
  return {
    name: path.split('?', 1)[0] ?? path,
    rows,
    megabytes: Math.round((bytes / megabyte) * 10) / 10,
    seconds: Math.round(ms / 100) / 10,
    heapMbByHalf: [range(startedMs), range(startedMs + ms / 2)],
    rssPeakMb: Math.round(Math.max(...samples.map(({ rssMb }) => rssMb))),
  };
}

async function memoryOf(stack: Stack): Promise<{ readonly heapMb: number; readonly rssMb: number }> {
  const text = await (await fetch(`${stack.apiUrl}/metrics`)).text();
  const status = readFileSync(`/proc/${stack.pids()['api'] ?? 'self'}/status`, 'utf8');
  return {
    heapMb: Number(gauge.exec(text)?.[1] ?? 0) / megabyte,
    rssMb: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024,
  };
}

/** Reads an answer to its end and keeps nothing of it. */
async function lengthOf(stack: Stack, path: string): Promise<number> {
  const keys = stack.apiKeys as Readonly<Record<string, string>>;
  const response = await fetch(`${stack.apiUrl}${path}`, {
    headers: { authorization: `Bearer ${keys['manager'] ?? ''}` },
  });
  if (!response.ok || response.body === null) throw new Error(`GET ${path} answered ${response.status}.`);
  let bytes = 0;
  for await (const chunk of response.body) bytes += (chunk as Uint8Array).length;
  return bytes;
}
