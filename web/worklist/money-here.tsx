import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { Payment } from '../../contracts/payment.js';
import type { WorkItem } from '../../contracts/work-item.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { get } from '../http/client.js';
import { WriteOffButton } from '../invoices/give-up.js';
import { Go } from '../parts/link.js';
import { Loaded } from '../parts/page.js';

const AllocateRest = lazy(() =>
  import('../payments/allocate-rest.js').then((made) => ({ default: made.AllocateRest })),
);

/** What is left of a payment is spread over invoices here; whose it is, its page says. */
export function AllocateHere({ payment }: { readonly payment: string }) {
  const { t } = useWords();
  const may = useMay();
  const [opened, shown] = useDisclosure(false);
  const path = `/v1/payments/${payment}`;
  const query = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<Payment>(path, {}, signal),
    enabled: opened,
  });
  if (!may('payments.get')) return null;
  return (
    <>
      <Go to="/payments/$id" params={{ id: payment }} size="sm" mt={4}>
        {t.payments.openPayment}
      </Go>
      {may('payments.allocate') && (
        <Button size="xs" variant="light" onClick={shown.toggle} aria-expanded={opened}>
          {t.payments.allocate}
        </Button>
      )}
      {opened && (
        <Loaded query={query}>
          {(found) =>
            found.customer === null ? (
              t.payments.nobody
            ) : (
              <Suspense>
                <AllocateRest payment={found} customer={found.customer} />
              </Suspense>
            )
          }
        </Loaded>
      )}
    </>
  );
}

/** Too little to ask for: given up here. */
export function WriteOffHere({ item }: { readonly item: WorkItem }) {
  const may = useMay();
  const { invoice, amount, currency } = item;
  if (invoice === null || amount === null || !may('invoices.write-off')) return null;
  return <WriteOffButton invoice={{ number: invoice, open: amount, currency }} />;
}
