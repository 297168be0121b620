import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Suspense, type ReactNode } from 'react';
import { pathOf } from '../../domain/paths.js';
import { get, type Read } from '../http/client.js';
import { Loaded } from '../parts/page.js';

type Props<T> = {
  /** What the button says. */
  readonly text: string;
  /** Opens below the line and is closed by the same button; else it is a dialog. */
  readonly isBelow?: boolean;
  /** What the line names, at the API: a kind of things, and its number or id. */
  readonly of: readonly [kind: string, id: string];
  readonly children: (found: Read<T>, close: () => void) => ReactNode;
};

type Named = Props<unknown>['of'];

const useNamed = <T,>(of: Named, enabled: boolean) =>
  useQuery({ queryKey: of, queryFn: ({ signal }) => get<T>(pathOf(...of), {}, signal), enabled });

/** A thing that a line names, read when somebody begins: what they decide on. */
export function useWhenOpened<T>(of: Named) {
  const [isAsked, asked] = useDisclosure(false);
  const query = useNamed<T>(of, isAsked);
  return { found: query.data, isComing: query.isLoading, onOpen: asked.open };
}

/** What is done about a thing that a line names, where the line stands: the thing is read when somebody begins. */
export function Here<T>({ text, isBelow = false, of, children }: Props<T>) {
  const [opened, shown] = useDisclosure(false);
  const query = useNamed<T>(of, opened);
  return (
    <>
      {isBelow ? (
        <Button size="xs" variant="light" onClick={shown.toggle} aria-expanded={opened}>
          {text}
        </Button>
      ) : (
        <Button size="xs" onClick={shown.open}>
          {text}
        </Button>
      )}
      {opened && <Loaded query={query}>{(found) => <Suspense>{children(found, shown.close)}</Suspense>}</Loaded>}
    </>
  );
}
