import { Notifications, notifications } from '@mantine/notifications';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { router } from './router.js';

/** Everything behind the sign-in. What was told in passing to one person is not left for the next. */
export function Desk() {
  useEffect(() => () => notifications.clean(), []);
  return (
    <>
      <Notifications position="bottom-right" autoClose={8_000} />
      <RouterProvider router={router} />
    </>
  );
}
