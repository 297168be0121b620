import type { Response } from 'express';
import type { Logger } from 'pino';
import type { Change } from '../contracts/events.js';
import { said } from '../contracts/said.js';
import type { PrismaClient } from '../prisma/client.js';
import { isAfter, placeOf, readChanges, readHead, type ChangeRecord, type Place } from '../prisma/queries/changes.js';
import type { Principal } from './context.js';
import { ProblemError, silent } from './problem.js';
import { seesChange } from './shown.js';

/** What others change, told to whoever listens: one read of the audit per process, however many listen. */
export type Events = {
  /**
   * Begins to listen. @throws ProblemError 429 when the principal listens too often already, 503 when this process stops
   */
  readonly open: (listener: Listener) => Promise<EventStream>;
  /** Ends every stream; nobody is let in any more. */
  readonly close: () => void;
};

/** Writes what there is, and what comes, until one side ends it. */
export type EventStream = { readonly attach: (res: Response) => void };

export type Listener = {
  readonly principal: Principal;
  /** Id of the last change that the client has seen; undefined: it begins now. */
  readonly since: string | undefined;
  /** Who the caller is by now; null: nobody any more. */
  readonly still: () => Promise<Principal | null>;
};

export type EventsPace = {
  readonly pollMs: number;
  readonly heartbeatMs: number;
  /** Streams of one principal in a process. */
  readonly perPrincipal: number;
};
const usualPace: EventsPace = { pollMs: 1_000, heartbeatMs: 15_000, perPrincipal: 10 };

/** Changes that are read at once, and that a client may catch up on; who missed more begins anew. */
const BATCH = 500;
/** What a client that does not read may have before it. */
const UNREAD_BYTES = 1_000_000;
const RECONNECT_MS = 2_000;

type Subscriber = { readonly take: (change: ChangeRecord) => void; readonly end: () => void };

export function createEvents(options: {
  readonly prisma: PrismaClient;
  readonly logger: Logger;
  readonly pace?: Partial<EventsPace>;
}): Events {
  const { prisma, logger } = options;
  const pace = { ...usualPace, ...options.pace };
  const subscribers = new Set<Subscriber>();
  const open = new Map<string, number>();
  const feed = createFeed({ prisma, logger, pollMs: pace.pollMs, subscribers });
  let isClosed = false;

  /** A place among the streams of the principal. @returns gives it back */
  const admit = ({ id }: Principal): (() => void) => {
    if (isClosed) throw silent('process', said('is-stopping'));
    const count = open.get(id) ?? 0;
    if (count >= pace.perPrincipal)
      throw new ProblemError('too-many-requests', said('too-many-streams'), { remedy: said('close-some-streams') });
    open.set(id, count + 1);
    return once(() => {
      const left = (open.get(id) ?? 1) - 1;
      if (left === 0) open.delete(id);
      else open.set(id, left);
    });
  };

  return {
    async open(listener) {
      const leave = admit(listener.principal);
      try {
        await feed.start();
        const stream = streamOf(listener, { pace, feed, leave, subscribers });
        await stream.catchUp(prisma);
        return stream;
      } catch (error) {
        leave();
        throw error;
      }
    },
    close() {
      isClosed = true;
      for (const { end } of subscribers) end();
    },
  };
}

const once = (work: () => void): (() => void) => {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
};

type Head = { readonly place: Place; readonly lastId: bigint | null };

type Feed = {
  /** From here on `head` is known, as long as somebody subscribes before anything else happens. */
  readonly start: () => Promise<void>;
  /** What was told last: whoever subscribes now gets what comes after it. */
  readonly head: () => Head;
};

/** Reads the audit while somebody listens; where PostgreSQL is away it goes on from where it was. */
function createFeed({
  prisma,
  logger,
  pollMs,
  subscribers,
}: {
  readonly prisma: PrismaClient;
  readonly logger: Logger;
  readonly pollMs: number;
  readonly subscribers: ReadonlySet<Subscriber>;
}): Feed {
  let place: Place | null = null;
  let lastId: bigint | null = null;
  let starting: Promise<void> | null = null;

  const advance = async (from: Place): Promise<Place> => {
    const changes = await readChanges(prisma, { after: from, limit: BATCH });
    for (const change of changes) {
      lastId = change.place.id;
      for (const { take } of subscribers) take(change);
    }
    const last = changes.at(-1)?.place ?? from;
    place = last;
    return changes.length < BATCH ? last : advance(last);
  };
  const run = async (): Promise<void> => {
    let isAway = false;
    while (subscribers.size > 0 && place !== null) {
      await pause(pollMs);
      try {
        await advance(place);
        isAway = false;
      } catch (error) {
        if (!isAway) logger.warn({ err: error }, 'the audit cannot be read for those who listen');
        isAway = true;
      }
    }
    place = null;
  };
  const begin = async (): Promise<void> => {
    const head = await readHead(prisma);
    place = head.place;
    lastId = head.lastId;
    // Whoever asked for it is among the subscribers by then.
    setImmediate(() => void run());
  };
  return {
    async start() {
      if (place !== null) return;
      starting ??= begin().finally(() => {
        starting = null;
      });
      await starting;
    },
    head: () => ({ place: place ?? { tx: 0n, id: 0n }, lastId }),
  };
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });

