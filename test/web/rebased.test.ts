import { expect, test } from 'vitest';
import { rebased } from '../../web/admin/rebased.js';

test('of two admins on one form, the later keeps what they typed and gets what the first one changed elsewhere', () => {
  const was = { hours: '4', levels: [{ days: 5 }], note: 'a' };
  const typed = { hours: '8', levels: [{ days: 5 }], note: 'mine' };
  const now = { hours: '4', levels: [{ days: 9 }], note: 'theirs' };
  expect(rebased(typed, was, now)).toEqual({ hours: '8', levels: [{ days: 9 }], note: 'mine' });
});
