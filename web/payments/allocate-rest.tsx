import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { Payment } from '../../contracts/payment.js';
import { isZero } from '../../domain/money.js';
import { pathOf } from '../../domain/paths.js';
import { useKeptTyping } from '../app/kept-typing.js';
import { useWords } from '../app/language.js';
import type { Read } from '../http/client.js';
import { useAction } from '../http/use-action.js';
import { GoneNote, useAtForm } from '../parts/kept.js';
import { Loaded } from '../parts/page.js';
import { Panel } from '../parts/panel.js';
import { ProblemNote } from '../parts/problem-note.js';
import { tellDone } from '../parts/tell.js';
import { isSpreadWell, spreadOf, takersOf, targetsOf, type Typed } from './sharing.js';
import { Spread } from './spread.js';
import { useAccount } from './use-account.js';

/** What is left of a payment is spread over what its customer has open. */
export function AllocateRest({ payment, customer }: { readonly payment: Read<Payment>; readonly customer: string }) {
  const spoken = useWords();
  const { t } = spoken;
  const [typed, setTyped] = useState<Typed>({});
  useKeptTyping({
    name: `spread:${payment.id}`,
    typed: Object.keys(typed).length === 0 ? null : typed,
    giveBack: setTyped,
  });
  const account = useAccount(customer);
  const { currency, unallocated, id } = payment;
  const isTyped = Object.keys(typed).length > 0;
  const action = useAction({
    of: payment,
    isOpen: isTyped,
    onDone: () => {
      setTyped({});
      tellDone(spoken, t.payments.allocatedDone);
    },
  });
  const gone = useAtForm(isTyped, action.isPending);
  return (
    <Panel title={t.payments.rest}>
      <GoneNote why={gone} />
      <Loaded query={account}>
        {(data) => {
          const takers = takersOf(data, currency);
          const isWell = isSpreadWell(unallocated, typed, takers, currency) && !isZero(spreadOf(typed, currency));
          return (
            <form
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                const allocations = targetsOf(typed, takers, currency);
                if (isWell) action.mutate({ path: pathOf('/v1/payments', id, 'allocations'), body: { allocations } });
              }}
            >
              <Spread
                available={unallocated}
                currency={currency}
                text={payment.remittanceText}
                takers={takers}
                typed={typed}
                onChange={setTyped}
              />
              <ProblemNote error={action.error} again={action.again} />
              <Group mt="sm">
                <Button type="submit" loading={action.isPending} disabled={!isWell}>
                  {t.payments.allocate}
                </Button>
              </Group>
            </form>
          );
        }}
      </Loaded>
    </Panel>
  );
}
