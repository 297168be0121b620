import { Badge } from '@mantine/core';
import type { InvoiceStatus as Status } from '../../contracts/vocabulary.js';
import { useWords } from '../app/language.js';

const colours: Readonly<Record<Status, string>> = { open: 'orange', 'part-paid': 'cyan', paid: 'green' };

/** Whether it is paid. */
export function InvoiceStatus({ status }: { readonly status: Status }) {
  const { t } = useWords();
  return (
    <Badge variant="outline" color={colours[status]}>
      {t.finance.invoiceStatus[status]}
    </Badge>
  );
}
