import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { StackError } from './home.js';

export const portNames = ['api', 'temporal', 'temporalUi', 'postgres', 'smtp', 'inbox', 'platform'] as const;
export type PortName = (typeof portNames)[number];
export type Ports = Readonly<Record<PortName, number>>;

/** `any` = a free one, whichever: for stacks that run beside others (tests, the demo). */
export type PortWishes = Readonly<Partial<Record<PortName, number | 'any'>>>;

type PortFacts = { readonly usual: number; readonly option: string; readonly title: string };

/** The usual ports and the option of `encours start` that moves each. */
export const portFacts: Readonly<Record<PortName, PortFacts>> = {
  api: { usual: 3000, option: '--port', title: 'the API and its pages' },
  temporal: { usual: 7233, option: '--temporal-port', title: 'Temporal' },
  temporalUi: { usual: 8233, option: '--temporal-ui-port', title: 'the Temporal UI' },
  postgres: { usual: 5433, option: '--postgres-port', title: 'PostgreSQL' },
  smtp: { usual: 1025, option: '--smtp-port', title: 'the SMTP inbox' },
  platform: { usual: 8090, option: '--platform-port', title: 'the platform that stands in' },
  inbox: { usual: 8025, option: '--inbox-port', title: "the inbox's pages" },
};

const portsTriedAfterTheUsual = 100;

/**
 * Chooses a free loopback port for each name. A usual port that is taken gives way to the next free one; a port that was
 * asked for is that one or none.
 * @throws StackError naming every asked-for port that is taken.
 */
export async function choosePorts(names: readonly PortName[], wishes: PortWishes): Promise<Ports> {
  const chosen: Partial<Record<PortName, number>> = {};
  const refused: string[] = [];
  const asked = names.filter((name) => typeof wishes[name] === 'number');
  for (const name of [...asked, ...names.filter((other) => !asked.includes(other))]) {
    const taken = new Set(Object.values(chosen));
    const wish = wishes[name];
    const port = typeof wish === 'number' ? await ifFree(wish, taken) : await search(name, wish, taken);
    if (port === undefined) refused.push(`${String(wish)} (${portFacts[name].option}, for ${portFacts[name].title})`);
    else chosen[name] = port;
  }
  if (refused.length > 0) {
    throw new StackError(
      `Port ${refused.join(' and port ')} is taken. Stop what listens there, or choose another port; ` +
        'without the option the next free one is used.',
    );
  }
  return { api: 0, temporal: 0, temporalUi: 0, postgres: 0, smtp: 0, inbox: 0, platform: 0, ...chosen };
}

const ifFree = async (port: number, taken: ReadonlySet<number>): Promise<number | undefined> =>
  !taken.has(port) && (await isFree(port)) ? port : undefined;

async function search(name: PortName, wish: number | 'any' | undefined, taken: ReadonlySet<number>): Promise<number> {
  for (let step = 0; step < portsTriedAfterTheUsual; step += 1) {
    // Below the range from which systems draw outgoing ports, so that nothing takes it before it is used.
    const candidate = wish === 'any' ? randomInt(12_000, 32_000) : portFacts[name].usual + step;
    if ((await ifFree(candidate, taken)) !== undefined) return candidate;
  }
  throw new StackError(
    `No free port for ${portFacts[name].title} from ${portFacts[name].usual} on. Choose one with ${portFacts[name].option}.`,
  );
}

/** True when a server can listen on this loopback port now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
