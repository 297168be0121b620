import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';

/** What is told in passing, in a corner. */
export function Notices() {
  return <Notifications position="bottom-right" autoClose={8_000} />;
}
