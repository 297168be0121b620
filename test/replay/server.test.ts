import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { replayCommand } from '../../cli/replay.js';
import { testServers } from '../support/stack.js';
import { hear } from '../support/terminal.js';
import { deliver, enterOrder, eventually, openProcesses, untilStage, type Processes } from '../support/workflows.js';
import { openTrade } from '../workflows/trade.js';

let office: Processes;
beforeAll(async () => {
  office = await openProcesses();
});
afterAll(() => office.close());
afterEach(() => vi.restoreAllMocks());

describe('encours replay --server', () => {
  it('replays what runs on a server: before a new version is put to work, its code must know the way on', async () => {
    const trade = await openTrade(office, { stock: '4' });
    const order = await enterOrder(office, await trade.draft('10'));
    await untilStage(office, order, 'acknowledged');
    await deliver(order);
    const lines = hear();
    // The order and the account of its customer; the server lists them a moment after they began.
    await eventually(async () => {
      const where = ['--server', testServers().temporalAddress, '--namespace', office.namespace];
      await replayCommand().parseAsync(where, { from: 'user' });
      expect(lines.at(-1)).toBe('2 histories, 0 do not replay');
    });
    process.exitCode = undefined;
  });
});
