import { Badge } from '@mantine/core';
import { useWords } from '../app/language.js';

/** Whether the account takes no new orders. */
export function CreditStop({ isStopped }: { readonly isStopped: boolean }) {
  const { t } = useWords();
  if (!isStopped) return null;
  return (
    <Badge variant="outline" color="red">
      {t.customers.stopped}
    </Badge>
  );
}
