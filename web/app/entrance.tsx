import { Loader } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { ProblemNote } from '../parts/problem-note.js';
import { useWords } from './language.js';
import { SignedInContext, useSession } from './session.js';
import { SignIn } from './sign-in.js';

const loadDesk = () => import('./desk.js').then(({ Desk: component }) => ({ default: component }));
const Desk = lazy(loadDesk);
const FirstPassword = lazy(() =>
  import('../account/first-password.js').then(({ FirstPassword: component }) => ({ default: component })),
);

/** While somebody signs in, what they need next is fetched; after what they need now. */
const LATER_MS = 300;

/** The desk to who is signed in, the way in to everybody else. */
export function Entrance() {
  const session = useSession();
  const { t } = useWords();
  const isNobody = session.data?.kind === 'nobody';
  useEffect(() => {
    if (!isNobody) return undefined;
    const timer = setTimeout(() => void loadDesk().catch(() => undefined), LATER_MS);
    return () => clearTimeout(timer);
  }, [isNobody]);
  if (session.data?.kind === 'nobody') return <SignIn doors={session.data} />;
  if (session.data)
    return (
      <SignedInContext value={session.data}>
        <Suspense fallback={<Loader aria-label={t.shell.loading} m="xl" />}>
          {session.data.mustChangePassword ? <FirstPassword /> : <Desk />}
        </Suspense>
      </SignedInContext>
    );
  if (session.error) return <ProblemNote error={session.error} onRetry={() => void session.refetch()} />;
  return <Loader aria-label={t.shell.loading} m="xl" />;
}
