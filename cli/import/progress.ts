export type Tally = { accepted: number; wasThere: number; refused: number };

export const doneOf = (tally: Tally): number => tally.accepted + tally.wasThere + tally.refused;

/** One line of progress: a bar, rows done of all, rows a second, time left, rows refused. */
export function progressLine(label: string, tally: Tally, total: number, elapsedMs: number): string {
  const done = doneOf(tally);
  const share = total === 0 ? 1 : done / total;
  const width = 24;
  const filled = Math.round(share * width);
  const bar = '#'.repeat(filled) + '-'.repeat(width - filled);
  const perSecond = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
  const left = perSecond > 0 ? `${duration((total - done) / perSecond)} left` : 'starting';
  const parts = [`${done}/${total}`, `${Math.floor(share * 100)} %`, `${perSecond.toFixed(1)}/s`, left];
  return `${label} [${bar}] ${parts.join('  ')}  ${tally.refused} refused`;
}

export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

type Screen = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

/**
 * Shows a line of progress: on a terminal rewritten, elsewhere anew every few seconds, and not at all where it takes no longer.
 * Returns how to stop it.
 */
export function showLine(screen: Screen, line: () => string): () => void {
  let isShown = screen.isTTY;
  const draw = (): void => {
    isShown = true;
    screen.write(screen.isTTY ? `\r${line()}\u001b[K` : `${line()}\n`);
  };
  const timer = setInterval(draw, screen.isTTY ? 200 : 5_000);
  return () => {
    clearInterval(timer);
    if (isShown) draw();
    if (screen.isTTY) screen.write('\n');
  };
}

/** Shows how far an import is. Returns how to stop it. */
export function showProgress(screen: Screen, label: string, tally: Tally, total: number): () => void {
  const startedAt = Date.now();
  return showLine(screen, () => progressLine(label, tally, total, Date.now() - startedAt));
}
