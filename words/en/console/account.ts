import type { AccountWords } from '../../fr/console/account.js';

/** One's own account: password, sessions. */
export const account: AccountWords = {
  method: { password: 'password', oidc: 'company sign-in', demo: 'demo' },
  title: 'My account',
  changePassword: 'Change password',
  mustChange: 'Somebody else gave you this password: choose your own to go on.',
  current: 'Current password',
  next: 'New password',
  nextHint: 'At least 12 characters. Your other sessions end.',
  changed: 'The password is changed.',
  sessions: 'Where you are signed in',
  since: 'Since',
  lastSeen: 'Last seen',
  from: 'Address',
  with: 'By',
  browser: 'Browser',
  thisOne: 'this session',
  end: 'End',
  ended: 'The session has ended.',
};
