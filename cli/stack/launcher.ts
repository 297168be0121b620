import { identify, isAlive, parentOf, commandLineOf, type ProcessIdentity } from './identity.js';

/**
 * Calls `gone` once when the npm that launched this process has ended, even by kill -9. Between npm and us there may be
 * a shell; both are watched.
 */
export function watchLauncher(gone: () => void, everyMs = 1000): void {
  const watched = launchers();
  const timer = setInterval(() => {
    if (watched.every(isAlive)) return;
    clearInterval(timer);
    gone();
  }, everyMs);
  timer.unref();
}

function launchers(): readonly ProcessIdentity[] {
  const parent = identify(process.ppid);
  if (parent === undefined || parent.pid <= 1) return [];
  const isShell = /^(\S*\/)?(sh|dash|bash)\s/.test(commandLineOf(parent.pid) ?? '');
  const grandparent = isShell ? identify(parentOf(parent.pid) ?? 0) : undefined;
  return grandparent === undefined || grandparent.pid <= 1 ? [parent] : [parent, grandparent];
}
