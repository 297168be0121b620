/** What a person typed over what they read, once that has changed: what they left alone is as it is now. */
export function rebased<T extends object>(typed: T, was: T, now: T): T {
  const alike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const taken = Object.entries(now).map(([name, value]) => {
    const own = typed[name as keyof T];
    return [name, alike(own, was[name as keyof T]) ? value : own];
  });
  return Object.fromEntries(taken) as T;
}
