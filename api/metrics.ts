import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

export type Metrics = {
  /** Times each request by route, method and status; never by number or customer. */
  readonly timer: RequestHandler;
  readonly text: () => Promise<{ readonly type: string; readonly body: string }>;
};

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15];

export function createMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: 'encours_api_' });
  const durations = new Histogram({
    name: 'encours_http_request_duration_seconds',
    help: 'Time from the request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [register],
  });
  return {
    timer: (req, res, next) => {
      const stop = durations.startTimer();
      res.on('finish', () => {
        const path: unknown = req.route?.path;
        const route = typeof path === 'string' ? path : 'none';
        stop({ method: req.method, route, status: String(res.statusCode) });
      });
      next();
    },
    text: async () => ({ type: register.contentType, body: await register.metrics() }),
  };
}
