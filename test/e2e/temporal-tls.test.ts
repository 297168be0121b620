import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBench } from '../../cli/bench/run.js';
import { verificationText } from '../../cli/verify.js';
import { readTemporal } from '../../config/temporal.js';
import { openAuthority, type Authority, type Issued } from '../support/certificates.js';
import { createNamespace, openTestStack, testServers } from '../support/stack.js';
import { openTlsProxy, type SeenCall, type TlsProxy } from '../support/tls-proxy.js';

const host = 'temporal.encours.test';
let authority: Authority;
let server: Issued;
let client: Issued;

beforeAll(() => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  authority = openAuthority('Encours test authority');
  server = authority.issue('server', { host });
  client = authority.issue('order-desk');
});

afterAll(() => authority.close());

const trusting = (proxy: TlsProxy) => ({
  TEMPORAL_ADDRESS: proxy.address,
  TEMPORAL_TLS_SERVER_NAME: host,
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.ca,
});

const methodsOf = (calls: readonly SeenCall[]): readonly string[] => calls.map(({ path }) => path.split('/')[2] ?? '');

describe('a Temporal that asks for a client certificate', () => {
  it('runs an order from entry to settlement, worker and API both by TLS with the certificate they were given', async () => {
    const proxy = await openTlsProxy(testServers().temporalAddress, server, { clientCa: authority.ca });
    const env = {
      ...trusting(proxy),
      TEMPORAL_TLS_CLIENT_CERT_PATH: client.cert,
      TEMPORAL_TLS_CLIENT_KEY_PATH: client.key,
    };
    const stack = await openTestStack({ env });
    try {
      if (stack.apiKeys === undefined) throw new Error('the stack has no keys');
      const temporal = readTemporal({ ...env, TEMPORAL_NAMESPACE: stack.namespace });
      const { apiUrl, apiKeys, ownerDatabaseUrl: readerUrl } = stack;
      const { verification } = await runBench(
        { apiUrl, apiKeys, readerUrl, temporal, pids: stack.pids() },
        { orders: 1, concurrency: 1, warmUp: 0, paced: false },
      );
      expect(verificationText(verification)).toMatch(/^\d+ invariants, 0 violations$/);
      const methods = methodsOf(proxy.calls);
      // The worker asks for tasks and answers them; the API starts the order.
      expect(methods).toEqual(
        expect.arrayContaining(['PollWorkflowTaskQueue', 'RespondWorkflowTaskCompleted', 'ExecuteMultiOperation']),
      );
      expect(new Set(proxy.calls.map((call) => call.client))).toEqual(new Set(['order-desk']));
    } finally {
      await stack.close();
      await proxy.close();
    }
  });

  it('lets nobody in who shows none', async () => {
    const proxy = await openTlsProxy(testServers().temporalAddress, server, { clientCa: authority.ca });
    try {
      const { connection } = readTemporal(trusting(proxy));
      await expect(Connection.connect({ ...connection, connectTimeout: '3s' })).rejects.toBeInstanceOf(Error);
      await expect(NativeConnection.connect(connection)).rejects.toBeInstanceOf(Error);
      expect(proxy.calls).toEqual([]);
    } finally {
      await proxy.close();
    }
  });
});

describe('a Temporal that asks for an API key', () => {
  it('gets key, namespace and further headers with each call, of client and worker', async () => {
    const namespace = await createNamespace();
    const proxy = await openTlsProxy(testServers().temporalAddress, server);
    const settings = readTemporal({
      ...trusting(proxy),
      TEMPORAL_NAMESPACE: namespace,
      TEMPORAL_API_KEY: 'key-of-the-order-desk',
      TEMPORAL_GRPC_META_X_COST_CENTRE: 'adv',
    });
    const connection = await Connection.connect(settings.connection);
    const native = await NativeConnection.connect(settings.connection);
    try {
      await new Client({ connection, namespace }).workflow.count();
      const before = proxy.calls.length;
      await new Client({ connection: native, namespace }).workflow.count();
      const counted = proxy.calls.filter(({ path }) => path.endsWith('/CountWorkflowExecutions'));
      expect(before).toBeGreaterThan(0);
      expect(counted).toHaveLength(2);
      expect(counted.map(({ headers }) => headers['temporal-namespace'])).toEqual([namespace, namespace]);
      for (const { headers } of proxy.calls)
        expect(headers).toMatchObject({ authorization: 'Bearer key-of-the-order-desk', 'x-cost-centre': 'adv' });
    } finally {
      await Promise.all([connection.close(), native.close()]);
      await proxy.close();
    }
  });

  it('is not talked to when its certificate is of an authority nobody named', async () => {
    const other = openAuthority('Somebody else');
    const proxy = await openTlsProxy(testServers().temporalAddress, other.issue('server', { host }));
    try {
      const { connection } = readTemporal({ ...trusting(proxy), TEMPORAL_API_KEY: 'key-of-the-order-desk' });
      await expect(Connection.connect({ ...connection, connectTimeout: '3s' })).rejects.toBeInstanceOf(Error);
      await expect(NativeConnection.connect(connection)).rejects.toBeInstanceOf(Error);
      expect(proxy.calls).toEqual([]);
    } finally {
      await proxy.close();
      other.close();
    }
  });
});
