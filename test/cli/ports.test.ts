import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { choosePorts, isFree, portFacts } from '../../cli/stack/ports.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function occupy(port: number, host = '127.0.0.1'): Promise<number> {
  const server = createServer();
  servers.push(server);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

describe('the ports of a stack', () => {
  it('are the usual ones, or the next free ones after a usual one that is taken', async () => {
    // By us, or by whoever had it first.
    await occupy(portFacts.inbox.usual).catch(() => undefined);
    const { inbox } = await choosePorts(['inbox'], {});
    expect(inbox).toBeGreaterThan(portFacts.inbox.usual);
    expect(inbox).toBeLessThan(portFacts.inbox.usual + 100);
  });

  it('are refused when asked for and taken, each named with its option', async () => {
    const [one, other] = [await occupy(0), await occupy(0)];
    const refused = choosePorts(['api', 'temporal', 'inbox'], { api: one, temporal: other });
    await expect(refused).rejects.toThrow(`Port ${one} (--port,`);
    await expect(refused).rejects.toThrow(`${other} (--temporal-port,`);
  });

  it('are refused when a server listens on every address', async () => {
    const port = await occupy(0, '0.0.0.0');
    await expect(choosePorts(['api'], { api: port })).rejects.toThrow(String(port));
  });

  it('are refused when two of them are asked to be the same', async () => {
    await expect(choosePorts(['api', 'inbox'], { api: 31_999, inbox: 31_999 })).rejects.toThrow('31999');
  });

  it('are all different and free when any will do', async () => {
    const ports = await choosePorts(['api', 'postgres', 'smtp'], { api: 'any', postgres: 'any', smtp: 'any' });
    const chosen = [ports.api, ports.postgres, ports.smtp];
    expect(new Set(chosen).size).toBe(3);
    expect(await Promise.all(chosen.map(isFree))).toEqual([true, true, true]);
  });
});
