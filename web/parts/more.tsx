import { Button, type ButtonProps } from '@mantine/core';
import type { usePages } from '../http/use-pages.js';
import { useWords } from '../app/language.js';

type Pages = Pick<ReturnType<typeof usePages>, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;

/** Reads the next page of what is read page by page; nothing once all is there. */
export function More({ of, ...look }: { readonly of: Pages } & Pick<ButtonProps, 'size' | 'mt'>) {
  const { t } = useWords();
  if (!of.hasNextPage) return null;
  return (
    <Button variant="default" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()} {...look}>
      {t.orders.more}
    </Button>
  );
}