type House = {
  readonly pace: EventsPace;
  readonly feed: Feed;
  readonly leave: () => void;
  readonly subscribers: Set<Subscriber>;
};

/** One client: what comes before it can be written to is kept. */
function streamOf(listener: Listener, { pace, feed, leave, subscribers }: House) {
  let { principal } = listener;
  let res: Response | null = null;
  let before: string[] = [];
  const write = (text: string): void => {
    if (res === null) before.push(text);
    else res.write(text);
    if (res !== null && res.writableLength > UNREAD_BYTES) end();
  };
  const tell = (change: ChangeRecord): void => {
    if (isAbout(principal, change)) void beat();
    if (seesChange(principal, change)) write(eventOf(change, principal));
  };
  const beat = async (): Promise<void> => {
    // Nobody waited for it.
    if (res === null) return end();
    try {
      const now = await listener.still();
      if (now === null) return end();
      principal = now;
    } catch {
      // Nobody can tell right now: neither does anything change.
    }
    write(`: still here\n${placeLine(feed.head().lastId)}\n`);
  };
  const heart = setInterval(() => void beat(), pace.heartbeatMs).unref();
  const end = once(() => {
    clearInterval(heart);
    subscribers.delete(subscriber);
    leave();
    res?.end();
  });
  const subscriber: Subscriber = { take: tell, end };
  subscribers.add(subscriber);
  const head = feed.head();
  return {
    /** What the client has missed up to where the feed is; what the feed reads meanwhile comes after it. */
    async catchUp(prisma: PrismaClient): Promise<void> {
      try {
        const missed = await missedBy(prisma, listener.since, head.place);
        const told = missed
          ?.filter((change) => seesChange(principal, change))
          .map((change) => eventOf(change, principal));
        const lines = told ?? ['event: reset\ndata: {}\n\n'];
        const begin = missed === null || missed.length === 0 ? placeLine(head.lastId) : '';
        before = [`retry: ${RECONNECT_MS}\n${begin}\n`, ...lines, ...before];
      } catch (error) {
        end();
        throw error;
      }
    },
    attach(to: Response): void {
      to.once('close', end);
      to.set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' });
      to.flushHeaders();
      res = to;
      for (const text of before) res.write(text);
      before = [];
      if (subscribers.has(subscriber) && !to.closed && to.req.method !== 'HEAD') return;
      end();
      to.end();
    },
  };
}

/** Does it change who listens: their session, or what they may do? */
const isAbout = ({ id, session }: Principal, { entity, entityId }: ChangeRecord): boolean =>
  (entity === 'session' && entityId === session?.id) || (entity === 'principal' && entityId === id);

/** Null: too much, or nobody knows since when. */
async function missedBy(
  prisma: PrismaClient,
  since: string | undefined,
  head: Place,
): Promise<readonly ChangeRecord[] | null> {
  if (since === undefined || since === '') return [];
  const after = /^\d{1,18}$/.test(since) ? await placeOf(prisma, BigInt(since)) : null;
  if (after === null) return null;
  if (!isAfter(head, after)) return [];
  const changes = await readChanges(prisma, { after, until: head, limit: BATCH + 1 });
  return changes.length > BATCH ? null : changes;
}

/** A client that comes again says this id, also where nothing was told to it since. */
const placeLine = (id: bigint | null): string => (id === null ? '' : `id: ${id}\n`);

function eventOf(record: ChangeRecord, principal: Principal): string {
  const { entity, entityId, action, order, customer, invoice, at, actor } = record;
  const change: Change = { entity, entityId, action, order, customer, invoice, at, actor };
  const shown = seesChange(principal, { ...record, entity: 'invoice', action: 'invoice.issued' })
    ? change
    : { ...change, invoice: null };
  return `id: ${record.place.id}\nevent: change\ndata: ${JSON.stringify(shown)}\n\n`;
}
