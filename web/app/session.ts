import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use } from 'react';
import type { Permission } from '../../api/permissions.js';
import type { SessionAnswer, SignedIn } from '../../contracts/session.js';
import { get, newKey, send } from '../http/client.js';
import { leaveTyping, takeUpTyping } from './typing-places.js';

export type Nobody = Extract<SessionAnswer, { readonly kind: 'nobody' }>;

export const sessionKey = ['session'] as const;

/** Who is signed in here, and how one may sign in: asked for before anything is shown. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ signal }) => get<SessionAnswer>('/session', {}, signal),
  staleTime: 60_000,
});

export const useSession = () => useQuery(sessionQuery);

/** Signs in and out. What was read for one person is forgotten before another one reads. */
export function useDoors() {
  const client = useQueryClient();
  const forget = (): void => client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
  const enter = async (path: string, body: unknown): Promise<void> => {
    const { body: session } = await send<SignedIn>({ path, body, key: newKey() });
    takeUpTyping(session.person);
    forget();
    client.setQueryData(sessionKey, session);
  };
  return {
    signIn: (form: { readonly name: string; readonly password: string; readonly code?: string }) =>
      enter('/session', form),
    enterDemo: (account: string) => enter('/session/demo', { account }),
    signOut: async (): Promise<void> => {
      leaveTyping();
      await send({ path: '/session/end', body: {}, key: newKey() });
      await client.invalidateQueries({ queryKey: sessionKey });
      forget();
    },
  };
}

export const SignedInContext = createContext<SignedIn | null>(null);

/** The person who is signed in, below the shell. */
export function useMe(): SignedIn {
  const me = use(SignedInContext);
  if (me === null) throw new Error('Nobody is signed in above this part.');
  return me;
}

/** May the reader use this line of the permission table? */
export const useMay = (): ((permission: Permission) => boolean) => {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
};
