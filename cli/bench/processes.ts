import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** Memory that a process holds now, in MB; 0 when there is none of that id. */
export async function rssMbOf(pid: number | undefined): Promise<number> {
  if (pid === undefined) return 0;
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number((Number(stdout.trim()) / 1024).toFixed(1));
}

/** Clock ticks per second of the times in /proc: fixed by Linux for programs (`getconf CLK_TCK`). */
const ticksPerSecond = 100;

type ProcessTimes = { readonly pid: number; readonly parent: number; readonly own: number; readonly ended: number };

/**
 * Processor seconds that each named process has used so far, with the children that have no name of their own: PostgreSQL
 * serves every connection in one. Empty where there is no /proc.
 */
export function cpuSecondsOf(pids: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  if (!existsSync('/proc/self/stat')) return {};
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (timesOf(Number(name)) ?? []) : []));
  const named = new Set(Object.values(pids));
  const used = (pid: number): number =>
    all
      .filter((process) => process.pid === pid || (process.parent === pid && !named.has(process.pid)))
      .reduce((sum, process) => sum + process.own + (process.pid === pid ? process.ended : 0), 0);
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, used(pid)]));
}

/** From proc_pid_stat(5): parent is field 4, own times 14 and 15, those of children that have ended 16 and 17. */
function timesOf(pid: number): ProcessTimes | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const seconds = (field: number): number => Number(fields[field - 3] ?? 0) / ticksPerSecond;
    return { pid, parent: Number(fields[1]), own: seconds(14) + seconds(15), ended: seconds(16) + seconds(17) };
  } catch {
    return undefined;
  }
}
