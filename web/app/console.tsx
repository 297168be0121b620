import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import type { Spoken } from '../../words/console.js';
import { Problem } from '../http/client.js';
import { Entrance } from './entrance.js';
import { LanguageProvider } from './language.js';
import { sessionQuery } from './session.js';
import { theme, variables } from './theme.js';

const MOMENT_MS = 5_000;

/** What is refused stays refused; what is away comes again. */
const mayPass = (error: Error): boolean => !(error instanceof Problem) || error.status === 0 || error.status === 503;

/** Whoever is told to sign in first is shown the way in. */
const onError = (error: Error): void => {
  if (error instanceof Problem && error.status === 401) void queries.invalidateQueries({ queryKey: ['session'] });
};

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: { staleTime: MOMENT_MS, retry: (failures, error) => failures < 3 && mayPass(error) },
  },
});

// While the words are made ready.
void queries.prefetchQuery(sessionQuery);

/** The nonce that the server gave this page: styles without it are not applied. */
const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce());

/** The whole console. @param first what is said until the reader chooses another language */
export function Console({ first }: { readonly first: Spoken }) {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" getStyleNonce={nonce}>
      <QueryClientProvider client={queries}>
        <LanguageProvider first={first}>
          <Entrance />
        </LanguageProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
