import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureNamespace } from '../../cli/namespace.js';
import { connectTemporal } from '../../cli/temporal.js';
import { plainTemporal, readTemporal, type TemporalSettings } from '../../config/temporal.js';
import { searchAttributeKeys } from '../../workflows/search-attributes.js';
import { openAuthority, type Authority } from '../support/certificates.js';
import { testServers } from '../support/stack.js';
import { openTlsProxy, type TlsProxy } from '../support/tls-proxy.js';

const host = 'temporal.encours.test';
const namespace = `cloud-${randomBytes(6).toString('hex')}`;
let authority: Authority;
let cloud: TlsProxy;
/** As an API key of one namespace sees Temporal Cloud: it works there and manages nothing. */
let settings: TemporalSettings;
let plain: TemporalSettings;

beforeAll(async () => {
  authority = openAuthority('Encours test authority');
  const { temporalAddress } = testServers();
  cloud = await openTlsProxy(temporalAddress, authority.issue('server', { host }), {
    refuses: (path) => /OperatorService|RegisterNamespace|UpdateNamespace/.test(path),
  });
  settings = readTemporal({
    TEMPORAL_ADDRESS: cloud.address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_API_KEY: 'key-of-the-order-desk',
    TEMPORAL_TLS_SERVER_NAME: host,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.ca,
  });
  plain = plainTemporal(temporalAddress, namespace);
});

afterAll(async () => {
  await cloud.close();
  authority.close();
});

const refusal = (): Promise<string> =>
  ensureNamespace(settings, 30).then(
    () => 'it was not refused',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe('encours namespace where only an administrator may make one', () => {
  it('says which commands make a namespace that is not there', async () => {
    const message = await refusal();
    expect(message).toContain(`Namespace ${namespace} is made by an administrator of Temporal`);
    expect(message).toContain(`tcld namespace create --namespace ${namespace} --region REGION --retention-days 30`);
    expect(message).toContain('--search-attribute OpenAmount=Double');
    expect(message).not.toContain('key-of-the-order-desk');
  });

  it('says what is missing of one that is there: retention and each search attribute', async () => {
    const connection = await Connection.connect(plain.connection);
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
    await connection.close();
    await expect
      .poll(refusal, { timeout: 30_000, interval: 500 })
      .toContain(`tcld namespace retention set --namespace ${namespace} --retention-days 30`);
    const message = await refusal();
    expect(message).not.toContain('namespace create');
    for (const { name } of searchAttributeKeys) expect(message).toContain(`--search-attribute ${name}=`);
  });

  it('is content once all of it was made elsewhere', async () => {
    await ensureNamespace(plain, 30);
    expect(await ensureNamespace(settings, 30)).toEqual({ created: false, retentionDays: 30, addedAttributes: [] });
  });
});

describe('a command that cannot reach Temporal', () => {
  it('says which server it asked and how, and keeps the key to itself', async () => {
    const { address: _, ...rest } = settings.connection;
    const closed = { connection: { ...rest, address: '127.0.0.1:1' }, namespace };
    const message = await connectTemporal(closed, '2s').catch((error: unknown) => String(error));
    expect(message).toContain('Temporal at 127.0.0.1:1 does not answer by TLS with an API key');
    expect(message).not.toContain('key-of-the-order-desk');
  });
});
