import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { glance, type WorkerWatch } from './workers.js';

export type Metrics = {
  /** Times each request by route, method and status; never by number or customer. */
  readonly timer: RequestHandler;
  readonly text: () => Promise<{ readonly type: string; readonly body: string }>;
};

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15];

/** @param rollups how many days of figures wait to be summed up again, and since how many seconds */
export function createMetrics(
  workers: WorkerWatch,
  rollups: () => Promise<{ readonly days: number; readonly seconds: number }>,
): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: 'encours_api_' });
  const durations = new Histogram({
    name: 'encours_http_request_duration_seconds',
    help: 'Time from the request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [register],
  });
  watchQueues(register, workers);
  watchRollups(register, rollups);
  return {
    timer: (req, res, next) => {
      const stop = durations.startTimer();
      res.on('finish', () => {
        // A stream lasts as long as somebody listens.
        if (res.get('Content-Type')?.startsWith('text/event-stream') === true) return;
        const path: unknown = req.route?.path;
        const route = typeof path === 'string' ? path : 'none';
        stop({ method: req.method, route, status: String(res.statusCode) });
      });
      next();
    },
    text: async () => ({ type: register.contentType, body: await register.metrics() }),
  };
}

/** Where PostgreSQL does not say, the last that it said stands. */
function watchRollups(register: Registry, rollups: Parameters<typeof createMetrics>[1]): void {
  new Gauge({
    name: 'encours_rollups_behind_seconds',
    help: 'How long the oldest change waits for its day of figures to be summed up again; 0 when none waits',
    registers: [register],
    async collect() {
      const behind = await rollups().catch(() => null);
      if (behind !== null) this.set(behind.seconds);
    },
  });
  new Gauge({
    name: 'encours_rollups_waiting_days',
    help: 'Days of figures that wait to be summed up again, and are read from the facts meanwhile',
    registers: [register],
    async collect() {
      const behind = await rollups().catch(() => null);
      if (behind !== null) this.set(behind.days);
    },
  });
}

/** Where Temporal does not say, there is no sample: an alert on 0 stays silent, that on Temporal itself speaks. */
function watchQueues(register: Registry, workers: WorkerWatch): void {
  new Gauge({
    name: 'encours_task_queue_has_worker',
    help: '1 while a worker asks for work on the task queue, 0 while nobody does',
    labelNames: ['task_queue'],
    registers: [register],
    async collect() {
      const sights = await workers.look(glance);
      this.reset();
      for (const { taskQueue, away } of sights ?? []) this.set({ task_queue: taskQueue }, away ? 0 : 1);
    },
  });
  new Gauge({
    name: 'encours_task_queue_last_poll_seconds',
    help: 'Time since a worker last asked for work on the task queue; absent after five minutes without any',
    labelNames: ['task_queue'],
    registers: [register],
    async collect() {
      const sights = await workers.look(glance);
      this.reset();
      for (const { taskQueue, lastPollSeconds } of sights ?? [])
        if (lastPollSeconds !== null) this.set({ task_queue: taskQueue }, lastPollSeconds);
    },
  });
}
