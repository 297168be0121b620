import { useNavigate, useSearch } from '@tanstack/react-router';

/** What stands behind the question mark: a list's filters, its order, its columns and its place, to be sent to anybody. */
export type Address = Readonly<Record<string, string | undefined>>;

/** The address of the page that is shown, and how to change it. A change of filter or order begins at the first row again. */
export function useAddress() {
  const address = useSearch({ strict: false }) as Address;
  const navigate = useNavigate();
  const change = (changes: Address, { push = false } = {}): void => {
    const next = { ...address, after: undefined, page: undefined, ...changes };
    const given = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== ''));
    void navigate({ to: '.', search: given as never, replace: !push });
  };
  /** Another address of the same page altogether. */
  const replace = (next: Address): void => void navigate({ to: '.', search: next as never, replace: false });
  return { address, change, replace };
}
