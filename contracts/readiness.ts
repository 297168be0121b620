/** Whether somebody asks Temporal for work on a task queue. */
export type QueueSight = {
  readonly taskQueue: string;
  /** True: nobody has asked for longer than a worker with nothing to do takes to ask again, or ever. */
  readonly away: boolean;
  /** Whole seconds since the last time; null: not in the five minutes that Temporal remembers. */
  readonly lastPollSeconds: number | null;
};

/** What `/readyz` answers of an API that reads and writes. */
export type Readiness = {
  readonly status: 'ok';
  readonly down: readonly [];
  /** Left out: Temporal did not say. */
  readonly workers?: readonly QueueSight[] | undefined;
  readonly warnings: readonly string[];
};
