import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { get, newKey, Problem, send, type Read, type Written } from './client.js';

export type Asked = { readonly method?: 'POST' | 'PATCH'; readonly path: string; readonly body: unknown };

export type ActionOptions<T, R extends object> = {
  /** What is read again once it is done; left out: everything on the page. */
  readonly touches?: readonly QueryKey[];
  readonly onDone?: (answer: T) => void;
  /** Where a refusal is told, if not where the form stands. */
  readonly onError?: (error: Error) => void;
  /** What it is decided on: refused when that has changed since the form was opened. */
  readonly of?: Read<R> | undefined;
  /** Whether somebody is at it: until then, what it is decided on is what is on the screen, or comes on it first. */
  readonly isOpen?: boolean;
  /** What it is decided on, as it stands now. */
  readonly onReadAgain?: (now: Read<R>) => void;
};

/** The way on for who decided on something that has changed meanwhile. */
export type Again = {
  /** Reads what it is decided on again. */
  readonly read: () => void;
  readonly isReading: boolean;
  /** Whether it was read again since the last attempt. */
  readonly isRead: boolean;
};

/**
 * Something that a person asks for once: the same request again, after a failure that may have been the answer's alone,
 * goes out under the same Idempotency-Key; another request, or one after a refusal, under a new one.
 */
export function useAction<T = unknown, R extends object = object>(options: ActionOptions<T, R> = {}) {
  const { touches, onDone, onError } = options;
  const client = useQueryClient();
  const last = useRef<{ readonly asked: string; readonly key: string } | null>(null);
  const seen = useSeen(options);
  const mutation = useMutation<Written<T>, Error, Asked>({
    mutationFn: (request) => {
      const wanted = { ...request, ...(seen.tag !== undefined && { ifMatch: seen.tag.etag }) };
      const asked = JSON.stringify(wanted);
      if (last.current?.asked !== asked) last.current = { asked, key: newKey() };
      return send<T>({ ...wanted, key: last.current.key });
    },
    retry: false,
    onMutate: () => seen.reading.reset(),
    onSuccess: async ({ body }) => {
      last.current = null;
      const changed = touches ?? [[]];
      await Promise.all(changed.map((queryKey) => client.invalidateQueries({ queryKey })));
      onDone?.(body);
    },
    onError: (error) => {
      if (error instanceof Problem && error.status >= 400 && error.status < 500) last.current = null;
      onError?.(error);
    },
  });
  const { mutate, isPending, isSuccess } = seen.reading;
  const again: Again = {
    read: () => mutate(undefined, { onSuccess: mutation.reset }),
    isReading: isPending,
    isRead: isSuccess,
  };
  const reset = (): void => {
    mutation.reset();
    seen.reading.reset();
  };
  return { ...mutation, reset, again };
}

/** The tag of what somebody saw when they began, however it changes while they type. */
function useSeen<T, R extends object>({ of, isOpen = true, onReadAgain }: ActionOptions<T, R>) {
  const client = useQueryClient();
  const [tag, setTag] = useState(of?.asRead);
  if ((!isOpen || tag === undefined) && tag?.etag !== of?.asRead?.etag) setTag(of?.asRead);
  const reading = useMutation({
    mutationFn: () => get<R>(tag?.url ?? ''),
    onSuccess: (now) => {
      setTag(now.asRead);
      onReadAgain?.(now);
      void client.invalidateQueries();
    },
  });
  return { tag, reading };
}
