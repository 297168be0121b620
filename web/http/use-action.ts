import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey, Problem, send, type Written } from './client.js';

export type Asked = { readonly method?: 'POST' | 'PATCH'; readonly path: string; readonly body: unknown };

export type ActionOptions<T> = {
  /** What is read again once it is done; left out: everything on the page. */
  readonly touches?: readonly QueryKey[];
  readonly onDone?: (answer: T) => void;
  /** Where a refusal is told, if not where the form stands. */
  readonly onError?: (error: Error) => void;
};

/**
 * Something that a person asks for once: the same request again, after a failure that may have been the answer's alone,
 * goes out under the same Idempotency-Key; another request, or one after a refusal, under a new one.
 */
export function useAction<T = unknown>({ touches, onDone, onError }: ActionOptions<T> = {}) {
  const client = useQueryClient();
  const last = useRef<{ readonly asked: string; readonly key: string } | null>(null);
  return useMutation<Written<T>, Error, Asked>({
    mutationFn: (request) => {
      const asked = JSON.stringify(request);
      if (last.current?.asked !== asked) last.current = { asked, key: newKey() };
      return send<T>({ ...request, key: last.current.key });
    },
    retry: false,
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
}
