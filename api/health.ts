/** Whether PostgreSQL and Temporal answer. */
export type Health = {
  /** Asks both, or reuses an answer not older than `maxAgeMs`. Never throws; `down` names what does not answer. */
  probe(options: { readonly maxAgeMs: number; readonly timeoutMs: number }): Promise<HealthReport>;
};
export type HealthReport = { readonly down: readonly string[] };

export type Probes = Readonly<Record<string, () => Promise<unknown>>>;

/** @param probes what to ask, by the name that a caller may read */
export function createHealth(probes: Probes, nowMs: () => number = Date.now): Health {
  let last: { readonly at: number; readonly report: Promise<HealthReport> } | undefined;
  return {
    probe({ maxAgeMs, timeoutMs }) {
      if (last && nowMs() - last.at <= maxAgeMs) return last.report;
      last = { at: nowMs(), report: askAll(probes, timeoutMs) };
      return last.report;
    },
  };
}

async function askAll(probes: Probes, timeoutMs: number): Promise<HealthReport> {
  const answers = await Promise.all(
    Object.entries(probes).map(async ([name, ask]) => ((await answersWithin(ask, timeoutMs)) ? [] : [name])),
  );
  return { down: answers.flat() };
}

async function answersWithin(ask: () => Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    // An answer that lies there already counts, though this process came late to read it.
    timer = setTimeout(() => setImmediate(() => resolve(false)), timeoutMs);
  });
  const answer = ask().then(
    () => true,
    () => false,
  );
  const answered = await Promise.race([answer, late]);
  clearTimeout(timer);
  return answered;
}
