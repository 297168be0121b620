import { Text } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useWords } from '../app/language.js';
import type { Props } from './who-ended.js';

const WhoEnded = lazy(() => import('./who-ended.js'));

/** A line has left the list while somebody was at it. */
export function Left(of: Props) {
  const { t } = useWords();
  return (
    <>
      <Text size="sm">{t.work.left}</Text>
      <Suspense>
        <WhoEnded {...of} />
      </Suspense>
    </>
  );
}
