import { useQueryClient, type Query, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Change } from '../../contracts/events.js';
import { figures, shows } from './shown-in.js';

const PAUSE_MS = 400;
/** Figures cost more than a list, and what is done moves most of them a little. */
const FIGURES_PAUSE_MS = 30_000;
const AGAIN_MS = 3_000;

const isFigure = ({ queryKey }: Query): boolean => queryKey[0] === figures;

type Later = (work: () => void, ms: number) => void;

/** Gathers changes for a while, then has what shows them read again. */
function gather(client: QueryClient, later: Later, pauseMs: number, isOf: (query: Query) => boolean) {
  let waiting: Change[] = [];
  const read = (): void => {
    const changes = waiting;
    waiting = [];
    const isShown = (query: Query): boolean => changes.some((change) => shows(query.queryKey, change));
    void client.invalidateQueries({ predicate: (query) => isOf(query) && isShown(query) });
  };
  return (change: Change): void => {
    if (waiting.length === 0) later(read, pauseMs);
    waiting.push(change);
  };
}

/**
 * What others change appears without reload: the stream of the audit trail says what changed, and what is on the screen of it
 * is read again, at most a few times a second; figures at most twice a minute. A stream that is refused is asked for again,
 * and whether one is still signed in with it. Once it is open after it was not, all that is shown is read again: nobody told
 * what was done meanwhile. @returns whether the stream is open
 */
export function useLive(): boolean {
  const client = useQueryClient();
  const [isLive, setLive] = useState(true);
  const [attempt, setAttempt] = useState(0);
  const hasMissed = useRef(false);
  useEffect(() => {
    const source = new EventSource('/v1/events');
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const later = (work: () => void, ms: number): void => void timers.add(setTimeout(work, ms));
    const tell = gather(client, later, PAUSE_MS, (query) => !isFigure(query));
    const tellFigures = gather(client, later, FIGURES_PAUSE_MS, isFigure);
    source.addEventListener('change', (event: MessageEvent<string>) => {
      const change = JSON.parse(event.data) as Change;
      tell(change);
      tellFigures(change);
    });
    source.addEventListener('reset', () => void client.invalidateQueries());
    source.addEventListener('open', () => {
      setLive(true);
      if (hasMissed.current) void client.invalidateQueries();
      hasMissed.current = false;
    });
    source.addEventListener('error', () => {
      hasMissed.current = true;
      setLive(false);
      if (source.readyState !== EventSource.CLOSED) return;
      later(() => {
        void client.invalidateQueries({ queryKey: ['session'] });
        setAttempt((before) => before + 1);
      }, AGAIN_MS);
    });
    return () => {
      for (const timer of timers) clearTimeout(timer);
      source.close();
    };
  }, [client, attempt]);
  return isLive;
}
