/** What a change changes, for the record of who did what. */

/** Names of the fields whose values differ; timestamps and sums that follow are left out. */
export function changedNames<T extends object>(before: T, after: T): (keyof T & string)[] {
  const silent = ['updatedAt', 'creditAvailable', 'exposure'];
  return (Object.keys(after) as (keyof T & string)[]).filter(
    (name) => !silent.includes(name) && stable(before[name]) !== stable(after[name]),
  );
}

/** jsonb gives keys back in an order of its own. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

export const pick = <T extends object>(source: T, names: readonly (keyof T)[]): Partial<T> =>
  Object.fromEntries(names.map((name) => [name, source[name]])) as Partial<T>;

/** A patch leaves out what it does not change; `undefined` says the same. */
export const withoutUndefined = <T extends object>(patch: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
