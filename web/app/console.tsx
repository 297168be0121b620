import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { Problem } from '../http/client.js';
import { LanguageProvider } from './language.js';
import { router } from './router.js';
import { sessionQuery } from './session.js';
import { loadSignIn } from './shell.js';
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

// While words and page are made ready; whoever has to sign in needs that page next.
void queries.fetchQuery(sessionQuery).then(
  ({ kind }) => (kind === 'nobody' ? loadSignIn() : undefined),
  () => undefined,
);

/** The nonce that the server gave this page: styles without it are not applied. */
const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
setNonce(nonce());

/** The whole console. */
export function Console() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" getStyleNonce={nonce}>
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <Notifications position="bottom-right" autoClose={8_000} />
          <RouterProvider router={router} />
        </LanguageProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
