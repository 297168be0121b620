/**
 * A path: what is there already, then each part as an address carries it. Numbers that a company brought with it hold
 * slashes, spaces, `#`, `?` and `%`.
 * @param base as it is: a literal, or a path made here
 */
export const pathOf = (base: string, ...parts: readonly (string | number)[]): `/${string}` =>
  [base, ...parts.map(encodeURIComponent)].join('/') as `/${string}`;
