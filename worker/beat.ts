export type Beat = {
  /** False once it was stopped. */
  readonly goesOn: () => boolean;
  /** Ends early when it is stopped. */
  readonly rest: (ms: number) => Promise<void>;
};

/**
 * Does the work again and again, with a rest before each time.
 * @param work never throws
 * @returns stops it, and waits for what is under way
 */
export function keepDoing(everyMs: number, work: (beat: Beat) => Promise<void>): () => Promise<void> {
  let stopped = false;
  let wake: () => void = () => undefined;
  const goesOn = (): boolean => !stopped;
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    for (await rest(everyMs); goesOn(); await rest(everyMs)) await work({ goesOn, rest });
  };
  const running = run();
  return async () => {
    stopped = true;
    wake();
    await running;
  };
}
