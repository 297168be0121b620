import { TextInput } from '@mantine/core';
import { useState, type ComponentProps } from 'react';
import type { InvoiceSummary } from '../../contracts/invoice.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import type { Read } from '../http/client.js';
import { DecideButton } from '../parts/decide-button.js';
import { typedDecimal } from '../parts/typed.js';

type WriteOffProps = Pick<ComponentProps<typeof DecideButton>, 'isComing' | 'onOpen'> & {
  readonly invoice: Read<Pick<InvoiceSummary, 'number' | 'open' | 'currency'>>;
};

/** What is open of an invoice, or a part of it, is given up. */
export function WriteOffButton({ invoice, ...when }: WriteOffProps) {
  const { number, open, currency } = invoice;
  const { t, words } = useWords();
  const [amount, setAmount] = useState('');
  useKeptTyping({ name: `write-off:${number}`, typed: amount === '' ? null : amount, giveBack: setAmount });
  return (
    <DecideButton
      {...when}
      text={t.finance.writeOff}
      title={t.finance.writeOffTitle(number)}
      isDangerous
      ask={(reason) => ({
        path: pathOf('/v1/invoices', number, 'write-offs'),
        body: { reason, ...(amount.trim() !== '' && { amount: typedDecimal(amount) }) },
      })}
      of={invoice}
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
    </DecideButton>
  );
}

/** What is open of a claim is given up. */
export function WaiveButton({ claim, name }: { readonly claim: string; readonly name: string }) {
  const { t } = useWords();
  return (
    <DecideButton
      text={t.finance.waive}
      isSmall
      title={t.finance.waiveTitle(name)}
      isDangerous
      ask={(reason) => ({ path: pathOf('/v1/claims', claim, 'waiver'), body: { reason } })}
      done={t.finance.waived}
    />
  );
}
