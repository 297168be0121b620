import { notifications } from '@mantine/notifications';
import { lazyRouteComponent, RouterProvider } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { router } from './router.js';

/** Comes behind the first page; what is told before it is there waits for it. */
const Notices = lazyRouteComponent(() => import('./notices.js'), 'Notices');

/** Everything behind the sign-in. What was told in passing to one person is not left for the next. */
export function Desk() {
  useEffect(() => () => notifications.clean(), []);
  return (
    <>
      <Suspense>
        <Notices />
      </Suspense>
      <RouterProvider router={router} />
    </>
  );
}
