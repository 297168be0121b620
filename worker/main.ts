import path from 'node:path';
import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { ConfigError, readConfig, type Config } from '../config/env.js';
import { payloadConverterOptions } from '../config/codec.js';
import { createPrisma, type PrismaClient } from '../prisma/client.js';
import { readMoveInsAtWork } from '../prisma/move-in/desk.js';
import { MAIL_TASK_QUEUE, ORDER_TASK_QUEUE } from '../workflows/ids.js';
import { workflowBundle } from './bundle.js';
import { composeActivities } from './compose.js';
import { keepSchedules } from './keep-schedules.js';
import { resumeMoveIn } from './moved.js';
import { runningProcesses } from './processes.js';
import { keepRollups } from './rollups.js';

const SHUTDOWN_GRACE = '10 seconds';

async function main(): Promise<void> {
  const config = readConfig();
  const log = pino({ level: config.logLevel, name: 'worker' });
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      if (level === 'ERROR') log.error(meta, message);
      else log.warn(meta, message);
    }),
    shutdownSignals: [],
    ...(config.worker.metricsAddress === undefined
      ? {}
      : {
          telemetryOptions: {
            metrics: { prometheus: { bindAddress: config.worker.metricsAddress, useSecondsForDurations: true } },
          },
        }),
  });
  const connection = await NativeConnection.connect(config.temporal.connection);
  const prisma = createPrisma(config.database.url, { poolSize: config.database.poolSize });
  const { namespace } = config.temporal;
  const client = new Client({ connection, namespace, ...payloadConverterOptions(config.codecKeys) });
  const activities = composeActivities(config, prisma, runningProcesses(client, prisma));
  const workers = await createWorkers(config, connection, activities);
  const stopSchedules = worksOrders(config)
    ? await keepSchedules(client, { ...config.worker, hasPlatform: hasPlatform(config) }, prisma, log)
    : undefined;
  await resume(config, client, prisma, log);
  const stop = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  process.send?.({ kind: 'ready' });
  log.info({ queues: workers.map((worker) => worker.options.taskQueue) }, 'worker ready');
  const stopRollups = keepsHouse(config) ? keepRollups(prisma, log) : undefined;
  await Promise.all(workers.map((worker) => worker.run()));
  await Promise.all([stopRollups?.(), stopSchedules?.()]);
  await connection.close();
  await prisma.$disconnect();
}

const hasPlatform = ({ platform }: Config): boolean => platform.by.kind !== 'none';

const worksOrders = ({ worker }: Config): boolean => worker.roles.includes('orders');

const keepsHouse = (config: Config): boolean => worksOrders(config) && config.worker.housekeepingAt !== undefined;

/** Move-ins that somebody asked for and nobody works on, as when the API ended between its record and its word. */
async function resume(config: Config, client: Client, prisma: PrismaClient, log: Logger): Promise<void> {
  if (!worksOrders(config)) return;
  try {
    for (const { id } of await readMoveInsAtWork(prisma)) await resumeMoveIn(client, id);
  } catch (error) {
    log.error({ err: error }, 'move-ins that were cut off could not be taken up again');
  }
}

async function createWorkers(
  config: Config,
  connection: NativeConnection,
  activities: ReturnType<typeof composeActivities>,
): Promise<Worker[]> {
  const { sendMail, takePlatformMessages, ...steps } = activities;
  const common: Pick<WorkerOptions, 'connection' | 'namespace' | 'identity' | 'shutdownGraceTime'> = {
    connection,
    namespace: config.temporal.namespace,
    identity: 'encours-worker',
    shutdownGraceTime: SHUTDOWN_GRACE,
    ...payloadConverterOptions(config.codecKeys),
  };
  const workers: Worker[] = [];
  if (config.worker.roles.includes('orders')) {
    workers.push(
      await Worker.create({
        ...common,
        taskQueue: ORDER_TASK_QUEUE,
        workflowBundle: await bundleOf(config),
        activities: steps,
        maxCachedWorkflows: 400,
        stickyQueueScheduleToStartTimeout: '3 seconds',
        maxConcurrentLocalActivityExecutions: config.database.poolSize,
        maxConcurrentActivityTaskExecutions: config.database.poolSize,
      }),
    );
  }
  if (config.worker.roles.includes('mail')) {
    workers.push(
      await Worker.create({
        ...common,
        taskQueue: MAIL_TASK_QUEUE,
        activities: { sendMail, takePlatformMessages },
        maxConcurrentActivityTaskExecutions: 10,
      }),
    );
  }
  return workers;
}

/** A setting that does not fit is told by its message; where the program stood says nothing about it. */
function toldOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof ConfigError ? error.message : (error.stack ?? error.message);
}

const bundleOf = async (config: Config) =>
  config.worker.bundlePath === undefined
    ? workflowBundle(path.join(config.home, 'cache'), config.codecKeys !== undefined)
    : { codePath: config.worker.bundlePath };

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`worker stopped: ${toldOf(error)}\n`);
    process.exit(1);
  },
);
