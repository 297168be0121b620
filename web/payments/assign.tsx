import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Payment } from '../../contracts/payment.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import type { Read } from '../http/client.js';
import { CustomerSelect } from '../parts/customer-select.js';
import { ReasonDialog } from '../parts/reason-dialog.js';

/** Finance says whose money it is. */
export function Assign({ payment, isSmall = false }: { readonly payment: Read<Payment>; readonly isSmall?: boolean }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  const [customer, setCustomer] = useState<string | null>(null);
  useKeptTyping({ name: `assignment:${payment.id}`, isOpen: opened, typed: customer, giveBack: setCustomer });
  return (
    <div>
      <Button size={isSmall ? 'xs' : 'sm'} onClick={dialog.open}>
        {t.payments.assign}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={dialog.close}
        title={t.payments.assignTitle(payment.reference)}
        confirm={t.payments.assign}
        ask={(reason) => ({
          path: pathOf('/v1/payments', payment.id, 'assignment'),
          body: { customer: customer ?? '', reason },
        })}
        of={payment}
        done={t.payments.assigned}
      >
        {(refused) => (
          <CustomerSelect
            label={t.finance.customer}
            required
            value={customer}
            onChange={setCustomer}
            error={refused['customer']}
          />
        )}
      </ReasonDialog>
    </div>
  );
}
