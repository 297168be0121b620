import { lazy } from 'react';
import type { InvoiceSummary } from '../../contracts/invoice.js';
import type { Payment } from '../../contracts/payment.js';
import type { WorkItem } from '../../contracts/work-item.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import { WriteOffButton } from '../invoices/give-up.js';
import { Go } from '../parts/link.js';
import { Here, useWhenOpened } from './here.js';

const AllocateRest = lazy(() =>
  import('../payments/allocate-rest.js').then((made) => ({ default: made.AllocateRest })),
);

/** What is left of a payment is spread over invoices here; whose it is, its page says. */
export function AllocateHere({ payment }: { readonly payment: string }) {
  const { t } = useWords();
  const may = useMay();
  if (!may('payments.get')) return null;
  return (
    <>
      <Go to="/payments/$id" params={{ id: payment }} size="sm" mt={4}>
        {t.payments.openPayment}
      </Go>
      {may('payments.allocate') && (
        <Here<Payment> isBelow text={t.payments.allocate} of={['/v1/payments', payment]}>
          {(found) =>
            found.customer === null ? t.payments.nobody : <AllocateRest payment={found} customer={found.customer} />
          }
        </Here>
      )}
    </>
  );
}

/** Too little to ask for: given up here. */
export function WriteOffHere({ item }: { readonly item: WorkItem }) {
  const may = useMay();
  const { invoice, amount, currency } = item;
  if (invoice === null || amount === null || !may('invoices.write-off')) return null;
  return <WriteOffOf invoice={{ number: invoice, open: amount, currency }} />;
}

function WriteOffOf({ invoice }: { readonly invoice: Pick<InvoiceSummary, 'number' | 'open' | 'currency'> }) {
  const { found, ...when } = useWhenOpened<InvoiceSummary>(['/v1/invoices', invoice.number]);
  return <WriteOffButton invoice={found ?? invoice} {...when} />;
}
