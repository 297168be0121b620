import { Group, Text } from '@mantine/core';
import { lazy } from 'react';
import type { InvoiceSummary, ShownInvoice } from '../../contracts/invoice.js';
import type { Payment } from '../../contracts/payment.js';
import type { WorkItem } from '../../contracts/work-item.js';
import { useWords } from '../app/language.js';
import { useMay } from '../app/session.js';
import type { Read } from '../http/client.js';
import { WriteOffButton } from '../invoices/give-up.js';
import { useCreditWords } from '../invoices/words.js';
import { Go } from '../parts/link.js';
import { Here, useWhenOpened } from './here.js';

const Assign = lazy(() => import('../payments/assign.js').then((made) => ({ default: made.Assign })));
const CreditUse = lazy(() => import('../invoices/credit-use.js').then((made) => ({ default: made.CreditUse })));
const AllocateRest = lazy(() =>
  import('../payments/allocate-rest.js').then((made) => ({ default: made.AllocateRest })),
);

/** What is left of a payment is spread over invoices here; of nobody known, it is said whose it is. */
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
            found.customer === null ? (
              <OfNobody payment={found} />
            ) : (
              <AllocateRest payment={found} customer={found.customer} />
            )
          }
        </Here>
      )}
    </>
  );
}

/** Nobody known has paid: who knows says whose it is, and spreads it then. */
function OfNobody({ payment }: { readonly payment: Read<Payment> }) {
  const { t } = useWords();
  return (
    <Group gap="xs">
      <Text size="sm">{t.payments.nobody}</Text>
      {useMay()('payments.assign') && <Assign payment={payment} isSmall />}
    </Group>
  );
}

/** What of a credit note is ours to give is set off, or paid out, here. */
export function GiveHere({ creditNote }: { readonly creditNote: string }) {
  const c = useCreditWords();
  const may = useMay();
  if (!may('invoices.get')) return null;
  return (
    <>
      <Go to="/invoices/$number" params={{ number: creditNote }} size="sm" mt={4}>
        {creditNote}
      </Go>
      <Here<ShownInvoice> isBelow text={c.creditToGive} of={['/v1/invoices', creditNote]}>
        {(found) => <CreditUse invoice={found} />}
      </Here>
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
