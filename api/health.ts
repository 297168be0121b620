/** Whether PostgreSQL and Temporal answer. */
export type Health = {
  /** Asks both, or reuses an answer not older than `maxAgeMs`. Never throws; `down` names what does not answer. */
  probe(options: {
    readonly maxAgeMs: number;
    readonly timeoutMs: number;
  }): Promise<{ readonly down: readonly string[] }>;
};
