import { Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { InvoiceSummary } from '../../contracts/invoice.js';
import { useWords } from '../app/language.js';
import { ReasonDialog } from '../parts/reason-dialog.js';
import { typedDecimal } from '../parts/typed.js';

type WriteOffProps = { readonly invoice: Pick<InvoiceSummary, 'number' | 'open' | 'currency'> };

/** What is open of an invoice, or a part of it, is given up. */
export function WriteOffButton({ invoice: { number, open, currency } }: WriteOffProps) {
  const { t, words } = useWords();
  const [opened, dialog] = useDisclosure(false);
  const [amount, setAmount] = useState('');
  return (
    <>
      <Button size="xs" variant="outline" color="red.9" onClick={dialog.open}>
        {t.finance.writeOff}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={dialog.close}
        title={t.finance.writeOffTitle(number)}
        confirm={t.finance.writeOff}
        isDangerous
        ask={(reason) => ({
          path: `/v1/invoices/${number}/write-offs`,
          body: { reason, ...(amount.trim() !== '' && { amount: typedDecimal(amount) }) },
        })}
        done={t.finance.writtenOff(number)}
      >
        {(refused) => (
          <TextInput
            label={t.finance.writeOffAmount}
            description={t.finance.writeOffHint(words.say.amount(open, currency))}
            inputMode="decimal"
            value={amount}
            onChange={(event) => setAmount(event.currentTarget.value)}
            error={refused['amount']}
          />
        )}
      </ReasonDialog>
    </>
  );
}

/** What is open of a claim is given up. */
export function WaiveButton({ claim, name }: { readonly claim: string; readonly name: string }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="compact-xs" variant="outline" color="red.9" onClick={dialog.open}>
        {t.finance.waive}
      </Button>
      <ReasonDialog
        opened={opened}
        onClose={dialog.close}
        title={t.finance.waiveTitle(name)}
        confirm={t.finance.waive}
        isDangerous
        ask={(reason) => ({ path: `/v1/claims/${claim}/waiver`, body: { reason } })}
        done={t.finance.waived}
      />
    </>
  );
}
