import { createActivities, type Activities } from '../activities/index.js';
import type { ActivityDeps } from '../activities/deps.js';
import { attemptTimeoutMs, deliver, smtpSettings } from '../activities/smtp.js';
import type { Config } from '../config/env.js';
import type { PrismaClient } from '../prisma/client.js';
import { postgresDocumentStore } from '../prisma/document-store.js';
import { platformFrom } from './platform/index.js';
import { faultsFrom, noFaults, withFaults } from './faults.js';

/** The activities with everything they need, as this process runs them. */
export function composeActivities(
  config: Config,
  prisma: PrismaClient,
  processes: ActivityDeps['processes'],
): Activities {
  const faults = config.worker.faultsFile === undefined ? noFaults : faultsFrom(config.worker.faultsFile);
  const settings = smtpSettings(config.mail.smtpUrl, config.mail.smtpTimeoutMs, config.mail.smtpRequiresTls);
  const activities = createActivities({
    prisma,
    databaseUrl: config.database.url,
    processes,
    documents: postgresDocumentStore(prisma),
    mail: {
      domain: config.mail.domain,
      attemptTimeoutMs: attemptTimeoutMs(settings),
      deliver: async (message, envelope) => {
        const headers = () => message.subarray(0, message.indexOf('\r\n\r\n')).toString('latin1');
        faults.at('smtp:before-data', headers);
        const outcome = await deliver(settings, envelope, message);
        faults.at('smtp:after-data', headers);
        return outcome;
      },
    },
    platform: platformFrom(config.platform),
    publicUrl: config.api.publicUrl === '' ? `http://${config.api.host}:${config.api.port}` : config.api.publicUrl,
  });
  return config.worker.faultsFile === undefined ? activities : withFaults(activities, faults);
}
